import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { liftOf, told } from "../../static/js/lift/arithmetic.js";
import { mount } from "../../static/js/lift/live.js";

const SCENARIOS = JSON.parse(readFileSync(new URL("lift-scenarios.json", import.meta.url)));

for (const { given, facts, verdict } of SCENARIOS) {
  test(`${given.treated}% against ${given.baseline}% is worked out as the server does`, () => {
    const lift = liftOf(given);
    const shown = Object.keys(facts).map((name) => [name, told(name, lift[name])]);
    assert.deepEqual(Object.fromEntries(shown), facts);
    assert.equal(lift.verdict, verdict);
  });
}

test("a number that is missing or out of range has no result", () => {
  const [{ given }] = SCENARIOS;
  for (const [name, value] of [
    ["baseline", NaN],
    ["treated", 101],
    ["people", -1],
    ["cost", Infinity],
  ]) {
    assert.equal(liftOf({ ...given, [name]: value }), null, name);
  }
});

test("typing shows the result, and hides it while a field is empty", () => {
  const output = { dataset: { fact: "points" } };
  const verdicts = ["pays", "harms"].map((verdict) => ({ dataset: { verdict } }));
  const result = { querySelectorAll: (of) => (of === "[data-fact]" ? [output] : verdicts) };
  const elements = {};
  for (const [name, value] of Object.entries(SCENARIOS[1].given))
    elements[name] = { value: `${value}` };
  let typed;
  mount({ elements, addEventListener: (_, heard) => (typed = heard) }, result);
  typed();
  assert.equal(output.textContent, "4.00 points");
  assert.deepEqual([result.hidden, ...verdicts.map((one) => one.hidden)], [false, false, true]);
  elements.cost.value = " ";
  typed();
  assert.equal(result.hidden, true);
});
