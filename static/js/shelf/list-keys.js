// What a key means in the list of questions.

import * as keys from "../keys.js";

const KEYS = [
  { code: "KeyJ", shift: false, action: "next" },
  { code: "KeyK", shift: false, action: "previous" },
  { code: "KeyX", shift: false, action: "select" },
  { code: "KeyX", shift: true, action: "range" },
  { code: "KeyE", shift: false, action: "edit" },
  { code: "KeyC", shift: false, action: "change" },
];

/** The action a key press asks for, or null. While a dialog is open its keys need Alt. */
export function actionOf(event, { typing, plain = true } = {}) {
  typing ??= keys.isTyping(event.target) || Boolean(event.target?.closest?.("dialog"));
  return keys.actionOf(event, KEYS, { typing, plain });
}

/** Where to go from row `here` (-1: none yet) among `count` rows. */
export function stepFrom(here, step, count) {
  if (here < 0) return step > 0 ? 0 : count - 1;
  return Math.min(Math.max(here + step, 0), count - 1);
}

/** The rows between the one ticked last and this one, both included. */
export function rangeOf(last, here) {
  const from = last < 0 ? here : Math.min(last, here);
  const to = last < 0 ? here : Math.max(last, here);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
