import assert from "node:assert/strict";
import { pageTest } from "../harness/page.mjs";

pageTest("the page opens with a program that has been run, its picture and a sentence", async (tab) => {
  await tab.open();
  await tab.heapscope.ready();
  assert.match(await tab.heapscope.program(), /\S/);
  assert.ok((await tab.heapscope.objects()).length > 0, "no object is drawn");
  assert.match(await tab.heapscope.sentence.textContent(), /\S/);
});

const telephone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
pageTest("on a telephone the page opens at its top, where the picture is", async (tab) => {
  await tab.open();
  await tab.heapscope.ready();
  await tab.page.locator(".cm-content").waitFor();
  await tab.page.waitForTimeout(500); // what scrolls when the editor comes has scrolled by then
  assert.equal(await tab.page.evaluate(() => window.scrollY), 0);
}, telephone);

pageTest("everything comes from the page's own site, under a strict policy", async (tab) => {
  const elsewhere = [];
  tab.context.on("request", (request) => request.url().startsWith(tab.address) || elsewhere.push(request.url()));
  await tab.open();
  await tab.heapscope.ready();
  assert.deepEqual(elsewhere, []);
  const policy = await tab.page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
  assert.match(policy, /default-src 'none'/);
});

pageTest("the editor, the largest file, is not waited for", async (tab) => {
  await tab.page.route("**/editor.js", () => {}); // never answers
  await tab.open();
  await tab.heapscope.is("shown", "raised");
  await tab.heapscope.type("left = []\n");
  await tab.heapscope.command("run");
  await tab.heapscope.is("shown");
  assert.equal(await tab.heapscope.editor.inputValue(), "left = []\n");
});
