// What a key means in the list of questions. With Alt each works always, alone only where one is
// not typing and only for people who keep keys of one letter on.

const ACTIONS = {
  KeyJ: "next",
  KeyK: "previous",
  KeyX: "select",
  KeyE: "edit",
  KeyC: "change",
};

function isTyping(element) {
  if (element?.matches?.("input[type=checkbox]")) return false;
  return Boolean(element?.closest?.("input, textarea, select, dialog, [contenteditable]"));
}

/** The action a key press asks for, or null. `plain`: may a key without Alt ask for one? */
export function actionOf(event, { typing = isTyping(event.target), plain = true } = {}) {
  if (event.ctrlKey || event.metaKey) return null;
  if (event.altKey ? event.code === "Slash" : event.key === "?" && plain && !typing) return "help";
  if (!event.altKey && (typing || !plain)) return null;
  const action = ACTIONS[event.code] ?? null;
  if (!event.shiftKey) return action;
  return action === "select" ? "range" : null;
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
