// A group of rows that can be added to and put into another order: by dragging, by the buttons
// “Move up” and “Move down”, and by Alt with an arrow from anywhere inside a row. What is focused
// stays focused: it is always the neighbour that is moved. Without this the buttons ask the server.

const NEW = "new";
let made = 0;

/** A key no row has yet, of the form the server takes. */
export function newKey(now = Date.now()) {
  made += 1;
  return `n${now.toString(36).slice(-7)}${made.toString(36)}`.slice(0, 12);
}

/** The keys of the rows in their order. */
export function keysOf(group) {
  return [...list(group).children].map(keyOf);
}

/** Moves a row by one place, -1 up or 1 down. False at the end of the list. */
export function moveRow(row, by) {
  const neighbour = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!neighbour) return false;
  if (by < 0) row.after(neighbour);
  else row.before(neighbour);
  return true;
}

/** Makes the rows those of `keys`, in this order: missing ones are added, others taken away. */
export function arrange(group, keys) {
  const there = new Map([...list(group).children].map((row) => [keyOf(row), row]));
  list(group).replaceChildren(...keys.map((key) => there.get(key) ?? freshRow(group, key)));
  renumber(group);
}

const list = (group) => group.querySelector("[data-rows]");
const keyOf = (row) => row.querySelector("input[type=hidden]").value;

function freshRow(group, key) {
  const row = group.querySelector("template").content.firstElementChild.cloneNode(true);
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const name of ["id", "name", "for", "value", "aria-describedby", "data-ticks"]) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      element.setAttribute(
        name,
        value.replace(new RegExp(`(^|[-:_])${NEW}(?=$|-)`), (_, before) => before + key),
      );
    }
  }
  ready(row);
  return row;
}

function ready(row) {
  const grip = row.querySelector("[data-grip]");
  if (grip) grip.hidden = false;
}

function renumber(group) {
  const rows = [...list(group).children];
  rows.forEach((row, index) => {
    row.setAttribute("aria-label", `${group.dataset.noun} ${index + 1}`);
    const number = row.querySelector("[data-number]");
    if (number) number.textContent = String(index + 1);
    for (const [by, ended] of [
      [-1, index === 0],
      [1, index === rows.length - 1],
    ]) {
      const button = row.querySelector(`[data-move="${by}"]`);
      // Not disabled: the focus would be lost at the end of the list.
      button?.setAttribute("aria-disabled", String(ended));
    }
  });
}

export function mount(group) {
  const said = group.querySelector("[data-said]");
  const rowOf = (target) => {
    const row = target.closest(".row-item");
    return row?.parentElement === list(group) ? row : null;
  };
  const changed = () => {
    renumber(group);
    group.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const say = (row) => {
    const rows = [...list(group).children];
    said.textContent = `${group.dataset.noun} is now ${rows.indexOf(row) + 1} of ${rows.length}.`;
  };
  const move = (row, by) => {
    if (moveRow(row, by)) changed();
    say(row);
  };

  for (const row of list(group).children) ready(row);
  renumber(group);

  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.move) {
      event.preventDefault();
      move(rowOf(button), Number(button.dataset.move));
      button.focus();
    } else if ("add" in button.dataset) {
      event.preventDefault();
      const row = freshRow(group, newKey());
      list(group).append(row);
      changed();
      row.querySelector(".row-body :is(textarea, input)").focus();
      said.textContent = `${group.dataset.noun} ${list(group).children.length} added.`;
    }
  });
  group.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = by && rowOf(event.target);
    if (!row) return;
    event.preventDefault();
    move(row, by);
    event.target.scrollIntoView?.({ block: "nearest" });
  });
  drag(group, rowOf, changed, say);
}

/** Dragging by the grip, with mouse, pen or finger: the row goes where the pointer is. */
function drag(group, rowOf, changed, say) {
  group.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button > 0) return;
    const row = rowOf(grip);
    event.preventDefault();
    row.classList.add("dragged");
    const start = keysOf(group).join();
    const follow = ({ clientY }) => {
      const { previousElementSibling: above, nextElementSibling: below } = row;
      if (above && clientY < middle(above)) moveRow(row, -1);
      else if (below && clientY > middle(below)) moveRow(row, 1);
    };
    const end = () => {
      document.removeEventListener("pointermove", follow);
      row.classList.remove("dragged");
      if (keysOf(group).join() === start) return;
      changed();
      say(row);
    };
    document.addEventListener("pointermove", follow);
    document.addEventListener("pointerup", end, { once: true });
    document.addEventListener("pointercancel", end, { once: true });
  });
}

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
