import assert from "node:assert/strict";
import { test } from "node:test";

import { label, milestone, ServerClock, spoken } from "../../static/js/room/server-clock.js";

function clockAt(start) {
  let now = start;
  const clock = new ServerClock({ monotonic: () => now });
  return { clock, pass: (ms) => (now += ms) };
}

test("the time left is the server's, whatever the device believes", () => {
  const { clock, pass } = clockAt(5);
  clock.sync({ now: 1_000_000, ends_at: 1_060_000, paused: false });
  assert.equal(clock.left(), 60_000);
  pass(15_000);
  assert.equal(clock.left(), 45_000);
});

test("a slow reply is taken to lie half-way between asking and hearing", () => {
  const { clock, pass } = clockAt(0);
  const askedAt = 0;
  pass(2000);
  clock.sync({ now: 1_000_000, ends_at: 1_010_000, paused: false }, askedAt);
  assert.equal(clock.left(), 9000);
});

test("a pause stands still, and time never runs below zero", () => {
  const { clock, pass } = clockAt(0);
  clock.sync({ now: 1000, ends_at: 31_000, paused: true });
  pass(3_600_000);
  assert.equal(clock.left(), 30_000);
  clock.sync({ now: 2000, ends_at: 3000, paused: false });
  pass(5000);
  assert.equal(clock.left(), 0);
});

test("facts that are not there change nothing", () => {
  const { clock } = clockAt(0);
  clock.sync({ now: 1000, ends_at: 31_000, paused: false });
  clock.sync({ now: null, ends_at: null });
  assert.equal(clock.left(), 30_000);
});

test("labels", () => {
  assert.equal(label(59_001), "01:00");
  assert.equal(label(0), "00:00");
  assert.equal(label(3_600_000), "1:00:00");
  assert.equal(spoken(61_000), "1 minute 1 second left");
  assert.equal(spoken(600_000), "10 minutes left");
  assert.equal(spoken(0), "0 seconds left");
});

test("time is said at ten, five and one minute and at no other moment", () => {
  const said = [];
  for (let left = 11 * 60_000; left > 0; left -= 250) {
    const mark = milestone(left, left - 250);
    if (mark) said.push(mark / 60_000);
  }
  assert.deepEqual(said, [10, 5, 1]);
});

test("after a sleep only the mark that is still true is said", () => {
  assert.equal(milestone(24 * 60_000, 4 * 60_000), 5 * 60_000);
  assert.equal(milestone(24 * 60_000, 30_000), 60_000);
});
