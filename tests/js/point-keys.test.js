import assert from "node:assert/strict";
import { test } from "node:test";

import { mount } from "../../static/js/marking/point-keys.js";

const radio = (value, checked = false) => ({
  value,
  checked,
  closest: () => null, // no text
  click() {
    this.checked = true;
  },
  focus() {
    page.activeElement = this;
  },
});

const page = {
  activeElement: null,
  addEventListener(_, listener) {
    this.press = (code, target = page.activeElement) => {
      const event = { code, key: "", target, shiftKey: false, preventDefault() {} };
      listener(event);
    };
  },
};

function pointOf(...radios) {
  return {
    contains: (element) => radios.includes(element),
    scrollIntoView() {},
    querySelector(selector) {
      if (selector === "input:checked") return radios.find((one) => one.checked) ?? null;
      const value = /value="(\w+)"/.exec(selector)?.[1];
      return radios.find((one) => !value || one.value === value) ?? null;
    },
  };
}

function formOf(points, button) {
  return {
    isConnected: true,
    dataset: { plain: "" },
    querySelectorAll: () => points,
    querySelector: () => button,
  };
}

const verdicts = () => [radio("made"), radio("partly"), radio("missed")];

test("digits mark the point in focus and go on to the next unmarked one", () => {
  const [first, second] = [verdicts(), verdicts()];
  let pressed = 0;
  const button = { click: () => pressed++, focus() {} };
  mount(formOf([pointOf(...first), pointOf(...second)], button), { page });
  page.activeElement = first[0];
  page.press("Digit2");
  assert.ok(first[1].checked);
  assert.ok(second.includes(page.activeElement));
  page.press("Digit3");
  assert.ok(second[2].checked);
  page.press("KeyN");
  assert.equal(pressed, 1);
});

test("a digit with nothing in focus marks the first unmarked point", () => {
  const [first, second] = [[radio("made", true), radio("partly"), radio("missed")], verdicts()];
  mount(formOf([pointOf(...first), pointOf(...second)], { click() {}, focus() {} }), { page });
  page.activeElement = null;
  page.press("Numpad1", { closest: () => null });
  assert.ok(second[0].checked);
});
