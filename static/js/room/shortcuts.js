// The keys of the interview page. Every action has one.

import * as keys from "../keys.js";

export const SHORTCUTS = [
  { code: "KeyN", key: "N", action: "next", words: "Next question" },
  { code: "KeyB", key: "B", action: "previous", words: "Previous question" },
  { code: "KeyF", key: "F", action: "flag", words: "Flag for later" },
  { code: "KeyV", key: "V", action: "preview", words: "Preview" },
  { code: "KeyH", key: "H", action: "hint", words: "Show a hint" },
  { code: "KeyA", key: "A", action: "answer", words: "Go to your answer" },
  { code: "KeyQ", key: "Q", action: "prompt", words: "Go to the question" },
  { code: "KeyT", key: "T", action: "time", words: "Say the time left" },
  { code: "KeyP", key: "P", action: "pause", words: "Pause or resume" },
  { code: "KeyE", key: "E", action: "finish", words: "Finish interview" },
];

/** The action a key press asks for, or null. */
export function actionOf(event, how) {
  return keys.actionOf(event, SHORTCUTS, how);
}

export function fillTable(body, { plain = true, page = document } = {}) {
  const rows = SHORTCUTS.map(({ key, words }) => [["Alt", key], words]);
  rows.push(plain ? [["?"], "This list (Alt / while typing)"] : [["Alt", "/"], "This list"]);
  keys.fillTable(body, rows, page);
}
