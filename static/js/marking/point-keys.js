// Marking by key: 1 made, 2 partly, 3 missed for the point in focus, N for the next unmarked one.

import { actionOf, afterDigit, nextUnmarked } from "./mark-keys.js";

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
    focus(afterDigit(points().map(isMarked), at, verdict));
  }

  page.addEventListener("keydown", (event) => {
    if (!form.isConnected) return;
    const action = actionOf(event, { plain: "plain" in form.dataset });
    if (!action || action === "help") return;
    event.preventDefault();
    if (action === "next") next();
    else mark(action.slice("mark:".length));
  });
}
