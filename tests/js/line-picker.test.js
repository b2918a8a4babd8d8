import assert from "node:assert/strict";
import { test } from "node:test";

import { mount, pick, readFields } from "../../static/js/marking/line-picker.js";

test("a press picks one line, with Shift all up to it, whichever way", () => {
  assert.deepEqual(pick(null, 4, true), { first: 4, last: 4 });
  assert.deepEqual(pick({ first: 4, last: 6 }, 9, false), { first: 9, last: 9 });
  assert.deepEqual(pick({ first: 4, last: 4 }, 9, true), { first: 4, last: 9 });
  assert.deepEqual(pick({ first: 4, last: 4 }, 2, true), { first: 2, last: 4 });
});

test("fields are read as the server reads them", () => {
  assert.deepEqual(readFields("7", ""), { first: 7, last: 7 });
  assert.deepEqual(readFields("9", "3"), { first: 3, last: 9 });
  for (const nothing of ["", "0", "-2", "x"]) assert.equal(readFields(nothing, ""), null);
});

function page(count) {
  const listeners = {};
  const rows = Array.from({ length: count }, () => {
    const names = new Set();
    const toggle = (name, on) => (on ? names.add(name) : names.delete(name));
    return { names, classList: { toggle } };
  });
  const text = { focused: 0, focus: () => (text.focused += 1) };
  const elements = { first: { value: "" }, last: { value: "" }, text };
  const form = { elements, addEventListener: (name, then) => (listeners[name] = then) };
  const root = {
    querySelector: () => form,
    querySelectorAll: () => rows,
    addEventListener: (name, then) => (listeners[name] = then),
  };
  function press(line, keys = {}) {
    const event = { prevented: false, preventDefault: () => (event.prevented = true), ...keys };
    event.target = { closest: () => (line ? { dataset: { line: String(line) } } : null) };
    listeners.click(event);
    return event;
  }
  return { root, rows, elements, press, type: () => listeners.input() };
}

const picked = ({ rows }) => rows.flatMap((row, n) => (row.names.has("picked") ? [n + 1] : []));

test("lines are picked by their numbers, and the words come next", () => {
  const here = page(6);
  mount(here.root);
  assert.ok(here.press(2).prevented);
  here.press(4, { shiftKey: true });
  assert.deepEqual(picked(here), [2, 3, 4]);
  assert.deepEqual([here.elements.first.value, here.elements.last.value], [2, 4]);
  assert.equal(here.elements.text.focused, 2);
});

test("what is typed shows, and a click elsewhere or into a new tab is left alone", () => {
  const here = page(6);
  mount(here.root);
  here.elements.first.value = "5";
  here.type();
  assert.deepEqual(picked(here), [5]);
  assert.ok(!here.press(null).prevented);
  assert.ok(!here.press(1, { ctrlKey: true }).prevented);
  assert.deepEqual(picked(here), [5]);
});

test("a page on which nothing can be said has nothing to pick", () => {
  assert.equal(mount({ querySelector: () => null }), undefined);
});
