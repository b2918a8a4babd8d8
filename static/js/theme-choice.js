// The colours of the page follow the choice at once; saving keeps them.

export function mount(element, { root = document.documentElement } = {}) {
  const select = element.querySelector("select");
  root.dataset.theme = select.value;
  select.addEventListener("change", () => {
    root.dataset.theme = select.value;
  });
}
