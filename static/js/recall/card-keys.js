// What a key means while a recall card is shown: look, answer, put off, take back.

import * as keys from "../keys.js";

const KEYS = [
  { code: "Space", action: "look" },
  { code: "Enter", action: "look" },
  ...[1, 2, 3, 4].flatMap((rating) => [
    { code: `Digit${rating}`, shift: false, action: `rate-${rating}` },
    { code: `Numpad${rating}`, shift: false, action: `rate-${rating}` },
  ]),
  { code: "Minus", shift: false, action: "bury" },
  { code: "KeyA", shift: false, action: "suspend" },
  { code: "KeyZ", shift: false, action: "undo" },
];

/** The action a key press asks for, or null. What a button or link does with a key, it keeps. */
export function actionOf(event, { plain = true } = {}) {
  const action = keys.actionOf(event, KEYS, { plain });
  const has = event.target?.closest?.("button, a, summary");
  return action === "look" && has && !event.altKey ? null : action;
}

/** Does it on the card that is shown now. Answers whether there was anything to do. */
export function act(action, card) {
  const side = card.querySelector("details.other-side");
  if (action === "look") {
    if (!side) return false;
    side.open = !side.open;
    return true;
  }
  const rating = action.match(/^rate-(\d)$/)?.[1];
  // Nobody answers a card they have not looked at.
  if (rating && !side?.open) return false;
  const asked = rating ? `button[name=rating][value="${rating}"]` : `[data-key="${action}"]`;
  const button = card.querySelector(asked);
  button?.click();
  return Boolean(button);
}
