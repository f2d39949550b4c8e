// What the compiled page asks of JavaScript and could not say in Rust.

/** The editor is the largest file of the page: it is fetched only when asked for, after the first picture is up. */
export function loadEditor() {
  return import("./editor.js");
}
