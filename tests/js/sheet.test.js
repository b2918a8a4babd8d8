import assert from "node:assert/strict";
import { test } from "node:test";

import { SheetSaver } from "../../static/js/marking/sheet-saver.js";
import { storeOf } from "../../static/js/marking/sheet.js";

function shelf() {
  const kept = new Map();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
}

/** A saver, what it asked of the page, and the replies the server will give. */
function bench({ replies = [], base = 0, storage = shelf() } = {}) {
  const log = { sent: [], said: [], taken: {}, asked: {}, planned: [] };
  const saver = new SheetSaver({
    base,
    store: storeOf("sheet:1", storage),
    send: async (body) => {
      log.sent.push(body);
      const reply = replies.shift() ?? { revision: body.base + 1 };
      return reply.status ? reply : { status: 200, reply: { state: "saved", ...reply } };
    },
    say: (how) => log.said.push(how),
    take: (name, value) => (log.taken[name] = value),
    ask: (name, value) => (log.asked[name] = value),
    later: (run) => log.planned.push(run),
  });
  return { saver, log, storage };
}

test("only what changed is sent, and forgotten once it is saved", async () => {
  const { saver, log, storage } = bench();
  saver.change("p-1", "made");
  assert.ok(storage.getItem("sheet:1").includes("made"));
  await saver.flush();
  await saver.flush();
  assert.deepEqual(log.sent, [
    { base: 0, changes: { "p-1": "made" } },
    { base: 1, changes: {} },
  ]);
  assert.equal(storage.getItem("sheet:1"), null);
  assert.equal(log.said.at(-1), "saved");
});

test("what the server did not take stays in the browser, and the next page load sends it", async () => {
  const first = bench({ replies: [{ status: 502 }], base: 3 });
  first.saver.change("note-1", "Good");
  await first.saver.flush();
  assert.equal(first.log.said.at(-1), "offline");
  const second = bench({ base: 7, storage: first.storage });
  assert.deepEqual(second.saver.recover(), { "note-1": "Good" });
  await second.saver.flush();
  assert.deepEqual(second.log.sent, [{ base: 3, changes: { "note-1": "Good" } }]);
});

test("two windows that wrote the same field: both texts stay until the person chooses", async () => {
  const conflict = { revision: 5, conflicts: { fix: "Theirs" } };
  const { saver, log, storage } = bench({ replies: [conflict] });
  saver.change("fix", "Mine");
  await saver.flush();
  assert.deepEqual(log.asked, { fix: "Theirs" });
  assert.ok(saver.isDivided);
  assert.ok(storage.getItem("sheet:1").includes("Mine"));
  await saver.flush();
  assert.deepEqual(log.sent[1].changes, {}, "it is not sent again unasked");
  await saver.keepMine("fix");
  assert.deepEqual(log.sent[2], { base: 6, changes: { fix: "Mine" } });
  assert.ok(!saver.isDivided);
});

test("taking the other text sends nothing", async () => {
  const { saver, log } = bench({ replies: [{ revision: 5, conflicts: { fix: "Theirs" } }] });
  saver.change("fix", "Mine");
  await saver.flush();
  saver.takeTheirs("fix");
  await saver.flush();
  assert.deepEqual(log.sent.at(-1).changes, {});
});

test("what another window changed appears, unless it is being typed over here", async () => {
  const replies = [{ revision: 4, others: { "p-1": "made", fix: "Theirs" } }];
  const { saver, log } = bench({ replies });
  const flushed = saver.flush();
  saver.change("fix", "Mine");
  await flushed;
  assert.deepEqual(log.taken, { "p-1": "made" });
  assert.deepEqual(log.asked, { fix: "Theirs" });
  assert.equal(saver.rivals.fix, "Mine");
});

test("what is typed during a request goes out with the next", async () => {
  const { saver, log } = bench();
  saver.change("fix", "One");
  const flushed = saver.flush();
  saver.change("fix", "One two");
  await flushed;
  await saver.flush();
  assert.deepEqual(log.sent.at(-1).changes, { fix: "One two" });
});

test("an interview that was closed to the rater is not asked for again and again", async () => {
  const { saver, log } = bench({ replies: [{ status: 404 }] });
  await saver.flush();
  assert.deepEqual([log.said.at(-1), log.planned.length], ["closed", 0]);
});
