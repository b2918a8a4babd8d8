// The points a sample answer can be ticked with are the points there are, as they are typed.

const SHOWN = 70;

/** What to call a point in a list: its number and its first words. */
export function labelOf(number, text) {
  const words = text.trim().replace(/\s+/g, " ");
  return `${number}. ${words.length > SHOWN ? `${words.slice(0, SHOWN - 1)}…` : words}`;
}

function points(form) {
  const keys = [...form.querySelectorAll("input[type=hidden][name=points]")];
  return keys
    .map(({ value }) => ({
      key: value,
      text: form.elements[`${value}-text`]?.value ?? "",
      gone: form.elements[`${value}-remove`]?.checked ?? false,
    }))
    .map((point, index) => ({ ...point, label: labelOf(index + 1, point.text) }))
    .filter((point) => !point.gone);
}

function fill(fieldset, there) {
  const name = fieldset.dataset.ticks;
  const ticked = new Set(
    [...fieldset.querySelectorAll("input:checked")].map((input) => input.value),
  );
  for (const label of fieldset.querySelectorAll("label")) label.remove();
  for (const { key, label } of there) {
    const element = document.createElement("label");
    element.className = "choice";
    const input = document.createElement("input");
    Object.assign(input, { type: "checkbox", name, value: key, checked: ticked.has(key) });
    const words = document.createElement("span");
    words.textContent = label;
    element.append(input, words);
    fieldset.append(element);
  }
}

export function mount(form) {
  let shown = "";
  const update = () => {
    const there = points(form);
    const fieldsets = [...form.querySelectorAll("[data-ticks]")];
    const state = JSON.stringify([there, fieldsets.map((one) => one.dataset.ticks)]);
    if (state === shown) return;
    shown = state;
    for (const fieldset of fieldsets) fill(fieldset, there);
  };
  form.addEventListener("input", update);
  form.addEventListener("draft:taken", update);
  update();
}
