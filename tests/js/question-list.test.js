import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOf, rangeOf, stepFrom } from "../../static/js/shelf/list-keys.js";

const press = (code, more = {}) => ({ code, key: code.at(-1).toLowerCase(), ...more });

test("letters move, select and edit where one is not typing", () => {
  const free = { typing: false };
  assert.equal(actionOf(press("KeyJ"), free), "next");
  assert.equal(actionOf(press("KeyK"), free), "previous");
  assert.equal(actionOf(press("KeyX"), free), "select");
  assert.equal(actionOf(press("KeyX", { shiftKey: true }), free), "range");
  assert.equal(actionOf(press("KeyE"), free), "edit");
  assert.equal(actionOf(press("KeyJ", { shiftKey: true }), free), null);
  assert.equal(actionOf(press("KeyJ"), { typing: true }), null);
  assert.equal(actionOf({ code: "Slash", key: "?", shiftKey: true }, free), "help");
});

test("with keys of one letter switched off, those with Alt stay", () => {
  const off = { typing: false, plain: false };
  assert.equal(actionOf(press("KeyJ"), off), null);
  assert.equal(actionOf({ code: "Slash", key: "?" }, off), null);
  assert.equal(actionOf(press("KeyJ", { altKey: true }), off), "next");
  assert.equal(actionOf(press("KeyX", { altKey: true, shiftKey: true }), off), "range");
  assert.equal(actionOf({ code: "Slash", key: "/", altKey: true }, off), "help");
});

test("the browser's own keys are left alone", () => {
  assert.equal(actionOf(press("KeyX", { ctrlKey: true }), { typing: false }), null);
});

test("a step begins at an end and stays in the list", () => {
  assert.equal(stepFrom(-1, 1, 5), 0);
  assert.equal(stepFrom(-1, -1, 5), 4);
  assert.equal(stepFrom(4, 1, 5), 4);
  assert.equal(stepFrom(0, -1, 5), 0);
  assert.equal(stepFrom(2, 1, 5), 3);
});

test("a range runs from the last one ticked, either way", () => {
  assert.deepEqual(rangeOf(1, 3), [1, 2, 3]);
  assert.deepEqual(rangeOf(3, 1), [1, 2, 3]);
  assert.deepEqual(rangeOf(-1, 2), [2]);
});
