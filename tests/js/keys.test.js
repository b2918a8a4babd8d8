import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOf, fillTable, isTyping } from "../../static/js/keys.js";
import { fillTable as fillReview } from "../../static/js/import/review-keys.js";
import { fillTable as fillRoom } from "../../static/js/room/shortcuts.js";
import { actionOf as actionInList } from "../../static/js/shelf/list-keys.js";

const KEYS = [
  { code: "KeyX", shift: false, action: "select" },
  { code: "KeyX", shift: true, action: "range" },
  { code: "KeyN", action: "next" },
];
const within = (...selectors) => ({
  closest: (asked) => asked.split(", ").some((selector) => selectors.includes(selector)) || null,
});

test("Shift decides where a row says so, and is nothing elsewhere", () => {
  const asked = (code, shiftKey) => actionOf({ code, shiftKey }, KEYS, { typing: false });
  assert.equal(asked("KeyX", false), "select");
  assert.equal(asked("KeyX", true), "range");
  assert.equal(asked("KeyN", false), "next");
  assert.equal(asked("KeyN", true), "next");
  assert.equal(asked("KeyZ", false), null);
});

test("a box to tick is no place to type in", () => {
  assert.equal(isTyping(within("input:not([type=checkbox])")), true);
  assert.equal(isTyping(within("[contenteditable=true]")), true);
  assert.equal(isTyping(within("input[type=checkbox]")), false);
  assert.equal(isTyping(null), false);
});

test("a character that Alt makes in a text belongs to the text", () => {
  const event = { code: "Minus", key: "?", altKey: true };
  assert.equal(actionOf(event, KEYS, { typing: true }), null);
  assert.equal(actionOf(event, KEYS, { typing: false }), "help");
});

test("an open dialog keeps single keys from the list under it", () => {
  const target = within("dialog");
  assert.equal(actionInList({ code: "KeyJ", target }), null);
  assert.equal(actionInList({ code: "KeyJ", target, altKey: true }), "next");
  assert.equal(actionInList({ code: "KeyJ", target: within() }), "next");
});

/** As much of a page as a table of keys asks for. */
const page = {
  createElement: (tag) => ({
    tag,
    parts: [],
    append(...parts) {
      this.parts.push(...parts);
    },
    set textContent(words) {
      this.parts = [words];
    },
    get words() {
      return this.parts.map((part) => part.words ?? part).join("");
    },
  }),
};

function filled(fill) {
  const body = { replaceChildren: (...rows) => (body.rows = rows) };
  fill(body);
  return body.rows.map((row) => row.parts.map(({ words }) => words));
}

test("the table names the keys to press together", () => {
  const rows = filled((body) => fillTable(body, [[["Alt", "N"], "Next question"]], page));
  assert.deepEqual(rows, [["Alt N", "Next question"]]);
});

test("a person without single keys is shown the combinations that work", () => {
  const shown = (fill, plain) => new Map(filled((body) => fill(body, { plain, page })));
  assert.equal(shown(fillReview, true).get("J"), "Next question");
  assert.equal(shown(fillReview, false).get("Alt J"), "Next question");
  assert.equal(shown(fillReview, false).has("J"), false);
  assert.equal(shown(fillReview, false).get("Alt /"), "This list");
  assert.equal(shown(fillRoom, true).get("?"), "This list (Alt / while typing)");
  assert.equal(shown(fillRoom, false).get("Alt /"), "This list");
  assert.equal(shown(fillRoom, false).get("Alt N"), "Next question");
});
