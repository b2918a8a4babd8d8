import assert from "node:assert/strict";
import { test } from "node:test";

import { moved, OrderSaver } from "../../static/js/sets/order-saver.js";

test("an item moves as far as there are places", () => {
  const order = ["1", "2", "3"];
  assert.deepEqual(moved(order, "1", 1), ["2", "1", "3"]);
  assert.deepEqual(moved(order, "3", -1), ["1", "3", "2"]);
  assert.deepEqual(moved(order, "1", -1), order);
  assert.deepEqual(moved(order, "3", 1), order);
  assert.deepEqual(moved(order, "1", 9), ["2", "3", "1"]);
});

/** A saver against a server that answers what `answers` says, one by one. */
function stage(answers) {
  const seen = { sent: [], said: [], later: [], conflicts: [] };
  const saver = new OrderSaver({
    base: "1,2,3",
    async send(order, base) {
      seen.sent.push([order, base]);
      const answer = answers.shift() ?? { status: 200 };
      if (answer instanceof Error) throw answer;
      return { base: order, ...answer };
    },
    say: (words) => seen.said.push(words),
    conflict: (order) => seen.conflicts.push(order),
    later: (again) => seen.later.push(again),
  });
  return { saver, seen };
}

test("moves made while one is on its way go out together, on the base the server gave", async () => {
  const { saver, seen } = stage([]);
  const first = saver.save("2,1,3");
  saver.save("2,3,1");
  saver.save("3,2,1");
  await first;
  assert.deepEqual(seen.sent, [
    ["2,1,3", "1,2,3"],
    ["3,2,1", "2,1,3"],
  ]);
  assert.deepEqual(seen.said, ["Saved."]);
});

test("an order that was changed elsewhere is handed over, not written", async () => {
  const { saver, seen } = stage([{ status: 409 }]);
  await saver.save("2,1,3");
  assert.deepEqual(seen.conflicts, ["2,1,3"]);
  assert.deepEqual(seen.said, []);
});

test("without an answer the newest order is tried again", async () => {
  const { saver, seen } = stage([new Error("no network"), { status: 503 }, { status: 200 }]);
  await saver.save("2,1,3");
  assert.match(seen.said[0], /^Not saved yet/);
  await seen.later.shift()();
  assert.equal(seen.said.length, 2);
  await seen.later.shift()();
  assert.equal(seen.said.at(-1), "Saved.");
  assert.equal(seen.sent.length, 3);
});

test("who is logged out is told so, and nothing is given up", async () => {
  const { saver, seen } = stage([{ status: 401 }]);
  await saver.save("2,1,3");
  assert.match(seen.said[0], /logged out/);
  assert.equal(seen.later.length, 1);
});

test("an item that is gone on the server does not make us send for ever", async () => {
  const { saver, seen } = stage([{ status: 200, base: "2,1" }]);
  await saver.save("2,1,3");
  assert.equal(seen.sent.length, 1);
  assert.deepEqual(seen.said, ["Saved."]);
});

test("the timer it goes by unless told otherwise is not called as a method", async (t) => {
  const calledOn = [];
  t.mock.method(globalThis, "setTimeout", function () {
    calledOn.push(this);
  });
  const send = async () => ({ status: 0 });
  const saver = new OrderSaver({ base: "1,2", send, say() {}, conflict() {} });
  await saver.save("2,1");
  assert.equal(calledOn.length, 1);
  assert.ok(calledOn[0] === undefined || calledOn[0] === globalThis);
});
