import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOf, afterDigit, nextUnmarked } from "../../static/js/marking/mark-keys.js";

test("digits mark, N goes on, and in a text they are letters", () => {
  const target = (typing) => ({
    closest: (names) => (typing && names.includes("textarea") ? {} : null),
  });
  const press = (code, more = {}) => actionOf({ code, key: "", target: target(false), ...more });
  assert.equal(press("Digit1"), "mark:made");
  assert.equal(press("Numpad3"), "mark:missed");
  assert.equal(press("Digit0"), "mark:");
  assert.equal(press("KeyN"), "next");
  assert.equal(press("Digit1", { target: target(true) }), null);
  assert.equal(press("Digit1", { target: target(true), altKey: true }), "mark:made");
  assert.equal(press("Digit1", { ctrlKey: true }), null);
  assert.equal(actionOf({ code: "KeyN", target: target(false) }, { plain: false }), null);
});

test("the next unmarked point comes after this one, and round about", () => {
  assert.equal(nextUnmarked(["made", "", "made", ""], 1), 3);
  assert.equal(nextUnmarked(["", "made", "made"], 1), 0);
  assert.equal(nextUnmarked(["", "made"], -1), 0);
  assert.equal(nextUnmarked(["made", "made"], 0), -1);
  assert.equal(nextUnmarked([], -1), -1);
});

test("a digit goes on to the next unmarked point, and a mark taken back stays", () => {
  assert.equal(afterDigit(["made", "", ""], 0, "made"), 1);
  assert.equal(afterDigit(["", "made", "made"], 2, "missed"), 0);
  assert.equal(afterDigit(["", "made", ""], 0, ""), 0);
  assert.equal(afterDigit(["made", "made"], 1, "partly"), -1);
});
