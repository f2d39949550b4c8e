import assert from "node:assert/strict";
import { Heapscope } from "../harness/heapscope.mjs";
import { pageTest } from "../harness/page.mjs";

// Chromium tells that storage, workers and service workers are not for such a frame; that is what the test is about.
const expected = /sandbox|origin 'null'|insecure|favicon|404/i;

pageTest("the snippet works on another site, in a frame without an origin", async (tab) => {
  await tab.open();
  await tab.heapscope.ready();
  await tab.heapscope.run("a = ['seen']\nb = a\n");
  await tab.heapscope.command("share");
  const snippet = await tab.page.getByRole("textbox", { name: "For your own page" }).inputValue();
  assert.match(snippet, /sandbox="allow-scripts"/);

  await tab.openHost(`<!doctype html><title>A post</title><p><a href="#">before</a></p>${snippet}`);
  const frame = new Heapscope(tab.page.frameLocator("iframe"));
  await frame.is("shown");
  assert.ok((await frame.objects()).length > 0);
  await frame.changes(() => frame.command("line-back"));

  // The page around it keeps its keys.
  const moment = await frame.moment();
  await tab.page.getByRole("link", { name: "before" }).focus();
  await tab.page.keyboard.press("ArrowLeft");
  await tab.page.waitForTimeout(300);
  assert.equal(await frame.moment(), moment);

  const full = await tab.page.frameLocator("iframe").getByRole("link", { name: "Open full size" }).getAttribute("href");
  const other = await tab.another();
  await other.page.goto(new URL(full, tab.address).href);
  await other.heapscope.ready();
  await other.heapscope.atMoment(moment);
  assert.match(await other.heapscope.program(), /seen/);
}, { expected });

for (const width of [280, 480, 800]) {
  pageTest(`a frame of ${width} pixels shows the picture and the steps without scrolling sideways`, async (tab) => {
    await tab.open();
    await tab.heapscope.ready();
    await tab.heapscope.command("share");
    const snippet = await tab.page.getByRole("textbox", { name: "For your own page" }).inputValue();
    await tab.openHost(`<!doctype html><title>A post</title><main>${snippet.replace('width="100%"', `width="${width}"`)}</main>`);
    const frame = new Heapscope(tab.page.frameLocator("iframe"));
    await frame.is("shown");
    const overflow = await frame.app.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `${overflow} pixels too wide`);
    await tab.screenshot(`embed-${width}`);
  }, { expected });
}
