// One truthful sentence about all answers together; these words are part of the product.

const WORDS = {
  saved: "Saved",
  saving: "Saving…",
  offline: "Offline — kept on this device",
  conflict: "Changed in another tab",
  over: "Time is up",
};

// The worst news wins. Logged out and refused both mean: not on the server, kept here.
const ORDER = ["closed", "conflict", "offline", "signed-out", "refused", "saving", "saved"];
const SAYS = {
  closed: WORDS.over,
  conflict: WORDS.conflict,
  offline: WORDS.offline,
  "signed-out": WORDS.offline,
  refused: WORDS.offline,
  saving: WORDS.saving,
  saved: WORDS.saved,
};

export function sentence(states, { over = false } = {}) {
  const worst = ORDER.find((state) => states.includes(state)) ?? "saved";
  if (over && (worst === "saved" || worst === "closed")) return WORDS.over;
  return SAYS[worst];
}

/** Worth saying aloud: not the to and fro of every save. */
export function isNews(before, after) {
  const quiet = [WORDS.saved, WORDS.saving];
  if (before === after) return false;
  return !quiet.includes(after) || !quiet.includes(before);
}
