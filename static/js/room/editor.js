// One way to talk to what the candidate types into: a textarea, or CodeMirror in its place.

/** Prose: the textarea itself. */
export function proseEditor(textarea, onType) {
  const label = document.querySelector(`label[data-for="${textarea.id}"]`);
  textarea.addEventListener("input", () => onType(textarea.value));
  return {
    get text() {
      return textarea.value;
    },
    set text(value) {
      textarea.value = value;
    },
    focus: () => textarea.focus(),
    // Only the question on screen has a field called “Your answer”.
    name: (words) => {
      if (words) label.htmlFor = textarea.id;
      else label.removeAttribute("for");
    },
    freeze: (frozen) => {
      textarea.readOnly = frozen;
    },
  };
}

/** Code: CodeMirror, loaded only now. Should it not load, the textarea goes on serving. */
export async function codeEditor(textarea, { keymap, nonce, onType }) {
  try {
    const { mount } = await import("../code-editor.js");
    return await mount(textarea, { keymap, nonce, onType });
  } catch (error) {
    console.warn("The code editor could not be loaded; the plain field is used.", error);
    return proseEditor(textarea, onType);
  }
}
