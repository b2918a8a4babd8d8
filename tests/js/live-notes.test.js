import assert from "node:assert/strict";
import { test } from "node:test";

import { draftsOf, mount } from "../../static/js/live/notes.js";

/** The form as the page has it, with a server and a store made of plain values. */
function page({ kept = [], text = "Calm start.", respond } = {}) {
  const listeners = {};
  const on = (owner) => (name, then) => (listeners[`${owner}:${name}`] = then);
  const state = { textContent: "" };
  const other = { textContent: "" };
  const rival = { hidden: true, querySelector: () => other };
  const buttons = {
    mine: { addEventListener: on("mine") },
    theirs: { addEventListener: on("theirs") },
  };
  const parts = { state, rival, ...buttons };
  const field = { value: text, addEventListener: on("field") };
  const form = {
    dataset: { notes: "12" },
    elements: { text: field, base: { value: "1" }, writer: { value: "me" } },
    getAttribute: () => "/groups/3/live/12/notes/",
    querySelector: (name) => parts[/data-part=(\w+)/.exec(name)[1]],
    addEventListener: on("form"),
  };
  const sent = [];
  const put = [];
  const api = {
    request: async (_path, { json }) => {
      sent.push(json);
      return respond ? respond(json) : { status: 200, reply: { state: "saved", revision: 2 } };
    },
  };
  const drafts = {
    of: async () => [...kept],
    put: (draft) => put.push(draft),
    remove: (draft) => void (draft.writer && kept.splice(kept.indexOf(draft), 1)),
  };
  const saver = mount(form, { page: { addEventListener: on("page") }, drafts, api });
  const fire = (name, event = { preventDefault: () => (event.prevented = true) }) => {
    listeners[name](event);
    return event;
  };
  const type = (words) => {
    field.value = words;
    fire("field:input");
  };
  return { form, field, state, rival, other, sent, put, saver, fire, type, kept };
}

test("what is typed lies on this device at once and goes to the server on Save", async () => {
  const here = page();
  here.type("Calm start. Draws a valley.");
  assert.equal(here.put.at(-1).text, "Calm start. Draws a valley.");
  assert.equal(here.put.at(-1).interview, draftsOf("12"));
  assert.ok(here.fire("form:submit").prevented, "the page stays");
  await here.saver.flush();
  assert.deepEqual(
    [here.sent[0].text, here.sent[0].base, here.sent[0].writer],
    ["Calm start. Draws a valley.", 1, "me"],
  );
  assert.equal(here.form.elements.base.value, 2);
});

test("another tab's words are shown beside one's own until one chooses", async () => {
  const reply = { state: "conflict", revision: 5, text: "Theirs" };
  const here = page({ respond: () => ({ status: 409, reply }) });
  here.type("Mine");
  await here.saver.flush();
  assert.equal(here.rival.hidden, false);
  assert.equal(here.other.textContent, "Theirs");
  assert.equal(here.field.value, "Mine");
  here.fire("theirs:click");
  assert.equal(here.field.value, "Theirs");
});

test("the page says why nothing was kept", async () => {
  const reason = "Notes may have 40,000 characters.";
  const here = page({ respond: () => ({ status: 422, reply: { state: "refused", reason } }) });
  here.type("x");
  await here.saver.flush();
  assert.notEqual(here.state.textContent, "");
  assert.equal(here.field.value, "x", "nothing is lost");
});

test("notes have a name of their own among the drafts of answers", () => {
  assert.equal(draftsOf(7), "notes-7");
});
