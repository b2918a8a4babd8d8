// Entry point of the progress grid: its keys, and the drawer of one concept.

import { close, dress } from "./grid/drawer.js";
import { mount } from "./grid/roving.js";

const table = document.querySelector("[data-behaviour=roving-grid]");
const grid = table && mount(table);
const drawer = () => document.querySelector("#drawer");
let opener = null;

function shut() {
  if (close(drawer()) && opener) document.getElementById(opener)?.querySelector("a")?.focus();
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-close]")) shut();
  const link = target.closest("tr[data-concept] a");
  if (link) opener = link.closest("tr").id;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") shut();
});

// Nobody works in cells that the drawer covers.
table?.addEventListener("focusin", () => close(drawer()));

document.addEventListener("htmx:after:swap", () => {
  const shown = drawer();
  const isNew = shown?.matches(".grid-drawer:not([data-dressed])");
  if (isNew) dress(shown);
  // A tapped row is a new one: go on from the same cell.
  const lost = document.activeElement === document.body;
  grid?.settle({ focus: lost });
});
