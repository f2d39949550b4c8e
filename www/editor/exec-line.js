// The line that is being run, marked in the text.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** A line number from 1 that exists, or 0 for none. */
export const setExecLine = StateEffect.define();

const mark = Decoration.line({ class: "cm-exec-line" });

export const execLine = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    // Typing moves the mark with its line; a mark whose line has gone goes too, instead of pointing outside.
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setExecLine)) {
        next = effect.value === 0 ? Decoration.none : Decoration.set([mark.range(transaction.state.doc.line(effect.value).from)]);
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
