import assert from "node:assert/strict";
import { test } from "node:test";

import { rows, together, written } from "../../static/js/room/tried.js";

test("a list is read as it was written", () => {
  const list = [
    ["the rate", "a tenth of it", "still NaN", "ruled out"],
    ["", "", "", ""],
    ["a batch", "", "", ""],
  ];
  assert.deepEqual(rows(written(list)), list);
  assert.deepEqual(rows(""), []);
  assert.equal(written([]), "");
});

test("empty lines at the end are none, and those between keep their place", () => {
  const empty = ["", "", "", ""];
  assert.equal(written([empty, empty]), "");
  assert.equal(
    written([
      ["a", "", "", ""],
      ["", "", "", "ruled out"],
    ]),
    "a\t\t\t",
  );
  assert.equal(rows(written([empty, ["a", "", "", ""]])).length, 2);
});

test("a tab or a line break in a part breaks no line", () => {
  assert.equal(written([["a\tb", "c\nd", "", ""]]), "a b\tc d\t\t");
});

test("what has too many or too few parts is read all the same", () => {
  assert.deepEqual(rows("only this"), [["only this", "", "", ""]]);
  assert.deepEqual(rows("a\tb\tc\td\te"), [["a", "b", "c", "d e"]]);
});

test("no line of two lists is lost, and none is there twice", () => {
  assert.equal(together("a\t\t\t\nb\t\t\t", "a\t\t\t\nc\t\t\t"), "a\t\t\t\nb\t\t\t\nc\t\t\t");
  assert.equal(together("", "a"), "a");
  assert.equal(together("a", ""), "a");
  assert.equal(together("a", "a"), "a");
});
