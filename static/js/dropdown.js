// A <details> that lies over the page closes with Escape and with a click beside it.

export function mount(details, { page = document } = {}) {
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
  page.addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
}
