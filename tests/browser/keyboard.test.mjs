import assert from "node:assert/strict";
import { pageTest } from "../harness/page.mjs";

pageTest("everything can be done with keys alone", async (tab) => {
  const { heapscope, page } = tab;
  await tab.open();
  await heapscope.ready();

  // Tab reaches the program and leaves it again.
  const inEditor = () => page.evaluate(() => document.activeElement?.closest(".editor") !== null);
  for (let presses = 0; !(await inEditor()); presses += 1) {
    assert.ok(presses < 40, "Tab does not reach the program");
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("a = ['typed']\nb = a\ndel b\n");
  await page.keyboard.press("ControlOrMeta+Enter");
  await heapscope.is("shown");
  await page.getByText("The program was changed").waitFor({ state: "detached" });
  for (let presses = 0; await inEditor(); presses += 1) {
    assert.ok(presses < 10, "the program holds the focus");
    await page.keyboard.press("Tab");
  }

  // Tab reaches an object; arrows and Home move through time from there.
  const onObject = () => page.evaluate(() => document.activeElement?.classList.contains("card"));
  for (let presses = 0; !(await onObject()); presses += 1) {
    assert.ok(presses < 60, "Tab does not reach an object");
    await page.keyboard.press("Tab");
  }
  await heapscope.changes(() => page.keyboard.press("ArrowLeft"));
  await heapscope.changes(() => page.keyboard.press("ArrowRight"));
  await heapscope.changes(() => page.keyboard.press("Home"));
  await heapscope.changes(() => page.keyboard.press("Shift+ArrowRight"));
  await heapscope.changes(() => page.keyboard.press("End"));
});

pageTest("help lists the keys, and Escape closes it", async (tab) => {
  const { page } = tab;
  await tab.open();
  await tab.heapscope.ready();
  await tab.heapscope.time.focus();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog");
  await help.getByText("Run the program").waitFor();
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });
});

pageTest("letters typed into the program are not commands", async (tab) => {
  await tab.open();
  await tab.heapscope.ready();
  const moment = await tab.heapscope.moment();
  await tab.heapscope.type("");
  await tab.page.keyboard.type("stp = 12345.");
  assert.equal(await tab.page.getByRole("dialog").count(), 0);
  assert.equal(await tab.heapscope.moment(), moment);
  assert.equal(await tab.heapscope.program(), "stp = 12345.");
});
