import assert from "node:assert/strict";
import { pageTest } from "../harness/page.mjs";

for (const unit of ["line", "event"]) {
  pageTest(`going back by ${unit} passes the same moments and pictures as going on`, async (tab) => {
    const { heapscope } = tab;
    await tab.open();
    await heapscope.ready();
    await heapscope.run("a = []\nb = a\ndel a\n");
    const seen = async () => [await heapscope.moment(), await heapscope.sentence.textContent(), await heapscope.objects()];

    await heapscope.changes(() => heapscope.command("start"));
    const forth = [await seen()];
    while (await heapscope.allows(`${unit}-on`)) {
      await heapscope.changes(() => heapscope.command(`${unit}-on`));
      forth.push(await seen());
    }
    const back = [await seen()];
    while (await heapscope.allows(`${unit}-back`)) {
      await heapscope.changes(() => heapscope.command(`${unit}-back`));
      back.push(await seen());
    }
    assert.ok(forth.length > 3, `only ${forth.length} moments`);
    assert.deepEqual(back.reverse(), forth);
  });
}

pageTest("the running line is marked in the program", async (tab) => {
  const { heapscope } = tab;
  await tab.open();
  await heapscope.ready();
  await heapscope.run("a = []\nb = a\ndel a\n");
  await heapscope.changes(() => heapscope.command("start"));
  const marked = tab.page.locator(".editor .cm-exec-line");
  const seen = new Set();
  while (await heapscope.allows("line-on")) {
    await heapscope.changes(() => heapscope.command("line-on"));
    for (const text of await marked.allTextContents()) seen.add(text);
  }
  assert.deepEqual([...seen].filter((text) => text !== "a = []"), ["b = a", "del a"]);
});

pageTest("the handle of the time line can be dragged", async (tab) => {
  const { heapscope } = tab;
  await tab.open();
  await heapscope.ready();
  const box = await heapscope.time.boundingBox();
  const press = (share) => heapscope.changes(() => tab.page.mouse.click(box.x + box.width * share, box.y + box.height / 2));
  await press(0.01);
  const early = Number((await heapscope.moment()).split(".")[0]);
  await press(0.6);
  assert.ok(Number((await heapscope.moment()).split(".")[0]) > early);
});
