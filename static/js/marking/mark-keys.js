// What a key means where points are marked one by one, and where “next unmarked” leads.

import * as keys from "../keys.js";

const DIGITS = { 0: "", 1: "made", 2: "partly", 3: "missed" };
const KEYS = [
  ...Object.entries(DIGITS).flatMap(([digit, verdict]) => [
    { code: `Digit${digit}`, shift: false, action: `mark:${verdict}` },
    { code: `Numpad${digit}`, shift: false, action: `mark:${verdict}` },
  ]),
  { code: "KeyN", shift: false, action: "next" },
];
// A radio button or a tick holds no text: the keys work with the focus on one.
const TEXTS = "textarea, select, input:not([type=radio], [type=checkbox])";

/** “next”, “mark:” with a verdict (none behind it takes the mark back), or null. */
export function actionOf(event, { plain = true } = {}) {
  const typing = Boolean(event.target?.closest?.(TEXTS));
  return keys.actionOf(event, KEYS, { typing, plain });
}

/** Where a digit leads from the point at `here`: on to the next unmarked one. Taking a mark back
 *  stays; with every point marked it is -1, and the page goes on to what comes after them. */
export function afterDigit(marks, here, verdict) {
  return verdict ? nextUnmarked(marks, here) : here;
}

/** The place of the next of `marks` (one value a point) that is empty, after `here`, round about;
 *  -1 when every point has its mark. */
export function nextUnmarked(marks, here) {
  for (let step = 1; step <= marks.length; step += 1) {
    const at = (here + step + marks.length) % marks.length;
    if (!marks[at]) return at;
  }
  return -1;
}
