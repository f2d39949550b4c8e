// Colours and measures of the editor. The page may set each --code-… property; the fallbacks are 4.5:1 or better on theirs.
import { tags } from "@lezer/highlight";

const ink = "var(--code-ink, light-dark(#1f2933, #e6e1d6))";
const paper = "var(--code-paper, light-dark(#fffdf8, #1b1f24))";
const quiet = "var(--code-quiet, light-dark(#5f6670, #a0a6ad))";
const exec = "var(--code-exec, light-dark(#fde9b8, #4a3c12))";
const execEdge = "var(--code-exec-edge, light-dark(#9a5b00, #f0b84a))";

export const highlighting = [
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], color: "var(--code-keyword, light-dark(#7a3e9d, #d0a3ee))" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string, light-dark(#2f6b2f, #a5cf8f))" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number, light-dark(#99450f, #f0a774))" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className), tags.className], color: "var(--code-definition, light-dark(#1d5a9e, #8fc1f5))" },
  { tag: [tags.lineComment, tags.comment], color: "var(--code-comment, light-dark(#5f6670, #a0a6ad))", fontStyle: "italic" },
  { tag: tags.meta, color: "var(--code-definition, light-dark(#1d5a9e, #8fc1f5))" },
];

export const colours = {
  "&": { height: "100%", color: ink, backgroundColor: paper, fontSize: "var(--code-size, 1rem)" },
  "&.cm-focused": { outline: "2px solid var(--focus, light-dark(#1d5a9e, #8fc1f5))", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--code-font, 'Atkinson Hyperlegible Mono', ui-monospace, monospace)", lineHeight: "1.5" },
  ".cm-content": { caretColor: ink, paddingBlock: "0.5rem" },
  ".cm-cursor": { borderLeftColor: ink, borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--code-selection, light-dark(#cfe0f4, #35506e))",
  },
  ".cm-gutters": { color: quiet, backgroundColor: paper, border: "none" },
  ".cm-activeLineGutter": { color: ink, backgroundColor: "transparent", fontWeight: "600" },
  ".cm-counts .cm-gutterElement": { paddingInline: "0.3ch", textAlign: "right", color: quiet },
  ".cm-exec-line": { backgroundColor: exec, boxShadow: `inset 4px 0 0 ${execEdge}` },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: `1px solid ${quiet}` },
  ".cm-tooltip": { color: ink, backgroundColor: paper, border: `1px solid ${quiet}`, maxWidth: "40ch" },
  ".cm-diagnostic": { fontFamily: "var(--text-font, 'Atkinson Hyperlegible Next', system-ui, sans-serif)" },
  ".cm-panels": { color: ink, backgroundColor: paper },
};
