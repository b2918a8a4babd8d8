// Words on the board: a field at the place itself. Enter keeps them, Escape drops them, and going
// elsewhere keeps what was typed.

const MOST = 300;
// Width that a field has at least, in pixels: near the right edge it begins further in.
const LEAST = 208;

/** Asks for words at a place given in shares (0–1) of the drawing. Resolves to what was typed, or to
 *  null where it was dropped. `settle()` of the field ends it as going elsewhere does. */
export function askAt(frame, [x, y], { page = document } = {}) {
  const field = page.createElement("input");
  const outer = frame.getBoundingClientRect();
  const inner = frame.querySelector("svg").getBoundingClientRect();
  Object.assign(field, { type: "text", className: "board-words", maxLength: MOST });
  field.setAttribute("aria-label", "Words for the board: Enter keeps them, Escape drops them");
  const from = Math.max(0, Math.min(x * inner.width, inner.width - LEAST));
  field.style.left = `${inner.left - outer.left + from}px`;
  field.style.top = `${inner.top - outer.top + y * inner.height}px`;
  field.style.maxWidth = `${inner.width - from}px`;
  const asked = new Promise((resolve) => {
    let isOver = false;
    const end = (words) => {
      if (isOver) return;
      isOver = true;
      field.remove();
      resolve(words);
    };
    field.settle = () => end(field.value);
    field.addEventListener("keydown", (event) => {
      // While letters are being composed, Enter chooses among them.
      if (event.isComposing) return;
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      end(event.key === "Enter" ? field.value : null);
    });
    field.addEventListener("blur", field.settle);
  });
  frame.append(field);
  field.focus();
  return asked;
}
