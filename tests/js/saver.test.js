import assert from "node:assert/strict";
import { test } from "node:test";

import { Saver } from "../../static/js/room/saver.js";

/** A saver with a server, a store and a clock made of plain values. */
function setup({ text = "", revision = 0 } = {}) {
  const sent = [];
  const kept = new Map();
  const timers = new Map();
  const states = [];
  let now = 0;
  let next = 1;
  let respond = (body) => ({ status: 200, reply: { state: "saved", revision: body.base + 1 } });
  const saver = new Saver(
    { interview: 7, position: 1, text, revision, secondsUsed: 0 },
    {
      writer: "me",
      drafts: {
        put: (draft) => kept.set(draft.position, draft),
        remove: (draft) => kept.delete(draft.position),
      },
      post: async (_position, body) => {
        sent.push(body);
        return respond(body);
      },
      onChange: ({ state }) => states.at(-1) !== state && states.push(state),
      wait: (work, after) => {
        timers.set(next, { work, at: now + after });
        return next++;
      },
      cancel: (timer) => timers.delete(timer),
      now: () => now,
      random: () => 0.5,
    },
  );
  return {
    saver,
    sent,
    kept,
    states,
    answer: (reply) => (respond = typeof reply === "function" ? reply : () => reply),
    async pass(ms) {
      const until = now + ms;
      for (;;) {
        const due = [...timers].filter(([, { at }]) => at <= until);
        if (!due.length) break;
        due.sort(([, a], [, b]) => a.at - b.at);
        const [id, { work, at }] = due[0];
        timers.delete(id);
        now = Math.max(now, at);
        await work();
      }
      now = until;
    },
  };
}

const OFFLINE = () => {
  throw new TypeError("Failed to fetch");
};

test("typing is kept on the device before anything is sent", () => {
  const { saver, sent, kept } = setup();
  saver.type("A");
  assert.equal(kept.get(1).text, "A");
  assert.equal(sent.length, 0);
});

test("it sends after a pause in typing, and forgets the draft once acknowledged", async () => {
  const { saver, sent, kept, states, pass } = setup();
  saver.type("A");
  saver.type("A token");
  await pass(800);
  assert.deepEqual(
    sent.map(({ text, base, count }) => [text, base, count]),
    [["A token", 0, 1]],
  );
  assert.equal(saver.state, "saved");
  assert.equal(kept.size, 0);
  assert.deepEqual(states, ["saving", "saved"]);
});

test("it sends every few seconds while typing never stops", async () => {
  const { saver, sent, pass } = setup();
  for (let i = 0; i < 40; i++) {
    saver.type("x".repeat(i + 1));
    await pass(300);
  }
  assert.ok(sent.length >= 2, `${sent.length} saves in 12 s`);
});

test("without a network it says so, keeps the text, and saves when the way is open", async () => {
  const { saver, kept, answer, pass } = setup();
  answer(OFFLINE);
  saver.type("kept");
  await pass(800);
  assert.equal(saver.state, "offline");
  assert.equal(kept.get(1).text, "kept");
  answer((body) => ({ status: 200, reply: { state: "saved", revision: body.base + 1 } }));
  await pass(30_000);
  assert.equal(saver.state, "saved");
  assert.equal(kept.size, 0);
});

test("retries come later and later, never more than every twenty seconds", async () => {
  const { saver, sent, answer, pass } = setup();
  answer(OFFLINE);
  saver.type("kept");
  await pass(120_000);
  assert.ok(sent.length < 20, `${sent.length} tries in two minutes`);
  assert.ok(sent.length >= 6);
});

for (const [name, reply] of [
  ["an error page", { status: 500, reply: null }],
  ["a proxy's 502", { status: 502, reply: null }],
  ["a 200 that is not ours", { status: 200, reply: { status: "OK" } }],
  ["a 200 with nothing", { status: 200, reply: null }],
  ["a 404", { status: 404, reply: null }],
  ["a 503", { status: 503, reply: null }],
]) {
  test(`${name} is not a save`, async () => {
    const { saver, kept, answer, pass } = setup();
    answer(reply);
    saver.type("text");
    await pass(800);
    assert.equal(saver.state, "offline");
    assert.equal(kept.get(1).text, "text");
  });
}

test("a lost log-in is its own state, and the text goes out after it", async () => {
  const { saver, answer, pass } = setup();
  answer({ status: 401, reply: { state: "signed-out" } });
  saver.type("text");
  await pass(800);
  assert.equal(saver.state, "signed-out");
  answer((body) => ({ status: 200, reply: { state: "saved", revision: body.base + 1 } }));
  saver.hurry();
  await pass(10);
  assert.equal(saver.state, "saved");
});

