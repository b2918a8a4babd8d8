// A rubric point and its passage light up together: while one of them is hovered or focused, and
// for as long as it is held by a tap. Events are caught on an element that outlives the swaps.

const LIT = "lit";

/** Numbers of the points that `element` stands for or is evidence of, within one question. */
export function pointsOf(element) {
  return (element?.dataset?.points ?? "").split(" ").filter(Boolean);
}

/** Lights exactly the elements of `elements` that share a point with `points`. */
export function light(elements, points) {
  for (const element of elements) {
    const shared = pointsOf(element).some((point) => points.includes(point));
    element.classList.toggle(LIT, shared);
  }
}

const marked = (target) => target.closest?.("[data-points]");
const questionOf = (element) => element.closest("section");

export function mount(root) {
  let held = null;

  const show = (source) => {
    light(root.querySelectorAll(`.${LIT}`), []);
    if (source?.isConnected)
      light(questionOf(source).querySelectorAll("[data-points]"), pointsOf(source));
  };
  const enter = (event) => {
    const source = marked(event.target);
    if (source) show(source);
  };
  const leave = () => show(held);

  root.addEventListener("pointerover", enter);
  root.addEventListener("pointerout", leave);
  root.addEventListener("focusin", enter);
  root.addEventListener("focusout", leave);
  root.addEventListener("click", (event) => {
    if (event.target.closest("button, summary")) return;
    const source = marked(event.target);
    held = source === held ? null : source;
    show(held);
  });
}
