// Sends the order of a set's items, one request at a time. `base` is the order the server last
// told us: when it has another by now, nothing is written and the page shows both.

const TRY_AGAIN_AFTER = 3000;

/** `order` with `id` moved so many places, as far as there are places. */
export function moved(order, id, places) {
  const from = order.indexOf(id);
  const rest = order.filter((one) => one !== id);
  const to = Math.min(Math.max(from + places, 0), rest.length);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

export class OrderSaver {
  /**
   * send(order, base) answers {status, base}; say(words) tells how it stands; conflict(order)
   * hands over to the page that shows both orders. The browser's timer is wrapped: it refuses to
   * be called as a method of something else.
   */
  constructor({ base, send, say, conflict, later = (run, pause) => setTimeout(run, pause) }) {
    Object.assign(this, { base, send, say, conflict, later });
    this.order = base;
    this.busy = false;
  }

  /** Called after every move; moves made while a request is under way go out with the next. */
  async save(order) {
    this.order = order;
    if (this.busy) return;
    this.busy = true;
    while (this.order !== this.base) {
      const sent = this.order;
      const reply = await this.send(sent, this.base).catch(() => ({ status: 0 }));
      if (reply.status === 409) {
        this.conflict(this.order);
        return; // busy for good: the page is about to change
      }
      if (reply.status !== 200) {
        this.busy = false;
        this.say(
          reply.status === 401
            ? "Not saved: you are logged out. Log in in another tab; this page tries again."
            : "Not saved yet: the server does not answer. This page tries again.",
        );
        this.later(() => this.save(this.order), TRY_AGAIN_AFTER);
        return;
      }
      this.base = reply.base;
      // What is no longer there has left the order on the server; nothing more of ours to send.
      if (this.order === sent) this.order = reply.base;
    }
    this.busy = false;
    this.say("Saved.");
  }
}
