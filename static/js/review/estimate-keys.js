// The keys 0 to 4 choose for the question that has the focus, and go on to the next one.

/** The radio of `section` for this key, or nothing. */
export function radioFor(key, section) {
  if (!/^[0-4]$/.test(key)) return null;
  return section?.querySelector(`input[type="radio"][value="${key}"]`) ?? null;
}

export function mount(form) {
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea")) return;
    const section = event.target.closest("section");
    const radio = radioFor(event.key, section);
    if (!radio) return;
    event.preventDefault();
    if (!radio.checked) radio.click();
    focusNext(form, section);
  });
}

function focusNext(form, section) {
  const sections = [...form.querySelectorAll("section")];
  const next = sections[sections.indexOf(section) + 1];
  const goal = next
    ? (next.querySelector("input:checked") ?? next.querySelector('input[type="radio"]'))
    : form.querySelector("button.go");
  goal?.focus();
}
