import assert from "node:assert/strict";
import { test } from "node:test";

import { act, actionOf } from "../../static/js/recall/card-keys.js";

const on = (what) => ({ closest: (selector) => (selector.includes(what) ? {} : null) });
const press = (code, more = {}) => ({ code, key: "", target: on("nothing"), ...more });

test("space looks, digits answer", () => {
  assert.equal(actionOf(press("Space")), "look");
  assert.equal(actionOf(press("Digit3")), "rate-3");
  assert.equal(actionOf(press("Numpad1")), "rate-1");
  assert.equal(actionOf(press("Digit5")), null);
});

test("a button keeps its own space and enter", () => {
  assert.equal(actionOf(press("Space", { target: on("button") })), null);
  assert.equal(actionOf(press("Digit3", { target: on("button") })), "rate-3");
});

test("single keys can be switched off, those with Alt stay", () => {
  assert.equal(actionOf(press("Digit3"), { plain: false }), null);
  assert.equal(actionOf(press("Digit3", { altKey: true }), { plain: false }), "rate-3");
});

function cardWith({ open }) {
  const pressed = [];
  const side = { open };
  return {
    side,
    pressed,
    querySelector: (selector) => {
      if (selector === "details.other-side") return side;
      if (selector.includes("undo")) return null;
      return { click: () => pressed.push(selector) };
    },
  };
}

test("nobody answers a card they have not looked at", () => {
  const card = cardWith({ open: false });
  assert.equal(act("rate-3", card), false);
  assert.deepEqual(card.pressed, []);
  assert.equal(act("look", card), true);
  assert.equal(card.side.open, true);
  assert.equal(act("rate-3", card), true);
  assert.equal(card.pressed.length, 1);
});

test("what is not on the page is not done", () => {
  assert.equal(act("undo", cardWith({ open: true })), false);
});
