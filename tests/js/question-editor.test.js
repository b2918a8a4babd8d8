import assert from "node:assert/strict";
import { test } from "node:test";

import { FormDrafts } from "../../static/js/workbench/form-draft.js";
import { moveRow, newKey } from "../../static/js/workbench/rows.js";
import { labelOf } from "../../static/js/workbench/ticks.js";

class Storage {
  kept = new Map();
  get length() {
    return this.kept.size;
  }
  key(n) {
    return [...this.kept.keys()][n];
  }
  getItem(key) {
    return this.kept.get(key) ?? null;
  }
  setItem(key, value) {
    if (this.full) throw new DOMException("full", "QuotaExceededError");
    this.kept.set(key, value);
  }
  removeItem(key) {
    this.kept.delete(key);
  }
}

/** A list of elements that know their neighbours, as far as moving needs it. */
function rows(...names) {
  const order = names.map((name) => ({ name }));
  for (const row of order) {
    const at = () => order.indexOf(row);
    const put = (other, offset) => {
      order.splice(order.indexOf(other), 1);
      order.splice(at() + offset, 0, other);
    };
    Object.defineProperties(row, {
      previousElementSibling: { get: () => order[at() - 1] ?? null },
      nextElementSibling: { get: () => order[at() + 1] ?? null },
      after: { value: (other) => put(other, 1) },
      before: { value: (other) => put(other, 0) },
    });
  }
  return { order, names: () => order.map(({ name }) => name).join("") };
}

test("a row changes places with its neighbour, and stays at an end", () => {
  const { order, names } = rows("a", "b", "c");
  const [, b] = order;
  assert.equal(moveRow(b, -1), true);
  assert.equal(names(), "bac");
  assert.equal(moveRow(b, -1), false);
  assert.equal(moveRow(b, 1), true);
  assert.equal(moveRow(b, 1), true);
  assert.equal(moveRow(b, 1), false);
  assert.equal(names(), "acb");
});

test("new rows have keys of the form the server takes, no two the same", () => {
  const keys = new Set(Array.from({ length: 50 }, () => newKey(1e12)));
  assert.equal(keys.size, 50);
  for (const key of keys) assert.match(key, /^[a-z0-9]{1,12}$/);
});

test("a long point is called by its first words", () => {
  assert.equal(labelOf(2, "  Short\n one "), "2. Short one");
  assert.equal(labelOf(1, "x".repeat(90)).length, 73);
});

test("drafts of one thing come newest first, and not those of another", () => {
  const storage = new Storage();
  const drafts = new FormDrafts("7/q", { storage });
  drafts.put({ id: "old", at: 1, fields: [["title", "a"]] });
  drafts.put({ id: "late", at: 9, fields: [["title", "b"]] });
  new FormDrafts("8/q", { storage }).put({ id: "theirs", at: 5, fields: [] });
  new FormDrafts("7/q2", { storage }).put({ id: "other", at: 5, fields: [] });
  assert.deepEqual(
    drafts.all().map(({ id }) => id),
    ["late", "old"],
  );
  drafts.remove("late");
  assert.equal(drafts.all().length, 1);
});

test("what is not a draft is passed over, and a full browser says so", () => {
  const storage = new Storage();
  const drafts = new FormDrafts("7/q", { storage });
  storage.kept.set("greenroom/draft/7/q/x", "{broken");
  storage.kept.set("greenroom/draft/7/q/y", '{"fields": 3}');
  assert.deepEqual(drafts.all(), []);
  storage.full = true;
  assert.equal(drafts.put({ id: "a", at: 1, fields: [] }), false);
});
