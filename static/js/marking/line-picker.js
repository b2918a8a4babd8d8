// The numbers beside a program pick the lines one speaks about: a press picks one, with Shift as
// far as that. Without this module a number is a link that asks the page again with its line.

/** The lines picked once `line` is pressed, when `before` were: {first, last}. */
export function pick(before, line, extend) {
  if (!extend || !before) return { first: line, last: line };
  return { first: Math.min(before.first, line), last: Math.max(before.last, line) };
}

/** What two fields say: {first, last} in order, or null where neither is a line. */
export function readFields(first, last) {
  const numbers = [first, last].map((said) => Number.parseInt(said, 10)).filter((n) => n > 0);
  return numbers.length ? { first: Math.min(...numbers), last: Math.max(...numbers) } : null;
}

export function mount(root) {
  const form = root.querySelector("#say");
  if (!form) return;
  const { first, last, text } = form.elements;
  const rows = root.querySelectorAll(".coded > li");

  function show() {
    const now = readFields(first.value, last.value);
    rows.forEach((row, n) => {
      row.classList.toggle("picked", now !== null && n + 1 >= now.first && n + 1 <= now.last);
    });
  }

  root.addEventListener("click", (event) => {
    const number = event.target.closest("[data-line]");
    if (!number || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const before = readFields(first.value, last.value);
    const now = pick(before, Number(number.dataset.line), event.shiftKey);
    [first.value, last.value] = [now.first, now.last];
    show();
    text.focus();
  });
  form.addEventListener("input", show);
  show();
}
