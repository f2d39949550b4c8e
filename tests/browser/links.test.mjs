import assert from "node:assert/strict";
import { pageTest } from "../harness/page.mjs";

pageTest("a link opens the same program, moment, level and picture", async (tab) => {
  const { heapscope } = tab;
  await tab.open();
  await heapscope.ready();
  await heapscope.run("a = ['ü']\nb = a\ndel a\n");
  await tab.page.getByRole("radio", { name: /^3/ }).press("Space");
  await heapscope.changes(() => heapscope.command("line-back"));
  await heapscope.changes(() => heapscope.command("event-back"));
  const seen = async (heapscope) => [await heapscope.moment(), await heapscope.program(), await heapscope.objects()];
  const here = await seen(heapscope);

  await heapscope.command("share");
  const link = await tab.page.getByRole("textbox", { name: "Link" }).inputValue();
  assert.ok(link.startsWith(tab.address), link);

  const other = await tab.another();
  await other.page.goto(link);
  await other.heapscope.ready();
  await other.heapscope.atMoment(here[0]);
  assert.deepEqual(await seen(other.heapscope), here);
  assert.equal(await other.page.getByRole("radio", { name: /^3/ }).isChecked(), true);
});

pageTest("the address follows, and going to another address is followed", async (tab) => {
  const { heapscope } = tab;
  const address = () => tab.page.evaluate(() => location.hash);
  const follows = (before) => tab.page.waitForFunction((before) => location.hash.length > 1 && location.hash !== before, before);
  await tab.open();
  await heapscope.ready();
  await follows("");
  const opening = await address();
  await heapscope.run("first = 1\n");
  await follows(opening);
  const first = await address();
  await heapscope.run("second = [2]\n");
  await follows(first);
  await tab.page.evaluate((first) => (location.hash = first), first);
  await tab.page.locator(".editor .cm-line", { hasText: "first = 1" }).waitFor();
});

const BROKEN = ["1", "1.", "h1:%00%ff", "1=%E0%A4%A", "x".repeat(100_000), "a&&&==", "<script>alert(1)</script>"];
for (const fragment of BROKEN) {
  pageTest(`a broken link is reported and the page works: ${fragment.slice(0, 20)}`, async (tab) => {
    await tab.open(fragment);
    await tab.page.getByRole("alert").waitFor();
    assert.match(await tab.page.getByRole("alert").textContent(), /link/i);
    await tab.heapscope.ready();
    await tab.heapscope.run("still = ['here']\n");
    await tab.heapscope.is("shown");
  });
}

pageTest("a link to a Python that is not there says so, and shows its program", async (tab) => {
  await tab.open("v=99&code=a%20=%20[]");
  await tab.page.getByText(/\b99\b.*3\.14|3\.14.*\b99\b/).first().waitFor();
  await tab.page.locator(".editor").getByText("a = []").waitFor();
});