test("what was typed during a request goes out with the next one", async () => {
  const { saver, sent, answer, pass } = setup();
  let release;
  answer(
    (body) =>
      new Promise((done) => {
        release = () => done({ status: 200, reply: { state: "saved", revision: body.base + 1 } });
      }),
  );
  saver.type("one");
  const flushing = saver.flush();
  saver.type("one two");
  release();
  await flushing;
  assert.equal(saver.state, "saving");
  answer((body) => ({ status: 200, reply: { state: "saved", revision: body.base + 1 } }));
  await pass(800);
  assert.deepEqual(
    sent.map(({ text, base }) => [text, base]),
    [
      ["one", 0],
      ["one two", 1],
    ],
  );
  assert.equal(saver.state, "saved");
});

test("a conflict keeps both texts until the person chooses their own", async () => {
  const { saver, sent, kept, answer, pass } = setup();
  answer({ status: 409, reply: { state: "conflict", revision: 4, text: "theirs" } });
  saver.type("mine");
  await pass(800);
  assert.equal(saver.state, "conflict");
  saver.type("mine and more");
  await pass(10_000);
  assert.equal(sent.length, 1, "nothing is sent before the choice");
  assert.equal(kept.get(1).text, "mine and more");
  answer((body) => ({ status: 200, reply: { state: "saved", revision: body.base + 1 } }));
  await saver.keepMine();
  assert.deepEqual([sent[1].text, sent[1].base], ["mine and more", 4]);
  assert.equal(saver.state, "saved");
});

test("or the other one", async () => {
  const { saver, sent, kept, answer, pass } = setup();
  answer({ status: 409, reply: { state: "conflict", revision: 4, text: "theirs" } });
  saver.type("mine");
  await pass(800);
  assert.equal(saver.takeTheirs(), "theirs");
  assert.deepEqual([saver.text, saver.base, saver.state], ["theirs", 4, "saved"]);
  assert.equal(sent.length, 1);
  assert.equal(kept.size, 0);
});

test("a refusal gives its reason and the next keystroke tries again", async () => {
  const { saver, answer, pass } = setup();
  answer({ status: 422, reply: { state: "refused", reason: "Too long." } });
  saver.type("x".repeat(10));
  await pass(800);
  assert.deepEqual([saver.state, saver.reason], ["refused", "Too long."]);
  answer((body) => ({ status: 200, reply: { state: "saved", revision: body.base + 1 } }));
  saver.type("x");
  await pass(800);
  assert.equal(saver.state, "saved");
});

test("after the close nothing is sent and nothing typed is thrown away", async () => {
  const { saver, sent, kept, answer, pass } = setup();
  answer({ status: 409, reply: { state: "closed", reason: "Time is up." } });
  saver.type("late");
  await pass(800);
  assert.equal(saver.state, "closed");
  saver.type("later");
  await pass(60_000);
  assert.equal(sent.length, 1);
  assert.equal(kept.get(1).text, "later");
});

test("a draft of a closed page is sent as its heir, then forgotten as one", async () => {
  const { saver, sent, pass } = setup({ text: "A", revision: 3 });
  await saver.adopt({ writer: "old", text: "A token", base: 3, secondsUsed: 40 }, "A");
  await pass(10);
  assert.deepEqual([sent[0].heir_of, sent[0].base, sent[0].text], [["old"], 3, "A token"]);
  assert.equal(sent[0].seconds_used, 40);
  saver.type("A token b");
  await pass(800);
  assert.deepEqual(sent[1].heir_of, []);
});

test("keys pressed before the draft was found go to its end", async () => {
  const { saver, sent, pass } = setup({ text: "A", revision: 3 });
  saver.type("A!");
  assert.equal(await saver.adopt({ writer: "old", text: "A token", base: 3 }, "A"), true);
  await pass(10);
  assert.equal(sent.at(-1).text, "A token!");
  assert.equal(saver.state, "saved");
});

test("also when the closed page's own last save came in between", async () => {
  const { saver, sent, answer, pass } = setup({ text: "A", revision: 3 });
  answer({ status: 409, reply: { state: "conflict", revision: 4, text: "A token" } });
  saver.type("A!");
  await pass(800);
  assert.equal(saver.state, "conflict");
  answer((body) => ({ status: 200, reply: { state: "saved", revision: body.base + 2 } }));
  await saver.adopt({ writer: "old", text: "A token", base: 3 }, "A");
  await pass(10);
  assert.equal(sent.at(-1).text, "A token!");
  assert.equal(saver.state, "saved");
});

test("a text that was changed in the middle is not mixed with a draft", async () => {
  const { saver } = setup({ text: "A", revision: 3 });
  saver.type("B");
  assert.equal(await saver.adopt({ writer: "old", text: "A token", base: 3 }, "A"), false);
  assert.equal(saver.text, "B");
});

test("a draft that goes through two reloads before it is heard names both pages", async () => {
  const { saver, sent, kept, answer, pass } = setup({ text: "A", revision: 3 });
  answer(OFFLINE);
  await saver.adopt({ writer: "second", heirOf: ["first"], text: "A token", base: 3 }, "A");
  await pass(10);
  assert.deepEqual(sent[0].heir_of, ["first", "second"]);
  assert.deepEqual(kept.get(1).heirOf, ["first", "second"]);
});
