import assert from "node:assert/strict";
import { pageTest } from "../harness/page.mjs";

pageTest("the page starts under a sub-path and a strict policy", async (tab) => {
  await tab.open();
  await tab.page.getByRole("heading", { level: 1 }).waitFor();
  const policy = await tab.page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
  assert.match(policy, /default-src 'none'/);
});
