import assert from "node:assert/strict";
import { pageTest } from "../harness/page.mjs";

pageTest("an endless loop is stopped, and the page answers all the while", async (tab) => {
  await tab.open();
  await tab.heapscope.ready();
  await tab.heapscope.type("n = 0\nwhile True:\n    n += 1\n");
  await tab.heapscope.command("run");
  await tab.heapscope.is("running");

  const longest = await tab.page.evaluate(async () => {
    let longest = 0;
    let last = performance.now();
    for (let frame = 0; frame < 30; frame += 1) {
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
    return longest;
  });
  assert.ok(longest < 400, `a frame took ${Math.round(longest)} ms`);

  await tab.heapscope.command("stop");
  await tab.heapscope.is("stopped", "limit");
  assert.match(await tab.heapscope.program(), /while True/);
  await tab.heapscope.run("again = []\n");
  await tab.heapscope.is("shown");
});
