import assert from "node:assert/strict";
import { test } from "node:test";

import * as guessTimeZone from "../../static/js/guess-time-zone.js";
import * as passkeys from "../../static/js/passkeys.js";
import * as themeChoice from "../../static/js/theme-choice.js";

const element = { dataset: { address: "/account/time-zone/", known: "UTC" } };

function posts({ here, fails = false }) {
  const sent = [];
  guessTimeZone.mount(element, {
    zone: () => here,
    token: () => "token",
    send: async (address, options) => {
      sent.push([address, options.method, String(options.body), options.headers["X-CSRFToken"]]);
      if (fails) throw new TypeError("offline");
    },
  });
  return sent;
}

test("another zone than the one on record is sent", () => {
  const want = [["/account/time-zone/", "POST", "time_zone=Europe%2FVienna", "token"]];
  assert.deepEqual(posts({ here: "Europe/Vienna" }), want);
});

test("the zone on record, or none, is not sent", () => {
  assert.deepEqual(posts({ here: "UTC" }), []);
  assert.deepEqual(posts({ here: undefined }), []);
});

test("a network that fails is no error on the page", async () => {
  posts({ here: "Asia/Tokyo", fails: true });
  await new Promise((done) => setImmediate(done));
});

test("the colours follow the choice at once", () => {
  const select = new EventTarget();
  select.value = "system";
  const root = { dataset: { theme: "dark" } };
  themeChoice.mount({ querySelector: () => select }, { root });
  assert.equal(root.dataset.theme, "system");
  select.value = "light";
  select.dispatchEvent(new Event("change"));
  assert.equal(root.dataset.theme, "light");
});

test("passkey trouble is said on the page", () => {
  const page = new EventTarget();
  let said = null;
  page.querySelector = () => ({ replaceChildren: (notice) => (said = notice.textContent) });
  page.createElement = () => ({});
  page.readyState = "complete";
  page.querySelectorAll = () => [];
  passkeys.mount(null, { page });
  const trouble = new Event("allauth.error", { cancelable: true });
  trouble.detail = { exception: { name: "NotAllowedError" } };
  page.dispatchEvent(trouble);
  assert.match(said, /cancelled, or took too long/);
  assert.ok(trouble.defaultPrevented);
  assert.match(passkeys.sentence(new Error("?")), /password/);
});

test("a passkey's button waits until the whole page is there", () => {
  const button = { disabled: true };
  const page = new EventTarget();
  page.readyState = "interactive";
  page.querySelectorAll = () => [button];
  const view = new EventTarget();
  passkeys.mount(null, { page, view });
  assert.equal(button.disabled, true);
  view.dispatchEvent(new Event("load"));
  assert.equal(button.disabled, false);
});
