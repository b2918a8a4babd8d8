// Where an answer stands between its three instants, all of the server's clock in milliseconds.

/** {name: "prepare" | "speak" | "over", left: milliseconds until the next of them}. */
export function phaseAt(now, { starts, ends }) {
  if (now < starts) return { name: "prepare", left: starts - now };
  if (now < ends) return { name: "speak", left: ends - now };
  return { name: "over", left: 0 };
}

/** What is said aloud when one phase follows another; nothing while it stays the same. */
export function announcement(before, after) {
  if (before === after) return "";
  return { prepare: "Prepare.", speak: "Speak now.", over: "Time is up." }[after];
}

/** 61000 → "1:01". A second that has begun counts. */
export function label(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
