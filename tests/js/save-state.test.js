import assert from "node:assert/strict";
import { test } from "node:test";

import { isNews, sentence } from "../../static/js/room/save-state.js";

test("the worst news wins, in exactly five sentences", () => {
  assert.equal(sentence([]), "Saved");
  assert.equal(sentence(["saved", "saving"]), "Saving…");
  assert.equal(sentence(["saved", "offline", "saving"]), "Offline — kept on this device");
  assert.equal(sentence(["signed-out"]), "Offline — kept on this device");
  assert.equal(sentence(["offline", "conflict"]), "Changed in another tab");
  assert.equal(sentence(["saved"], { over: true }), "Time is up");
});

test("time being up does not hide that something is not saved yet", () => {
  assert.equal(sentence(["offline"], { over: true }), "Offline — kept on this device");
  assert.equal(sentence(["saving"], { over: true }), "Saving…");
});

test("the to and fro of every save is not read aloud", () => {
  assert.equal(isNews("Saved", "Saving…"), false);
  assert.equal(isNews("Saving…", "Saved"), false);
  assert.equal(isNews("Saving…", "Offline — kept on this device"), true);
  assert.equal(isNews("Offline — kept on this device", "Saved"), true);
});
