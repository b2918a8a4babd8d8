// A table worked like a grid (ARIA “grid”): Tab enters it once, arrow keys move from cell to cell.

const PAGE = 10;

/** Where a key leads from cell `here` in a grid of `size`, or null when it is no key of a grid.
 *  Both are {row, column}, counted from 0; nothing leads over an edge. */
export function targetOf({ key, ctrlKey = false }, here, size) {
  const last = { row: size.row - 1, column: size.column - 1 };
  const moves = {
    ArrowRight: { column: here.column + 1 },
    ArrowLeft: { column: here.column - 1 },
    ArrowDown: { row: here.row + 1 },
    ArrowUp: { row: here.row - 1 },
    PageDown: { row: here.row + PAGE },
    PageUp: { row: here.row - PAGE },
    Home: ctrlKey ? { row: 0, column: 0 } : { column: 0 },
    End: ctrlKey ? { ...last } : { column: last.column },
  };
  if (!Object.hasOwn(moves, key)) return null;
  const to = { ...here, ...moves[key] };
  return { row: within(to.row, last.row), column: within(to.column, last.column) };
}

function within(value, last) {
  return Math.min(Math.max(value, 0), last);
}

/** Gives `table` one stop for Tab and moves it by keys. Answers functions for its page. */
export function mount(table) {
  let here = { row: 0, column: 1 };

  const rows = () => [...table.querySelectorAll("tr[data-concept]")];
  const stopsOf = (row) =>
    [...row.children].map((cell) => cell.querySelector("button, a, input") ?? cell);

  /** Makes the cell at `here` the one that Tab reaches, and perhaps goes there. */
  function settle({ focus = false } = {}) {
    const all = rows();
    here.row = within(here.row, all.length - 1);
    all.forEach((row, r) => {
      stopsOf(row).forEach((stop, c) => {
        stop.tabIndex = r === here.row && c === here.column ? 0 : -1;
        if (focus && stop.tabIndex === 0) stop.focus();
      });
    });
  }

  table.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    const all = rows();
    const to = targetOf(event, here, { row: all.length, column: all[0]?.children.length ?? 0 });
    if (!to) return;
    event.preventDefault();
    here = to;
    settle({ focus: true });
  });

  table.addEventListener("focusin", ({ target }) => {
    const row = target.closest("tr[data-concept]");
    const cell = target.closest("td, th");
    if (!row || !cell) return;
    here = { row: rows().indexOf(row), column: [...row.children].indexOf(cell) };
    settle();
  });

  settle();
  return { settle };
}
