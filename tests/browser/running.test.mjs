import assert from "node:assert/strict";
import { pageTest } from "../harness/page.mjs";

pageTest("a program is typed, run, changed and run again", async (tab) => {
  await tab.open();
  await tab.heapscope.ready();
  await tab.heapscope.run("a = ['one']\nprint('first')\n");
  await tab.heapscope.output.getByText("first").waitFor();

  await tab.heapscope.type("a = ['one']\nb = a\nprint('second')\n");
  await tab.page.getByText("The program was changed").waitFor();
  await tab.page.keyboard.press("ControlOrMeta+Enter");
  await tab.heapscope.output.getByText("second").waitFor();
  assert.equal(await tab.heapscope.output.getByText("first").count(), 0);
});

pageTest("what is typed outlives a reload", async (tab) => {
  await tab.open();
  await tab.heapscope.ready();
  await tab.page.waitForFunction(() => location.hash.length > 1);
  const opening = await tab.page.evaluate(() => location.hash);
  await tab.heapscope.run("kept = 'across a reload'\n");
  await tab.page.waitForFunction((opening) => location.hash !== opening, opening);
  await tab.page.reload();
  await tab.heapscope.ready();
  assert.match(await tab.heapscope.program(), /across a reload/);
});

pageTest("an error of the program stands in the output, and the picture stays", async (tab) => {
  await tab.open();
  await tab.heapscope.ready();
  await tab.heapscope.run("a = []\nraise ValueError('on purpose')\n");
  await tab.heapscope.is("raised");
  await tab.heapscope.output.getByText("ValueError: on purpose").waitFor();
  assert.ok((await tab.heapscope.objects()).length > 0);
});

pageTest("a syntax error is shown at its place, and the program is kept", async (tab) => {
  await tab.open();
  await tab.heapscope.ready();
  await tab.heapscope.type("good = 1\nbad = = 2\n");
  await tab.heapscope.command("run");
  await tab.heapscope.is("refused");
  await tab.page.getByText("Line 2").waitFor();
  const marked = tab.page.locator(".editor .cm-line", { has: tab.page.locator(".cm-lintRange-error, .cm-lintPoint-error") });
  assert.deepEqual(await marked.allTextContents(), ["bad = = 2"]);

  await tab.heapscope.run("good = 1\n");
  await tab.heapscope.is("shown");
  assert.equal(await marked.count(), 0);
});

pageTest("what is not supported says so, and leads to the list of what is", async (tab) => {
  await tab.open();
  await tab.heapscope.ready();
  await tab.heapscope.type("async def f():\n    pass\n");
  await tab.heapscope.command("run");
  await tab.heapscope.is("not-supported");
  await tab.page.getByRole("button", { name: "What Python works here" }).click();
  const dialog = tab.page.getByRole("dialog");
  await dialog.getByText("async def", { exact: true }).waitFor();
  await dialog.getByText("Modules", { exact: true }).click();
  await dialog.getByText("getrefcount").waitFor();
  await dialog.getByText("In what the versions differ").waitFor();
  await tab.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.match(await tab.heapscope.program(), /async def f/);
});
