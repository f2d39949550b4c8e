// A gutter with a short text per line: how often the line ran, or what it changed.
import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { gutter, GutterMarker } from "@codemirror/view";

/** A list of `[line, text]`, lines from 1; lines that do not exist are left out. */
export const setCounts = StateEffect.define();

class Count extends GutterMarker {
  constructor(text) {
    super();
    this.text = text;
  }
  eq(other) {
    return other.text === this.text;
  }
  toDOM() {
    return document.createTextNode(this.text);
  }
}

const counts = StateField.define({
  create: () => RangeSet.empty,
  update(markers, transaction) {
    let next = markers.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setCounts)) {
        const { doc } = transaction.state;
        const present = effect.value.filter(([line]) => line >= 1 && line <= doc.lines);
        next = RangeSet.of(present.map(([line, text]) => new Count(text).range(doc.line(line).from)), true);
      }
    }
    return next;
  },
});

export const countGutter = [counts, gutter({ class: "cm-counts", markers: (view) => view.state.field(counts) })];
