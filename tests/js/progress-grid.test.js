import assert from "node:assert/strict";
import { test } from "node:test";

import { close, dress } from "../../static/js/grid/drawer.js";
import { mount, targetOf } from "../../static/js/grid/roving.js";

const SIZE = { row: 50, column: 8 };
const from = (row, column) => (key, ctrlKey) => targetOf({ key, ctrlKey }, { row, column }, SIZE);

test("arrows go one cell, and not over an edge", () => {
  assert.deepEqual(from(3, 3)("ArrowRight"), { row: 3, column: 4 });
  assert.deepEqual(from(3, 3)("ArrowUp"), { row: 2, column: 3 });
  assert.deepEqual(from(0, 0)("ArrowLeft"), { row: 0, column: 0 });
  assert.deepEqual(from(49, 7)("ArrowDown"), { row: 49, column: 7 });
});

test("home and end go along the row, with Ctrl to the corners", () => {
  assert.deepEqual(from(3, 3)("Home"), { row: 3, column: 0 });
  assert.deepEqual(from(3, 3)("End"), { row: 3, column: 7 });
  assert.deepEqual(from(3, 3)("Home", true), { row: 0, column: 0 });
  assert.deepEqual(from(3, 3)("End", true), { row: 49, column: 7 });
});

test("page keys go ten rows, other keys nowhere", () => {
  assert.deepEqual(from(3, 3)("PageDown"), { row: 13, column: 3 });
  assert.deepEqual(from(3, 3)("PageUp"), { row: 0, column: 3 });
  assert.equal(from(3, 3)("Enter"), null);
  assert.equal(from(3, 3)("toString"), null);
});

/** A table of cells that hold a button each; `heard` are its listeners. */
function tableOf(rows, columns) {
  const heard = {};
  const focused = [];
  const all = Array.from({ length: rows }, (_, r) => {
    const row = { children: [] };
    row.children = Array.from({ length: columns }, (_, c) => {
      const cell = {};
      const stop = {
        focus: () => focused.push([r, c]),
        closest: (asked) => (asked.startsWith("tr") ? row : cell),
      };
      return Object.assign(cell, { stop, querySelector: () => stop });
    });
    return row;
  });
  const table = {
    querySelectorAll: () => all,
    addEventListener: (name, listener) => (heard[name] = listener),
  };
  const stops = () =>
    all.flatMap((row, r) =>
      row.children.flatMap((cell, c) => (cell.stop.tabIndex === 0 ? [[r, c]] : [])),
    );
  return { table, all, heard, focused, stops };
}

test("Tab reaches one cell, the one where one was last", () => {
  const { table, all, heard, focused, stops } = tableOf(3, 4);
  mount(table);
  assert.deepEqual(stops(), [[0, 1]]);
  let prevented = 0;
  const press = (key) => heard.keydown({ key, preventDefault: () => (prevented += 1) });
  press("ArrowDown");
  press("a");
  assert.deepEqual(stops(), [[1, 1]]);
  assert.deepEqual(focused, [[1, 1]]);
  assert.equal(prevented, 1);
  heard.focusin({ target: all[2].children[3].stop });
  assert.deepEqual(stops(), [[2, 3]]);
});

test("the drawer is dressed once and hidden, not removed", () => {
  let focused = 0;
  const button = { hidden: true };
  const drawer = {
    dataset: {},
    classList: { add: () => {} },
    hidden: false,
    querySelector: (asked) => (asked === "[data-close]" ? button : { focus: () => (focused += 1) }),
  };
  dress(drawer);
  dress(drawer);
  assert.equal(focused, 1);
  assert.equal(button.hidden, false);
  assert.equal(close(drawer), true);
  assert.equal(close(drawer), false);
  assert.equal(close(null), false);
});
