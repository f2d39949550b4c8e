import { pageTest } from "../harness/page.mjs";

pageTest("after one visit the page works without a network", async (tab) => {
  await tab.open();
  await tab.page.getByRole("heading", { level: 1 }).waitFor();
  await tab.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  // The first visit fetches for itself what the worker keeps for the next one: it has to be over.
  await tab.page.waitForLoadState("networkidle");
  await tab.context.setOffline(true);
  await tab.page.reload();
  await tab.page.getByRole("heading", { level: 1 }).waitFor();
});
