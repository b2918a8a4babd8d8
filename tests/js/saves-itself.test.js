import assert from "node:assert/strict";
import { test } from "node:test";

import { watch } from "../../static/js/saves-itself.js";

/** A page with one form that saves itself, and what the module does to it. */
function scene() {
  const log = { posts: [], dispatched: 0, later: [] };
  const trouble = { now: null };
  const state = {
    after: (element) => (trouble.now = element),
    get nextElementSibling() {
      return trouble.now;
    },
  };
  const element = {
    isConnected: true,
    matches: () => true,
    closest: () => element,
    getAttribute: (name) => (name === "hx-post" ? "/keep/" : "#state"),
    dispatchEvent: () => log.dispatched++,
  };
  const listeners = {};
  const on = (name, run) => (listeners[name] = run);
  const view = {
    addEventListener: on,
    Event: class {},
    FormData: class {},
    URLSearchParams: class {},
  };
  const page = {
    addEventListener: on,
    querySelector: () => state,
    createElement: () => ({
      dataset: {},
      setAttribute() {},
      matches: () => true,
      remove: () => (trouble.now = null),
    }),
  };
  watch({
    page,
    view,
    token: () => "t",
    later: (run) => log.later.push(run),
    send: async (...words) => log.posts.push(words),
  });
  const request = (response) => {
    const ctx = { response: { headers: new Headers(), ...response } };
    const event = { target: element, detail: { ctx }, prevented: false };
    event.preventDefault = () => (event.prevented = true);
    return {
      event,
      go: () => listeners["htmx:before:request"](event),
      answer: () => listeners["htmx:after:request"](event),
    };
  };
  const leaves = () => {
    const event = { asked: false, preventDefault: () => (event.asked = true) };
    listeners.beforeunload(event);
    listeners.pagehide();
    return event.asked;
  };
  return { listeners, log, trouble, element, request, leaves };
}

test("what was not sent yet is sent when the page goes, and only then", () => {
  const { listeners, log, element, leaves } = scene();
  listeners.input({ target: element });
  assert.equal(leaves(), false, "nobody is asked");
  const [[address, { method, keepalive }]] = log.posts;
  assert.deepEqual([address, method, keepalive], ["/keep/", "POST", true]);
});

test("what the server has is not sent again; what was typed meanwhile is", () => {
  const { listeners, log, element, request, leaves } = scene();
  listeners.input({ target: element });
  const first = request({ status: 200 });
  first.go();
  listeners.input({ target: element });
  first.answer();
  leaves();
  assert.equal(log.posts.length, 1);
  const second = request({ status: 200 });
  second.go();
  second.answer();
  leaves();
  assert.equal(log.posts.length, 1);
});

test("without an answer it says so, asks before the page goes, and tries again", () => {
  const { listeners, log, trouble, element, request, leaves } = scene();
  listeners.input({ target: element });
  listeners["htmx:error"]({ target: element });
  assert.match(trouble.now.textContent, /no answer/);
  assert.equal(leaves(), true);
  log.later.shift()();
  assert.equal(log.dispatched, 1);
  const again = request({ status: 200 });
  again.go();
  again.answer();
  assert.equal(trouble.now, null);
  assert.equal(leaves(), false);
});

test("a log-in that ran out does not take the page away", () => {
  const { listeners, trouble, element, request } = scene();
  listeners.input({ target: element });
  const headers = new Headers({ "HX-Redirect": "/account/login/?next=/study/" });
  const { event, go, answer } = request({ status: 200, headers });
  go();
  answer();
  assert.ok(event.prevented);
  assert.match(trouble.now.textContent, /logged out/);
});

test("a server that fails has not saved it; one that refuses has said why", () => {
  for (const [status, isTrouble] of [
    [500, true],
    [403, true],
    [422, false],
    [409, false],
  ]) {
    const { listeners, trouble, element, request } = scene();
    listeners.input({ target: element });
    const { go, answer } = request({ status });
    go();
    answer();
    assert.equal(Boolean(trouble.now), isTrouble, String(status));
  }
});

test("words that are sent with their form are not sent beside it", () => {
  const { listeners, log, element, leaves } = scene();
  listeners.input({ target: element });
  listeners.submit({ target: element, defaultPrevented: false });
  leaves();
  assert.equal(log.posts.length, 0);
});
