// Keeps a score sheet: what changed goes to the server field by field, one request at a time, and
// lies in this browser until the server has it. Where another window wrote the same field, both
// texts stay and the person chooses. The protocol is that of marking/sheets.py.

const PAUSE = 700;
const TRY_AGAIN_AFTER = 4000;

export class SheetSaver {
  /**
   * send({base, changes}) answers {status, reply}; store.read() and store.write(kept) keep what is
   * not saved; say(how, words), take(name, value) and ask(name, theirs) reach the page.
   */
  constructor({ base, send, store, say, take, ask, later = (run, ms) => setTimeout(run, ms) }) {
    Object.assign(this, { base, send, store, say, take, ask, later });
    this.waiting = {};
    this.rivals = {};
    this.busy = false;
    this.planned = false;
  }

  /** Take up what an earlier page load could not send; answers with those fields. */
  recover() {
    const kept = this.store.read();
    if (!kept) return {};
    this.base = Math.min(this.base, kept.base);
    this.waiting = { ...kept.changes };
    return kept.changes;
  }

  get isDivided() {
    return Object.keys(this.rivals).length > 0;
  }

  /** The person changed a field. */
  change(name, value) {
    if (name in this.rivals) this.rivals[name] = value;
    else this.waiting[name] = value;
    this.#keep();
    this.say("saving");
    this.#soon(PAUSE);
  }

  /** Of two texts of a field the person chose their own: it goes out again, over the other. */
  keepMine(name) {
    this.waiting[name] = this.rivals[name];
    delete this.rivals[name];
    this.#keep();
    return this.flush();
  }

  takeTheirs(name) {
    delete this.rivals[name];
    this.#keep();
  }

  /** Send what waits; with nothing waiting it only says that the sheet is on screen. */
  async flush() {
    if (this.busy) return;
    this.busy = true;
    const sent = { ...this.waiting };
    const answer = await this.send({ base: this.base, changes: sent }).catch(() => ({ status: 0 }));
    this.busy = false;
    if (answer.status === 200 && answer.reply?.state === "saved") this.#saved(sent, answer.reply);
    else this.#notSaved(answer.status);
  }

  #saved(sent, { revision, conflicts = {}, others = {}, refused = {} }) {
    for (const [name, theirs] of Object.entries({ ...conflicts, ...others })) {
      const typed = name in this.waiting;
      if (name in conflicts || typed) {
        this.rivals[name] = typed ? this.waiting[name] : sent[name];
        delete this.waiting[name];
        this.ask(name, theirs);
      } else if (!(name in this.rivals)) this.take(name, theirs);
    }
    for (const [name, value] of Object.entries(sent)) {
      // What was typed on meanwhile waits for the next request.
      if (this.waiting[name] === value) delete this.waiting[name];
    }
    this.base = revision;
    this.#keep();
    const [reason] = Object.values(refused);
    if (reason) this.say("refused", reason);
    else if (this.isDivided) this.say("conflict");
    else if (Object.keys(this.waiting).length) this.#soon(0);
    else this.say("saved");
  }

  #notSaved(status) {
    this.say({ 401: "signed-out", 404: "closed" }[status] ?? "offline");
    if (status !== 404) this.#soon(TRY_AGAIN_AFTER);
  }

  #soon(pause) {
    if (this.planned) return;
    this.planned = true;
    this.later(() => {
      this.planned = false;
      return this.flush();
    }, pause);
  }

  #keep() {
    const changes = { ...this.rivals, ...this.waiting };
    this.store.write(Object.keys(changes).length ? { base: this.base, changes } : null);
  }
}
