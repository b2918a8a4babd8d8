// Keeps one answer saved: on this device at once, on the server after a short pause in typing and
// at least every few seconds, one request at a time. What the server says is believed only when
// it is a reply of ours; anything else (an error page, a log-in form, silence) means "not saved".
//
// States: saved, saving, offline, signed-out, conflict, refused, closed.

const PAUSE = 700; // after the last key
const AT_LEAST_EVERY = 4000; // while typing goes on
const FIRST_RETRY = 1000;
const LAST_RETRY = 20_000;
const PATIENCE = 15_000; // how long one request may take
const KEEPALIVE_LIMIT = 60_000; // browsers refuse larger bodies from a page that is closing

export class Saver {
  #timer = null;
  #dirtySince = null;
  #sending = null;
  #retry = FIRST_RETRY;

  /**
   * @param {object} answer `{interview, position, text, revision, secondsUsed}` from the server
   * @param {object} tools `{post, drafts, writer, onChange, wait, cancel, now, random}`;
   *   `post(position, body, options)` resolves to `{status, reply}` or rejects when unreachable
   */
  constructor(answer, tools) {
    this.interview = answer.interview;
    this.position = answer.position;
    this.text = answer.text;
    this.base = answer.revision;
    this.secondsUsed = answer.secondsUsed ?? 0;
    this.count = 0;
    this.acknowledged = answer.text;
    this.heirOf = [];
    this.state = "saved";
    this.reason = "";
    this.rival = null;
    this.tools = {
      wait: (work, after) => setTimeout(work, after),
      cancel: (timer) => clearTimeout(timer),
      now: () => performance.now(),
      random: Math.random,
      onChange: () => {},
      ...tools,
    };
  }

  get dirty() {
    return this.text !== this.acknowledged;
  }

  /** The person typed. Kept here first; sent soon. */
  type(text) {
    if (text === this.text) return;
    this.text = text;
    this.#keep();
    if (this.state === "closed" || this.state === "conflict") return this.#change(this.state);
    this.#change(this.state === "saved" || this.state === "refused" ? "saving" : this.state);
    this.#schedule();
  }

  /** Continue a draft that a closed page left behind; it is sent as that page's heir. What was
   *  typed here meanwhile after `shown` (the text this page began with) goes to its end. False
   *  when the person has typed something that cannot simply be put there. */
  async adopt(draft, shown) {
    if (this.#sending) await this.#sending;
    if (!this.text.startsWith(shown)) return false;
    this.text = draft.text + this.text.slice(shown.length);
    this.base = draft.base;
    this.heirOf = [...(draft.heirOf ?? []), draft.writer];
    this.rival = null;
    this.secondsUsed = Math.max(this.secondsUsed, draft.secondsUsed ?? 0);
    this.#keep();
    this.#change("saving");
    this.flush();
    return true;
  }

  /** Send now what is not yet acknowledged. Resolves when there is nothing left to do or no way. */
  async flush({ keepalive = false } = {}) {
    this.#unschedule();
    if (this.#sending) await this.#sending;
    if (!this.dirty || this.state === "closed" || this.state === "conflict") return this.state;
    if (keepalive && this.text.length > KEEPALIVE_LIMIT) return this.state;
    this.#sending = this.#send(keepalive).finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  /** The person chose: their own text replaces the other one, whose words stay in the history. */
  keepMine() {
    if (!this.rival) return this.state;
    this.base = this.rival.revision;
    this.acknowledged = this.rival.text;
    this.rival = null;
    this.#change("saving");
    return this.flush();
  }

  /** The person chose the text on the server; returns it. */
  takeTheirs() {
    const { text, revision } = this.rival;
    this.rival = null;
    this.catchUp(text, revision);
    return text;
  }

  /** Another device saved while nothing was typed here. */
  catchUp(text, revision) {
    this.text = text;
    this.acknowledged = text;
    this.base = revision;
    this.#forget();
    this.#change("saved");
  }

  close(reason) {
    this.#unschedule();
    this.reason = reason;
    this.#change("closed");
  }

  async #send(keepalive) {
    const text = this.text;
    this.count += 1;
    this.#change("saving");
    const body = {
      text,
      base: this.base,
      writer: this.tools.writer,
      count: this.count,
      seconds_used: Math.round(this.secondsUsed),
      heir_of: this.heirOf,
    };
    let answer;
    try {
      answer = await this.tools.post(this.position, body, { keepalive, patience: PATIENCE });
    } catch {
      return this.#failed("offline");
    }
    return this.#heard(text, answer);
  }

  #heard(text, { status, reply }) {
    if (status === 401) return this.#failed("signed-out");
    if (status === 200 && reply?.state === "saved") return this.#saved(text, reply);
    if (status === 409 && reply?.state === "conflict") {
      this.rival = { text: reply.text, revision: reply.revision };
      return this.#change("conflict");
    }
    if (status === 409 && reply?.state === "closed") {
      this.reason = reply.reason ?? "";
      return this.#change("closed");
    }
    if (status === 422 && reply?.state === "refused") {
      this.reason = reply.reason;
      return this.#change("refused");
    }
    return this.#failed("offline");
  }

  #saved(text, reply) {
    this.acknowledged = text;
    this.base = reply.revision;
    this.heirOf = [];
    this.reason = "";
    this.#retry = FIRST_RETRY;
    if (this.dirty) {
      this.#keep();
      this.#schedule();
      return this.#change("saving");
    }
    this.#forget();
    return this.#change("saved");
  }

  /** Not saved. Try again later and later, each at its own moment so that a server that comes back
   *  is not run over by everyone at once. */
  #failed(state) {
    this.#unschedule();
    const after = this.#retry * (0.5 + this.tools.random());
    this.#retry = Math.min(this.#retry * 2, LAST_RETRY);
    this.#timer = this.tools.wait(() => this.flush(), after);
    return this.#change(state);
  }

  /** The way is open again: do not wait for the next attempt. */
  hurry() {
    if (this.state === "offline" || this.state === "signed-out") {
      this.#retry = FIRST_RETRY;
      this.flush();
    }
  }

  #schedule() {
    if (this.state === "offline" || this.state === "signed-out") return; // a retry is planned
    const now = this.tools.now();
    this.#dirtySince ??= now;
    const latest = this.#dirtySince + AT_LEAST_EVERY - now;
    if (this.#timer !== null) this.tools.cancel(this.#timer);
    this.#timer = this.tools.wait(() => this.flush(), Math.max(0, Math.min(PAUSE, latest)));
  }

  #unschedule() {
    if (this.#timer !== null) this.tools.cancel(this.#timer);
    this.#timer = null;
    this.#dirtySince = null;
  }

  #draft() {
    const { interview, position, text, base, count, heirOf, secondsUsed } = this;
    const { writer } = this.tools;
    return { interview, position, writer, text, base, count, heirOf, secondsUsed };
  }

  #keep() {
    this.tools.drafts.put(this.#draft());
  }

  #forget() {
    this.tools.drafts.remove(this.#draft());
  }

  #change(state) {
    this.state = state;
    this.tools.onChange(this);
    return state;
  }
}
