// Marking by key: 1 made, 2 partly, 3 missed for the point in focus, N for the next unmarked one.

import { actionOf as asked, isTyping } from "../keys.js";

const VERDICTS = ["made", "partly", "missed"];
const KEYS = [
  ...VERDICTS.flatMap((action, at) => [
    { code: `Digit${at + 1}`, shift: false, action },
    { code: `Numpad${at + 1}`, action },
  ]),
  { code: "KeyN", shift: false, action: "next" },
];

/** The action a key press asks for, or null. A radio is no text: its keys may be ours. */
export function actionOf(event, { plain = true } = {}) {
  const typing = isTyping(event.target) && !event.target.matches("input[type=radio]");
  return asked(event, KEYS, { typing, plain });
}

/** Which point comes next: the first unmarked one after `here`, then from the top; -1 for none. */
export function nextUnmarked(marked, here) {
  const order = marked.map((_, at) => (here + 1 + at) % marked.length);
  return order.find((at) => !marked[at]) ?? -1;
}

export function mount(form, { page = document } = {}) {
  const points = () => [...form.querySelectorAll("[data-point]")];
  const isMarked = (point) => Boolean(point.querySelector("input:checked"));
  const here = () => points().findIndex((point) => point.contains(page.activeElement));

  function focus(at) {
    const point = points()[at];
    if (!point) return form.querySelector("[data-next]").focus();
    (point.querySelector("input:checked") ?? point.querySelector("input[type=radio]")).focus();
    return point.scrollIntoView({ block: "nearest" });
  }

  function next() {
    const at = nextUnmarked(points().map(isMarked), here());
    if (at >= 0) focus(at);
    else form.querySelector("[data-next]").click();
  }

  function mark(verdict) {
    const at = here() >= 0 ? here() : nextUnmarked(points().map(isMarked), -1);
    const radio = points()[at]?.querySelector(`input[value="${verdict}"]`);
    if (!radio) return;
    if (!radio.checked) radio.click();
    focus(nextUnmarked(points().map(isMarked), at));
  }

  page.addEventListener("keydown", (event) => {
    if (!form.isConnected) return;
    const action = actionOf(event, { plain: "plain" in form.dataset });
    if (!action || action === "help") return;
    event.preventDefault();
    if (action === "next") next();
    else mark(action);
  });
}
