// Plays an answer as it was written. The history is fetched when the player is first opened.

import { clock, reader, waits } from "./timeline.js";

// Called as methods of a player, the browser's own would refuse.
const later = (run, wait) => setTimeout(run, wait);
const never = (timer) => clearTimeout(timer);

/** What is played and how far; knows no page. `render` is called with every change of place. */
export class Player {
  constructor(changes, { render, after = later, cancel = never }) {
    Object.assign(this, { changes, render, after, cancel });
    this.place = 0;
    this.speed = 8;
    this.skipIdle = true;
    this.timer = null;
  }

  get playing() {
    return this.timer !== null;
  }

  get length() {
    return this.changes.length;
  }

  /** To any moment; what plays goes on from there, and stops where there is no more. */
  go(place) {
    this.place = Math.min(Math.max(place, 0), this.length);
    this.retime();
    this.render(this);
  }

  play() {
    if (this.place === this.length) this.place = 0;
    this.#schedule();
    this.render(this);
  }

  pause() {
    this.cancel(this.timer);
    this.timer = null;
    this.render(this);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Speed and skipping count from the next change on. */
  retime() {
    if (!this.playing) return;
    this.cancel(this.timer);
    this.timer = null;
    if (this.place < this.length) this.#schedule();
  }

  #schedule() {
    const wait = waits(this.changes, { skipIdle: this.skipIdle })[this.place] ?? 0;
    this.timer = this.after(() => this.#step(), wait / this.speed);
  }

  #step() {
    this.timer = null;
    this.place += 1;
    if (this.place < this.length) this.#schedule();
    this.render(this);
  }
}

export function mount(details, { load = (address) => fetch(address) } = {}) {
  details.addEventListener("toggle", () => open(details, load), { once: true });
}

async function open(details, load) {
  const part = (name) => details.querySelector(`[data-${name}]`);
  const time = part("time");
  time.textContent = "Loading …";
  let changes;
  try {
    const reply = await load(details.dataset.url);
    if (!reply.ok) throw new Error(reply.status);
    ({ changes } = await reply.json());
  } catch {
    time.textContent = "The history could not be loaded. Close this and open it to try again.";
    mount(details, { load });
    return;
  }
  wire(part, changes);
}

function wire(part, changes) {
  const [play, speed, skip, scrub, time, text] = [
    "play",
    "speed",
    "skip",
    "scrub",
    "time",
    "text",
  ].map(part);
  const textAfter = reader(changes);
  const render = (player) => {
    play.textContent = player.playing ? "Stop" : "Play";
    scrub.value = player.place;
    const at = changes[Math.max(player.place - 1, 0)]?.at ?? 0;
    time.textContent = `${clock(at)} into the interview · save ${player.place} of ${player.length}`;
    scrub.setAttribute("aria-valuetext", time.textContent);
    text.textContent = textAfter(player.place);
  };
  const player = new Player(changes, { render });
  scrub.max = changes.length;
  play.addEventListener("click", () => player.toggle());
  scrub.addEventListener("input", () => player.go(Number(scrub.value)));
  speed.addEventListener("change", () => {
    player.speed = Number(speed.value);
    player.retime();
  });
  skip.addEventListener("change", () => {
    player.skipIdle = skip.checked;
    player.retime();
  });
  player.go(changes.length);
}
