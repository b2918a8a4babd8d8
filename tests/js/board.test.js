import assert from "node:assert/strict";
import { test } from "node:test";

import { cornersOf, mount, pathOf, placeOf, thinned } from "../../static/js/board/draw.js";
import { askAt } from "../../static/js/board/words.js";

const BOX = { left: 100, top: 50, width: 800, height: 500 };

test("a pointer is on the board in its own units, and never beside it", () => {
  assert.deepEqual(placeOf({ clientX: 500, clientY: 300 }, BOX), [800, 500]);
  assert.deepEqual(placeOf({ clientX: 0, clientY: 9000 }, BOX), [0, 1000]);
});

test("a long stroke keeps its ends and no more corners than the server takes", () => {
  const long = Array.from({ length: 5000 }, (_, n) => [n, n]);
  const few = thinned(long);
  assert.equal(few.length, 400);
  assert.deepEqual([few[0], few.at(-1)], [long[0], long.at(-1)]);
  assert.deepEqual(thinned([[1, 1]]), [[1, 1]]);
});

test("a shape is its first and last corner, words one", () => {
  const corners = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];
  assert.equal(cornersOf("stroke", corners).length, 3);
  assert.deepEqual(cornersOf("rect", corners), [corners[0], corners[2]]);
  assert.deepEqual(cornersOf("text", corners), [corners[0]]);
  assert.equal(pathOf(corners), "M1 2L3 4L5 6");
});

function board({ tool = "stroke", replies = [], words = "bias" } = {}) {
  const on = {};
  const sent = [];
  const later = [];
  const line = {
    isConnected: true,
    setAttribute() {},
    remove() {
      line.gone = true;
    },
  };
  const svg = { appendChild: () => line, append() {}, getBoundingClientRect: () => BOX };
  const state = { textContent: "" };
  const drawn = [];
  const fields = { "[data-state]": state, '[name="tool"]:checked': { value: tool } };
  const tools = { hidden: true, querySelector: (name) => fields[name] ?? { value: "red" } };
  const parts = {
    "[data-tools]": tools,
    svg,
    "#board": { dispatchEvent: (e) => drawn.push(e.type) },
  };
  const frame = {
    dataset: { draw: "/draw/" },
    classList: { add() {} },
    querySelector: (name) => parts[name],
    addEventListener: (name, then) => (on[name] = then),
  };
  const page = { createElementNS: () => line, addEventListener: (name, then) => (on[name] = then) };
  const made = mount(frame, {
    page,
    send: async (url, mark) => {
      sent.push(mark);
      return replies.shift() ?? "kept";
    },
    ask: () => words,
    wait: (work) => later.push(work),
  });
  const at = (x, y) => ({
    clientX: x,
    clientY: y,
    button: 0,
    preventDefault() {},
    target: { closest: () => svg },
  });
  const drag = async (...places) => {
    on.pointerdown(at(...places[0]));
    for (const place of places.slice(1)) on.pointermove(at(...place));
    await on.pointerup();
  };
  return { drag, sent, drawn, state, tools, made, later, line };
}

test("what is drawn is sent once the pointer is lifted, and the board asked for anew", async () => {
  const here = board();
  assert.equal(here.tools.hidden, false);
  await here.drag([100, 50], [500, 300], [900, 550]);
  assert.equal(here.sent[0].points, "0 0 800 500 1600 1000");
  assert.deepEqual(
    [here.sent[0].kind, here.sent[0].colour, here.sent[0].text],
    ["stroke", "red", ""],
  );
  assert.deepEqual(here.drawn, ["drawn"]);
});

test("what did not arrive is sent again under the same key", async () => {
  const here = board({ replies: ["offline"] });
  await here.drag([100, 50], [500, 300]);
  assert.match(here.state.textContent, /Not kept/);
  await here.later[0]();
  assert.equal(here.sent.length, 2);
  assert.equal(here.sent[0].key, here.sent[1].key);
  assert.equal(here.made.waiting.length, 0);
});

test("on plain http, too, where crypto.randomUUID is missing", async (t) => {
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
  t.after(() => delete crypto.randomUUID);
  const here = board();
  await here.drag([100, 50], [500, 300]);
  assert.match(here.sent[0].key, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("words are asked for, and none is nothing", async () => {
  const some = board({ tool: "text" });
  await some.drag([500, 300]);
  assert.deepEqual([some.sent[0].text, some.sent[0].points], ["bias", "800 500"]);
  const none = board({ tool: "text", words: null });
  await none.drag([500, 300]);
  assert.equal(none.sent.length, 0);
  assert.ok(none.line.gone);
});

test("a shape needs two corners", async () => {
  const here = board({ tool: "rect" });
  await here.drag([500, 300]);
  assert.equal(here.sent.length, 0);
});

function field(place = [0.5, 0.25]) {
  const on = {};
  const made = {
    style: {},
    value: "",
    setAttribute() {},
    addEventListener: (name, then) => (on[name] = then),
    remove: () => (made.gone = true),
    focus: () => (made.focused = true),
  };
  const frame = {
    getBoundingClientRect: () => ({ left: 90, top: 40 }),
    querySelector: () => ({ getBoundingClientRect: () => BOX }),
    append() {},
  };
  const asked = askAt(frame, place, { page: { createElement: () => made } });
  const press = (key, more = {}) =>
    on.keydown({ key, preventDefault() {}, stopPropagation() {}, ...more });
  return { made, asked, press, on };
}

test("words are typed at their place: Enter keeps them, Escape drops them", async () => {
  const kept = field();
  assert.deepEqual([kept.made.style.left, kept.made.style.top], ["410px", "135px"]);
  assert.ok(kept.made.focused);
  kept.made.value = "bias";
  kept.press("Enter", { isComposing: true });
  assert.ok(!kept.made.gone);
  kept.press("Enter");
  kept.on.blur();
  assert.equal(await kept.asked, "bias");
  const dropped = field();
  dropped.made.value = "bias";
  dropped.press("Escape");
  assert.equal(await dropped.asked, null);
  assert.ok(dropped.made.gone);
});

test("near the right edge the field begins further in, so that one sees what one types", () => {
  const { left, maxWidth } = field([0.95, 0.25]).made.style;
  assert.deepEqual([left, maxWidth], ["602px", "208px"]);
});

test("going elsewhere keeps the words", async () => {
  const here = field();
  here.made.value = "variance";
  here.on.blur();
  assert.equal(await here.asked, "variance");
});
