import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { pageTest } from "../harness/page.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
}

const LOOKS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  narrow: { colorScheme: "light", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  "narrow-dark": { colorScheme: "dark", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

for (const [name, options] of Object.entries(LOOKS)) {
  pageTest(`axe finds nothing at any level: ${name}`, async (tab) => {
    await tab.open();
    await tab.heapscope.ready();
    for (const level of [1, 2, 3, 4, 5]) {
      await tab.page.getByRole("radio", { name: new RegExp(`^${level}`) }).press("Space");
      await tab.screenshot(`${name}-level-${level}`);
      assert.deepEqual(await violations(tab.page), [], `level ${level}`);
    }
  }, options);

  pageTest(`nothing is wider than the window: ${name}`, async (tab) => {
    await tab.open();
    await tab.heapscope.ready();
    const overflow = await tab.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `${overflow} pixels too wide`);
  }, options);
}

for (const panel of ["help", "share", "lessons"]) {
  pageTest(`axe finds nothing in the dialog: ${panel}`, async (tab) => {
    await tab.open();
    await tab.heapscope.ready();
    await tab.heapscope.command(panel);
    await tab.page.getByRole("dialog").waitFor();
    await tab.screenshot(`dialog-${panel}`);
    assert.deepEqual(await violations(tab.page), []);
  });
}

for (const [name, width] of [["wide", 1280], ["narrow", 390]]) {
  pageTest(`the list of what works stays within its dialog, with everything open: ${name}`, async (tab) => {
    await tab.open();
    await tab.heapscope.ready();
    await tab.page.keyboard.press("i");
    const dialog = tab.page.getByRole("dialog");
    await dialog.getByText("Supported", { exact: true }).waitFor();
    for (const summary of await dialog.locator("summary").all()) await summary.click();
    await tab.screenshot(`dialog-offer-${name}`);
    assert.deepEqual(await violations(tab.page), []);
    const overflow = await dialog.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
    assert.ok(overflow <= 0, `${overflow} pixels too wide`);
  }, { viewport: { width, height: 800 } });
}

pageTest("no text is smaller than 14 pixels", async (tab) => {
  await tab.open();
  await tab.heapscope.ready();
  const small = await tab.page.evaluate(() => {
    const found = [];
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) walk(element.shadowRoot);
        const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
        const box = element.getBoundingClientRect();
        if (!text || box.width < 2 || box.height < 2) continue;
        const scale = element instanceof SVGElement ? (element.ownerSVGElement?.getScreenCTM()?.a ?? 1) : 1;
        const size = parseFloat(getComputedStyle(element).fontSize) * scale;
        if (size < 13.9) found.push(`${element.tagName} ${element.getAttribute("class") ?? ""} "${element.textContent.trim().slice(0, 20)}" ${size.toFixed(1)}`);
      }
    };
    walk(document.body);
    return found;
  });
  assert.deepEqual(small, []);
});
