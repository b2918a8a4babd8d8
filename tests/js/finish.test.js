import assert from "node:assert/strict";
import { test } from "node:test";

import { summary } from "../../static/js/room/finish.js";

test("what is still open, in a sentence", () => {
  assert.equal(
    summary([], []),
    "Every question is answered. You cannot come back after finishing.",
  );
  assert.equal(
    summary([2], []),
    "Question 2 has no answer yet. You cannot come back after finishing.",
  );
  assert.equal(
    summary([1, 3], [2, 4, 5]),
    "Questions 1 and 3 have no answer yet. You flagged 2, 4 and 5. You cannot come back after finishing.",
  );
});

test("two texts must be settled before finishing", () => {
  assert.match(summary([1], [], [2]), /^Question 2 has two texts/);
});
