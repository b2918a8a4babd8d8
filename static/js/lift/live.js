// Works the form out at every key. A number that is missing hides the result until it is there.

import { liftOf, told } from "./arithmetic.js";

const FIELDS = ["baseline", "treated", "people", "margin", "cost"];

export function mount(form, result) {
  const numberIn = (name) => {
    const text = form.elements[name].value.trim();
    return text ? Number(text) : NaN;
  };
  const show = () => {
    const lift = liftOf(Object.fromEntries(FIELDS.map((name) => [name, numberIn(name)])));
    result.hidden = !lift;
    if (!lift) return;
    for (const output of result.querySelectorAll("[data-fact]")) {
      output.textContent = told(output.dataset.fact, lift[output.dataset.fact]);
    }
    for (const words of result.querySelectorAll("[data-verdict]")) {
      words.hidden = words.dataset.verdict !== lift.verdict;
    }
  };
  form.addEventListener("input", show);
}
