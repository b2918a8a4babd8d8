import assert from "node:assert/strict";
import { test } from "node:test";

import { Saver, draftKey } from "../../static/js/import/candidate-form.js";
import { size } from "../../static/js/import/drop-zone.js";
import { actionOf, characters } from "../../static/js/import/review-keys.js";

const press = (code, more = {}) => ({
  code,
  key: code.replace("Key", "").toLowerCase(),
  target: { closest: (selector) => (more.inside ?? []).some((tag) => selector.includes(tag)) },
  ...more,
});

test("single keys ask for actions outside the text", () => {
  assert.equal(actionOf(press("KeyJ")), "next");
  assert.equal(actionOf(press("KeyX")), "drop");
  assert.equal(actionOf(press("Space")), "select");
  assert.equal(actionOf(press("KeyJ", { ctrlKey: true })), null);
});

test("in a text only Alt and Escape do", () => {
  const inside = ["textarea"];
  assert.equal(actionOf(press("KeyX", { inside })), null);
  assert.equal(actionOf(press("KeyS", { inside, altKey: true })), "split");
  assert.equal(actionOf(press("Escape", { inside, key: "Escape" })), "leave");
});

test("a person without single keys uses Alt", () => {
  assert.equal(actionOf(press("KeyJ"), { plain: false }), null);
  assert.equal(actionOf(press("KeyJ", { altKey: true }), { plain: false }), "next");
});

test("the space bar stays a button's own", () => {
  assert.equal(actionOf(press("Space", { inside: ["button"] })), null);
});

test("the cursor is counted in characters, as the server counts", () => {
  assert.equal(characters("😀 two", 3), 2);
});

test("sizes are said in words", () => {
  assert.deepEqual([size(12), size(2048), size(3 * 1024 * 1024)], ["12 B", "2 kB", "3.0 MB"]);
});

// The saver, with a form of one field and a server that answers as told.

function stage(...replies) {
  globalThis.FormData = class {
    constructor(form) {
      this.pairs = form.elements.map(({ name, value }) => [name, value]);
    }
    [Symbol.iterator]() {
      return this.pairs[Symbol.iterator]();
    }
  };
  const prompt = { name: "prompt", type: "textarea", value: "" };
  const revision = { name: "revision", type: "hidden", value: "1" };
  const elements = Object.assign([prompt, revision], { prompt, revision });
  const kept = new Map();
  const said = [];
  const sent = [];
  const timers = [];
  const saver = new Saver(
    { elements, dataset: { candidate: "7" }, action: "/edit/" },
    {
      fetch: async (_, { body }) => {
        sent.push(body.get("prompt"));
        const reply = replies.shift();
        if (reply instanceof Error) throw reply;
        return { status: reply.status ?? 200, json: async () => reply };
      },
      storage: {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => kept.set(key, value),
        removeItem: (key) => kept.delete(key),
      },
      later: (run, pause) => timers.push({ run, pause }),
      cancel: () => {},
      show: (state) => said.push(state),
      token: () => "",
    },
  );
  const type = (text) => {
    prompt.value = text;
    saver.type();
  };
  return { saver, type, kept, said, sent, timers, revision, prompt };
}

test("what is typed is kept in the tab until the server has it", async () => {
  const { saver, type, kept, said, sent, revision } = stage({ state: "saved", revision: 2 });
  type("Why?");
  assert.equal(JSON.parse(kept.get(draftKey(7))).prompt, "Why?");
  assert.equal(await saver.flush(), true);
  assert.deepEqual([sent, kept.size, revision.value, said.at(-1)], [["Why?"], 0, 2, "saved"]);
});

test("a lost network keeps the words and tries again later, and later still", async () => {
  const lost = new Error("offline");
  const { saver, type, kept, said, timers } = stage(lost, lost, { state: "saved", revision: 2 });
  type("Why?");
  assert.equal(await saver.flush(), false);
  assert.deepEqual([said.at(-1), kept.size], ["offline", 1]);
  const pauses = () => timers.map(({ pause }) => pause).filter((pause) => pause >= 1000);
  assert.deepEqual(pauses(), [2000]);
  await timers.at(-1).run();
  assert.deepEqual(pauses(), [2000, 4000]);
  await timers.at(-1).run();
  assert.deepEqual([said.at(-1), kept.size], ["saved", 0]);
});

test("an error page is no acknowledgement", async () => {
  const { saver, type, kept } = stage({ status: 200, page: "log in" });
  type("Why?");
  assert.equal(await saver.flush(), false);
  assert.equal(kept.size, 1);
});

test("what the server refuses stays typed", async () => {
  const { saver, type, kept, said } = stage({ status: 409, state: "refused", reason: "No." });
  type("Why?");
  assert.equal(await saver.flush(), false);
  assert.deepEqual([said.at(-1), kept.size], ["refused", 1]);
});

test("words of an earlier visit come back and are sent", async () => {
  const { saver, kept, prompt, sent } = stage({ state: "saved", revision: 2 });
  kept.set(draftKey(7), JSON.stringify({ prompt: "Half a sent" }));
  assert.equal(saver.restore(), true);
  assert.equal(prompt.value, "Half a sent");
  await saver.flush();
  assert.deepEqual([sent, kept.size], [["Half a sent"], 0]);
});
