// The program's editor: CodeMirror in a shadow root, and the few things that the page asks of it.
//
// In a shadow root CodeMirror keeps its styles in `adoptedStyleSheets`, which a strict Content-Security-Policy allows;
// in the page itself it would write a <style> element, which the policy blocks. The page's own style sheets do not reach
// in here, so every colour is a custom property (they do), with a fallback for light and for dark.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, Prec, Transaction } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { countGutter, setCounts } from "./editor/counts.js";
import { execLine, setExecLine } from "./editor/exec-line.js";
import { utf16Range } from "./editor/positions.js";
import { colours, highlighting } from "./editor/theme.js";

/** Mod-Enter belongs to the page (it runs the program), so the editor lets it pass. */
const keys = defaultKeymap.filter(({ key, mac }) => key !== "Mod-Enter" && mac !== "Mod-Enter");

/**
 * Typing over a selection. Left to itself, Chromium would give the new text the look of the old one with a `style`
 * attribute, which the page's policy blocks, with a complaint in the console each time.
 */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || !event.data || view.composing || view.state.readOnly) return false;
    if (view.state.selection.ranges.every((range) => range.empty)) return false;
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    event.preventDefault();
    return true;
  },
});

/** Escape leaves the editor, so that nobody is caught in it; Tab then goes on from here. */
const leave = { key: "Escape", run: (view) => (view.contentDOM.blur(), true) };

/** The tab index says what a browser knows and a checker does not: editable text can have the focus. */
const attributes = (label) => EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" });

export class Editor {
  #view;
  #editable = new Compartment();
  #tab = new Compartment();
  #label = new Compartment();

  /**
   * @param {Element} parent an empty element; it gets an open shadow root
   * @param {string} doc the program
   * @param {(doc: string) => void} onChange called after every change that a person makes, with the whole program
   */
  constructor(parent, doc, onChange) {
    const root = parent.shadowRoot ?? parent.attachShadow({ mode: "open", delegatesFocus: true });
    root.replaceChildren();
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc,
        extensions: [
          this.#label.of(attributes("Python program")),
          this.#editable.of([]),
          execLine,
          countGutter,
          lineNumbers(),
          lintGutter(),
          highlightActiveLineGutter(),
          highlightSpecialChars(),
          typeOver,
          history(),
          drawSelection(),
          indentUnit.of("    "),
          indentOnInput(),
          bracketMatching(),
          python(),
          syntaxHighlighting(HighlightStyle.define(highlighting)),
          EditorView.theme(colours),
          this.#tab.of([]),
          keymap.of([...keys, ...historyKeymap, ...lintKeymap]),
          Prec.lowest(keymap.of([leave])),
          EditorView.updateListener.of(({ docChanged, transactions, state }) => {
            if (docChanged && !transactions.some((change) => change.annotation(Transaction.remote))) {
              onChange(state.doc.toString());
            }
          }),
        ],
      }),
    });
  }

  /** Replaces the program without calling `onChange`. Undo brings the old one back: nothing typed is lost. */
  set_doc(doc) {
    const { state } = this.#view;
    if (state.doc.toString() === doc) return;
    this.#view.dispatch({
      changes: { from: 0, to: state.doc.length, insert: doc },
      selection: { anchor: 0 },
      annotations: Transaction.remote.of(true),
    });
  }

  doc() {
    return this.#view.state.doc.toString();
  }

  /** Marks the line that runs, counted from 1, and scrolls it into view; 0 or a line that is not there takes the mark away. */
  set_exec_line(line) {
    const { doc } = this.#view.state;
    const there = line >= 1 && line <= doc.lines;
    this.#view.dispatch({ effects: setExecLine.of(there ? line : 0) });
    if (there && !this.#view.hasFocus) this.#scrollTo(doc.line(line).from);
  }

  /** Scrolls the program alone and never the page around it: on a narrow one the reader looks at the picture meanwhile. */
  #scrollTo(position) {
    const margin = 24;
    this.#view.requestMeasure({
      read: (view) => view.lineBlockAt(Math.min(position, view.state.doc.length)),
      write: ({ top, bottom }, { scrollDOM }) => {
        const highest = bottom + margin - scrollDOM.clientHeight;
        scrollDOM.scrollTop = Math.max(highest, Math.min(scrollDOM.scrollTop, top - margin));
      },
    });
  }

  /** Shows `texts[i]` beside line `lines[i]` (from 1); empty lists take the gutter's contents away. */
  set_gutter(lines, texts) {
    this.#view.dispatch({ effects: setCounts.of([...lines].map((line, i) => [line, texts[i] ?? ""])) });
  }

  /** @param {string} json a list of `{from, to, message, severity?}`: byte offsets into the program's UTF-8 form */
  set_diagnostics(json) {
    const { state } = this.#view;
    const diagnostics = JSON.parse(json).map(({ from, to, message, severity = "error" }) => ({
      ...utf16Range(state.doc.toString(), from, to),
      message,
      severity,
    }));
    this.#view.dispatch(setDiagnostics(state, diagnostics));
  }

  set_read_only(on) {
    this.#view.dispatch({ effects: this.#editable.reconfigure(on ? EditorState.readOnly.of(true) : []) });
  }

  /** Lets Tab indent. Off, Tab goes to the next control as everywhere else; with it on, Escape and then Tab does. */
  set_tab_indents(on) {
    this.#view.dispatch({ effects: this.#tab.reconfigure(on ? keymap.of([indentWithTab]) : []) });
  }

  set_label(text) {
    this.#view.dispatch({ effects: this.#label.reconfigure(attributes(text)) });
  }

  focus() {
    this.#view.focus();
  }

  /** Puts the cursor at a byte offset of the program's UTF-8 form and shows the place: for a message that leads to it. */
  go_to(offset) {
    const { from } = utf16Range(this.doc(), offset, offset);
    this.#view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
    this.#view.focus();
  }

  destroy() {
    this.#view.destroy();
  }
}
