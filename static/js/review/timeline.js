// An answer's history as moments in time. Offsets count characters (code points), as the server
// counts them, so an emoji is one.

// A wait longer than this is thinking, not typing; skipped, it takes a second.
const IDLE = 5000;
const SKIPPED = 1000;

/** Answers `text(count)`: the text after so many changes. Going forward costs one change a step. */
export function reader(changes) {
  let text = [];
  let done = 0;
  return (count) => {
    if (count < done) [text, done] = [[], 0];
    for (const { start, removed, added } of changes.slice(done, count))
      text = [...text.slice(0, start), ...added, ...text.slice(start + removed)];
    done = count;
    return text.join("");
  };
}

/** How long to wait before each change, in milliseconds of the interview. */
export function waits(changes, { skipIdle = false } = {}) {
  return changes.map(({ at }, index) => {
    const wait = index === 0 ? 0 : Math.max(0, at - changes[index - 1].at);
    return skipIdle && wait > IDLE ? SKIPPED : wait;
  });
}

/** Milliseconds as m:ss. */
export function clock(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
