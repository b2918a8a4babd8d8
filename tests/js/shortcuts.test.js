import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOf, SHORTCUTS } from "../../static/js/room/shortcuts.js";

test("with Alt a shortcut works while typing, alone it does not", () => {
  assert.equal(actionOf({ code: "KeyN", key: "n", altKey: true }, { typing: true }), "next");
  assert.equal(actionOf({ code: "KeyN", key: "n" }, { typing: true }), null);
  assert.equal(actionOf({ code: "KeyN", key: "n" }, { typing: false }), "next");
});

test("a question mark in the text is a question mark", () => {
  assert.equal(actionOf({ code: "Slash", key: "?" }, { typing: true }), null);
  assert.equal(actionOf({ code: "Slash", key: "?" }, { typing: false }), "help");
});

test("shortcuts of one key can be switched off, those with Alt stay", () => {
  const off = { typing: false, plain: false };
  assert.equal(actionOf({ code: "KeyN", key: "n" }, off), null);
  assert.equal(actionOf({ code: "Slash", key: "?" }, off), null);
  assert.equal(actionOf({ code: "KeyN", key: "n", altKey: true }, off), "next");
  assert.equal(actionOf({ code: "Slash", key: "/", altKey: true }, off), "help");
});

test("the browser's own combinations are left alone", () => {
  assert.equal(actionOf({ code: "KeyN", key: "n", ctrlKey: true }, { typing: false }), null);
});

test("no two actions share a key", () => {
  assert.equal(new Set(SHORTCUTS.map(({ code }) => code)).size, SHORTCUTS.length);
});
