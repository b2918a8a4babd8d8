// CodeMirror for Python answers, with the person's keymap. Loaded by the room when a question wants code.

import { autocompletion, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Transaction } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Colours come from the page's own tokens, so light and dark need nothing here.
const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword], class: "k" },
  { tag: [tags.string, tags.special(tags.string)], class: "s" },
  { tag: tags.comment, class: "c" },
  { tag: [tags.number, tags.bool, tags.null], class: "mi" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.className], class: "nf" },
]);

const LOOK = EditorView.theme({
  "&.cm-focused": { outline: "2px solid var(--green)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-gutters": { background: "var(--well)", color: "var(--soft)", border: "0" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "var(--line-wash)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--green-wash) !important",
  },
  ".cm-tooltip": { background: "var(--sheet)", border: "1px solid var(--line)" },
  ".cm-panels": { background: "var(--well)", color: "var(--ink)" },
});

const KEYMAPS = {
  default: async () => [],
  vim: async () => (await import("@replit/codemirror-vim")).vim(),
  emacs: async () => (await import("@replit/codemirror-emacs")).emacs(),
};

/** Escape, then Tab, leaves the editor: Tab alone indents, and nobody may be caught inside. */
function escapeHatch() {
  let leaving = false;
  return EditorView.domEventHandlers({
    keydown(event) {
      if (event.key === "Escape") leaving = true;
      else if (event.key === "Tab" && leaving) {
        leaving = false;
        return true; // handled: the browser moves the focus, the editor does not indent
      } else if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) leaving = false;
      return false;
    },
  });
}

/** Puts an editor in the place of `textarea`. `nonce` lets its styles pass the page's policy. */
export async function mount(textarea, { keymap: name, nonce, onType }) {
  const frozen = new Compartment();
  const label = new Compartment();
  const labelled = (words) => EditorView.contentAttributes.of(words ? { "aria-label": words } : {});
  const view = new EditorView({
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        escapeHatch(),
        await (KEYMAPS[name] ?? KEYMAPS.default)(),
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        indentUnit.of("    "),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        python(),
        LOOK,
        syntaxHighlighting(COLOURS),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          ...searchKeymap,
          indentWithTab,
        ]),
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({ spellcheck: "false" }),
        label.of(labelled(null)),
        EditorView.lineWrapping,
        frozen.of(EditorState.readOnly.of(false)),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          textarea.value = update.state.doc.toString();
          const ours = update.transactions.some((step) => step.annotation(Transaction.remote));
          if (!ours) onType(textarea.value);
        }),
      ],
    }),
  });
  textarea.hidden = true;
  textarea.after(view.dom);
  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(value) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: value },
        annotations: Transaction.remote.of(true),
      });
    },
    focus: () => view.focus(),
    name: (words) => view.dispatch({ effects: label.reconfigure(labelled(words)) }),
    freeze: (isFrozen) =>
      view.dispatch({ effects: frozen.reconfigure(EditorState.readOnly.of(isFrozen)) }),
  };
}
