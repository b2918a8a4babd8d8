// The server's time in this page. Reckoned from the last reply and a clock that nobody can set:
// the device's own date is never read.

export class ServerClock {
  #offset = 0;
  #endsAt = 0;
  #pausedWith = null;

  constructor({ monotonic = () => performance.now() } = {}) {
    this.monotonic = monotonic;
  }

  /** Takes the facts of a reply: `{now, ends_at, paused}` in milliseconds. `askedAt` is the
   *  monotonic time at which the request left; the reply is taken to lie half-way. */
  sync({ now, ends_at: endsAt, paused }, askedAt = this.monotonic()) {
    if (now == null || endsAt == null) return;
    const heardAt = this.monotonic();
    this.#offset = now - (askedAt + heardAt) / 2;
    this.#endsAt = endsAt;
    this.#pausedWith = paused ? endsAt - now : null;
  }

  now() {
    return this.monotonic() + this.#offset;
  }

  get paused() {
    return this.#pausedWith !== null;
  }

  get endsAt() {
    return this.#endsAt;
  }

  /** Milliseconds left; never negative. While paused, what was left when the pause began. */
  left() {
    return Math.max(0, this.#pausedWith ?? this.#endsAt - this.now());
  }
}

/** 3599000 → "59:59", 3600000 → "1:00:00". A started second counts as whole. */
export function label(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${two(minutes)}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** The same for ears: "12 minutes 30 seconds left". */
export function spoken(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const parts = [];
  if (minutes) parts.push(`${minutes} minute${minutes === 1 ? "" : "s"}`);
  if (rest || !minutes) parts.push(`${rest} second${rest === 1 ? "" : "s"}`);
  return `${parts.join(" ")} left`;
}

// Said aloud once each, and nothing in between: a clock read out every second is unusable.
const MILESTONES = [10, 5, 1].map((minutes) => minutes * 60_000);

/** The last milestone crossed between two readings of the clock, or null. After a sleep that
 *  crossed several, the earlier ones are no longer true. */
export function milestone(before, after) {
  return MILESTONES.findLast((mark) => before > mark && after <= mark) ?? null;
}
