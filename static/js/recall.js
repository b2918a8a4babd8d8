// Entry point of the page of recall cards: its keys, and where one is after a card.

import { act, actionOf } from "./recall/card-keys.js";

const shown = () => document.querySelector("#card");

document.addEventListener("keydown", (event) => {
  const card = shown();
  if (!card || event.defaultPrevented || event.repeat) return;
  const action = actionOf(event, { plain: !("altOnly" in card.dataset) });
  if (action && act(action, card)) event.preventDefault();
});

document.addEventListener("htmx:after:swap", () => {
  shown()?.querySelector("#front")?.focus();
});
