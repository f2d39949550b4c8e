import assert from "node:assert/strict";
import { pageTest } from "../harness/page.mjs";

const CYCLE = `import gc

class Node:
    pass

gc.disable()
a = Node()
b = Node()
a.next = b
b.next = a
del a
del b
gc.collect()
print('done')
`;

pageTest("a collection is gone through stage by stage", async (tab) => {
  const { heapscope } = tab;
  await tab.open();
  await heapscope.ready();
  await heapscope.run(CYCLE);
  const nodes = async () => (await heapscope.objects()).filter((object) => /^Node\b/.test(object) && !/class|freed/i.test(object)).length;

  await heapscope.changes(() => heapscope.command("start"));
  while ((await heapscope.line()) !== "gc.collect()") await heapscope.changes(() => heapscope.command("line-on"));
  assert.equal(await nodes(), 2, "the cycle keeps both nodes");

  // gc_refs is there only while the collector works, and comes down to nothing for both.
  const sentences = [];
  let withGcRefs = 0;
  while ((await heapscope.line()) === "gc.collect()") {
    await heapscope.changes(() => heapscope.command("event-on"));
    sentences.push(await heapscope.sentence.textContent());
    withGcRefs = Math.max(withGcRefs, await heapscope.picture.locator(".gc-refs").count());
  }
  assert.ok(withGcRefs >= 2, `gc_refs was seen on ${withGcRefs} objects`);
  assert.equal(await heapscope.picture.locator(".gc-refs").count(), 0);
  assert.match(sentences.join("\n"), /unreachable/);
  assert.equal(await nodes(), 0, "the cycle is gone");
});
