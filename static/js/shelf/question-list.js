// The list of one's own questions by keyboard: the row that has the focus is the current one.

import { actionOf, rangeOf, stepFrom } from "./list-keys.js";

// htmx swaps the list in place: the element stays, and so do its listeners.
const mounted = new WeakSet();

export function mount(
  list,
  { page = document, go = (address) => page.location.assign(address) } = {},
) {
  count(list);
  if (mounted.has(list)) return;
  mounted.add(list);
  let last = -1;

  const rows = () => [...list.querySelectorAll("[data-row]")];
  const boxOf = (row) => row.querySelector("input[type=checkbox]");
  const current = () => rows().findIndex((row) => row.contains(page.activeElement));

  function select(indexes, ticked) {
    for (const index of indexes) boxOf(rows()[index]).checked = ticked;
    last = indexes.at(-1);
    count(list);
  }

  function step(by) {
    const row = rows()[stepFrom(current(), by, rows().length)];
    row?.querySelector("[data-edit]").focus();
    row?.scrollIntoView({ block: "nearest" });
  }

  const help = () => page.getElementById("list-keys")?.showModal();
  const actions = {
    next: () => step(1),
    previous: () => step(-1),
    select(here) {
      if (here >= 0) select([here], !boxOf(rows()[here]).checked);
    },
    range(here) {
      if (here >= 0) toHere(here, true);
    },
    edit(here) {
      if (here >= 0) go(rows()[here].querySelector("[data-edit]").href);
    },
    change() {
      const bar = list.querySelector("details.bulk");
      if (!bar) return;
      bar.open = true;
      bar.querySelector("select, input").focus();
    },
    help,
  };

  function toHere(here, ticked) {
    select(rangeOf(last, here), ticked);
    last = here;
  }

  page.addEventListener("keydown", (event) => {
    if (!list.isConnected) return;
    const action = actionOf(event, { plain: "plain" in list.dataset });
    if (!action) return;
    event.preventDefault();
    actions[action](current());
  });

  list.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) help();
    const row = event.target.matches("[data-row] input") && event.target.closest("[data-row]");
    if (!row) return;
    const here = rows().indexOf(row);
    if (event.shiftKey) toHere(here, event.target.checked);
    else last = here;
  });
  list.addEventListener("change", () => count(list));
}

/** Says how many are ticked. */
function count(list) {
  const shown = list.querySelector("[data-selected]");
  if (!shown) return;
  const ticked = list.querySelectorAll("[data-row] input:checked").length;
  shown.textContent = ticked;
  shown.hidden = ticked === 0;
}
