// Which pages of this browser are alive. A draft of a closed page may be taken over; a draft of a
// page that is still open may not. Works without a secure context, so it asks instead of locking.

const ANSWER_WITHIN = 300;

export class Tabs {
  constructor(writer, { channel = new BroadcastChannel("greenroom") } = {}) {
    this.writer = writer;
    this.channel = channel;
    this.alive = new Set();
    channel.onmessage = ({ data }) => this.#hear(data);
  }

  /** Resolves to the writers of the other open pages. */
  async others({ wait = (ms) => new Promise((done) => setTimeout(done, ms)) } = {}) {
    this.channel.postMessage({ kind: "who" });
    await wait(ANSWER_WITHIN);
    return this.alive;
  }

  #hear({ kind, writer }) {
    if (kind === "who") this.channel.postMessage({ kind: "here", writer: this.writer });
    if (kind === "here") this.alive.add(writer);
  }
}

/** Drafts nobody is typing any more, per position the newest first. */
export function orphans(drafts, alive, self) {
  return drafts
    .filter((draft) => draft.writer !== self && !alive.has(draft.writer))
    .sort((a, b) => a.position - b.position || b.base - a.base || b.count - a.count);
}

/** A random id of the form the server wants, also where crypto.randomUUID is missing (plain http). */
export function newWriter(source = crypto) {
  const bytes = source.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20, 32].map((end, i, ends) => hex.slice(i ? ends[i - 1] : 0, end)).join("-");
}
