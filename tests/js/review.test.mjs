import assert from "node:assert/strict";
import { test } from "node:test";

import { light, pointsOf } from "../../static/js/review/evidence.js";
import { radioFor } from "../../static/js/review/estimate-keys.js";
import { Player } from "../../static/js/review/replay.js";
import { clock, reader, waits } from "../../static/js/review/timeline.js";

const CHANGES = [
  { at: 1000, start: 0, removed: 0, added: "a🙂c" },
  { at: 3000, start: 1, removed: 1, added: "b" },
  { at: 63000, start: 3, removed: 0, added: "!" },
];

test("a history gives the text after any number of saves", () => {
  const textAfter = reader(CHANGES);
  assert.equal(textAfter(0), "");
  assert.equal(textAfter(1), "a🙂c");
  assert.equal(textAfter(2), "abc");
  assert.equal(textAfter(3), "abc!");
  assert.equal(textAfter(1), "a🙂c", "going back starts over");
});

test("a paste of half a million characters does not break the player", () => {
  const long = "x".repeat(500_000);
  assert.equal(reader([{ at: 0, start: 0, removed: 0, added: long }])(1).length, 500_000);
});

test("waits are those of the interview, and long ones shrink to a second", () => {
  assert.deepEqual(waits(CHANGES), [0, 2000, 60000]);
  assert.deepEqual(waits(CHANGES, { skipIdle: true }), [0, 2000, 1000]);
});

test("time reads as minutes and seconds", () => {
  assert.equal(clock(0), "0:00");
  assert.equal(clock(754_900), "12:34");
});

function fakeTime() {
  const waiting = [];
  return {
    waiting,
    after: (run, wait) => waiting.push({ run, wait }),
    cancel: () => waiting.splice(0),
    tick: () => waiting.shift().run(),
  };
}

test("playing goes through every save at the chosen speed and stops at the end", () => {
  const time = fakeTime();
  const places = [];
  const player = new Player(CHANGES, { ...time, render: ({ place }) => places.push(place) });
  player.speed = 2;
  player.skipIdle = false;
  player.play();
  assert.ok(player.playing);
  time.tick();
  assert.equal(time.waiting[0].wait, 1000);
  time.tick();
  assert.equal(time.waiting[0].wait, 30000);
  time.tick();
  assert.ok(!player.playing);
  assert.deepEqual(places, [0, 1, 2, 3]);
});

test("playing again from the end starts at the beginning, and pausing keeps the place", () => {
  const time = fakeTime();
  const player = new Player(CHANGES, { ...time, render: () => {} });
  player.go(99);
  assert.equal(player.place, 3);
  player.toggle();
  assert.equal(player.place, 0);
  time.tick();
  player.toggle();
  assert.equal(time.waiting.length, 0);
  assert.equal(player.place, 1);
});

test("moving to the end while it plays stops it there", () => {
  const time = fakeTime();
  const player = new Player(CHANGES, { ...time, render: () => {} });
  player.play();
  player.go(1);
  assert.equal(time.waiting.length, 1);
  player.go(3);
  assert.ok(!player.playing);
  assert.equal(time.waiting.length, 0);
  assert.equal(player.place, 3);
});

function element(points) {
  const lit = new Set();
  return {
    dataset: { points },
    classList: { toggle: (name, on) => (on ? lit.add(name) : lit.delete(name)) },
    lit,
  };
}

test("a passage that is evidence for two points lights up with either", () => {
  const both = element("1 3");
  const other = element("2");
  light([both, other], ["3"]);
  assert.ok(both.lit.has("lit"));
  assert.ok(!other.lit.has("lit"));
  light([both, other], []);
  assert.ok(!both.lit.has("lit"));
  assert.deepEqual(pointsOf(element("")), []);
});

test("only the digits of the scale choose an estimate", () => {
  const asked = [];
  const section = { querySelector: (selector) => asked.push(selector) && selector };
  assert.match(radioFor("3", section), /value="3"/);
  assert.equal(radioFor("5", section), null);
  assert.equal(radioFor("Enter", section), null);
  assert.equal(asked.length, 1);
});
