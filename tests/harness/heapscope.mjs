// The page in the words of somebody who uses it. What it finds, it finds as a person or a screen reader would: by role
// and name; only commands go by `data-command`, which button, key and help share.
export class Heapscope {
  /** @param {import("playwright-core").Page | import("playwright-core").FrameLocator} place the page, or the frame that holds it */
  constructor(place) {
    this.place = place;
    this.app = place.locator(".app");
    this.sentence = place.getByRole("status").first();
    this.picture = place.getByRole("region", { name: "Picture" });
    this.time = place.getByRole("slider", { name: "Time" });
    this.output = place.getByRole("region", { name: "Output" });
  }

  /** Waits until the page is in one of these states: `shown`, `running`, `stopped`, `raised`, `limit`, `refused`, … */
  async is(...phases) {
    const selector = phases.map((phase) => `.app[data-phase="${phase}"]`).join(", ");
    await this.place.locator(selector).waitFor();
  }

  /** Waits for the first picture and for the editor in the place of the plain text area. */
  async ready() {
    await this.is("shown", "raised", "limit");
    await this.place.locator('.editor[data-ready="true"]').waitFor();
  }

  get editor() {
    return this.place.locator(".editor").getByRole("textbox");
  }

  /** Replaces the program, by typing it. */
  async type(program) {
    await this.editor.focus();
    await this.editor.press("ControlOrMeta+a");
    await this.editor.press("Delete");
    // Inserted as one piece: the editor indents by itself what is typed key by key.
    if (program) await this.editor.page().keyboard.insertText(program);
  }

  /** Replaces the program, runs it and waits for its end. */
  async run(program) {
    await this.type(program);
    await this.command("run");
    await this.is("shown", "raised", "limit", "refused", "not-supported");
    await this.place.locator(".ribbon button", { hasText: "Run again" }).waitFor({ state: "detached" });
  }

  async program() {
    const lines = await this.place.locator(".editor .cm-line").allTextContents();
    return lines.join("\n");
  }

  /** Presses the button of a command: `run`, `line-on`, `event-back`, … */
  async command(name) {
    await this.place.locator(`button[data-command="${name}"]`).click();
  }

  /** Whether a command can be given now. */
  async allows(name) {
    return (await this.place.locator(`button[data-command="${name}"]`).getAttribute("aria-disabled")) !== "true";
  }

  /** Does something and waits until the moment is another one. */
  async changes(action) {
    const before = await this.moment();
    await action();
    await this.place.locator(`[role=slider]:not([data-moment="${before}"])`).waitFor();
  }

  /** Where in the run we are; equal texts are equal moments. */
  async moment() {
    return this.time.getAttribute("data-moment");
  }

  async atMoment(moment) {
    await this.place.locator(`[role=slider][data-moment="${moment}"]`).waitFor();
  }

  /** The text of the line that runs. */
  async line() {
    const [text] = await this.place.locator(".editor .cm-exec-line").allTextContents();
    return text;
  }

  /** What can be seen of the heap: what a screen reader says of each object, in the order of the drawing. */
  async objects() {
    return this.picture.locator("[role=button][aria-label].card").evaluateAll((cards) => cards.map((card) => card.getAttribute("aria-label")));
  }
}
