// One browser and one server for the tests of a file; a page of its own for each test.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./chromium.mjs";
import { Heapscope } from "./heapscope.mjs";
import { serve } from "./server.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const dist = process.env.DIST ?? join(root, "dist");
const screenshots = join(root, "target", "screenshots");

let browser;
let server;

before(async () => {
  if (!existsSync(join(dist, "index.html"))) throw new Error("there is no dist/: run `cargo xtask build` first");
  [browser, server] = await Promise.all([launch(), serve(dist)]);
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/**
 * A test with a fresh page in a fresh profile. It fails if the page logs an error, throws, breaks its
 * Content-Security-Policy, or asks for something that is not there, whatever else it does.
 *
 * @param {string} name
 * @param {(tools: Tools) => Promise<void>} body
 * @param {import("playwright-core").BrowserContextOptions & {expected?: RegExp}} options `expected`: complaints that are part of the test
 */
export function pageTest(name, body, { expected, ...options } = {}) {
  test(name, { timeout: 120_000 }, async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const complaints = [];
    const complain = (text) => expected?.test(text) || complaints.push(text);
    context.on("console", (message) => message.type() === "error" && complain(message.text()));
    context.on("weberror", (error) => complain(String(error.error())));
    context.on("response", (response) => response.status() >= 400 && complain(`${response.status()} ${response.url()}`));
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await body(new Tools(page, context));
      assert.deepEqual(complaints, [], "the page complained");
    } catch (failure) {
      for (const [i, page] of context.pages().entries()) {
        await shoot(page, `failed-${name.replaceAll(/[^a-z0-9]+/gi, "-")}${i || ""}`).catch(() => {});
      }
      if (complaints.length > 0) failure.message += `\nthe page complained: ${complaints.join("\n")}`;
      throw failure;
    } finally {
      await context.close();
    }
  });
}

/** What a test of the page works with. */
export class Tools {
  /**
   * @param {import("playwright-core").Page} page
   * @param {import("playwright-core").BrowserContext} context
   */
  constructor(page, context) {
    this.page = page;
    this.context = context;
    this.heapscope = new Heapscope(page);
  }

  /** A second tab of the same profile. */
  async another() {
    return new Tools(await this.context.newPage(), this.context);
  }

  get address() {
    return server.address;
  }

  /** Opens the page; `fragment` is what follows `#`. */
  async open(fragment = "") {
    await this.page.goto(fragment ? `${server.address}#${fragment}` : server.address);
  }

  /** Opens a page of another host with `html` in it: for frames. */
  async openHost(html) {
    const other = await serve(dist, { "/host.html": html });
    this.page.once("close", () => other.close());
    await this.page.goto(`${other.host.replace("127.0.0.1", "localhost")}/host.html`);
  }

  /** Saves what is seen under target/screenshots. */
  async screenshot(name) {
    await shoot(this.page, name);
  }
}

async function shoot(page, name) {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}
