// One answer against the clock: prepare, speak, and at the end of the time it is kept by itself.

import { ServerClock } from "../room/server-clock.js";
import { announcement, label, phaseAt } from "./phases.js";

const NAMES = { prepare: "Prepare", speak: "Speak", over: "Time is up" };
const ABOUT = {
  ready: "The microphone is on. Recording begins with your time and stays in this browser.",
  refused: "The microphone was refused. Say it aloud all the same, or type: both count.",
  none: "There is no microphone here. Say it aloud all the same, or type: both count.",
  unable: "This browser does not record on this page. Say it aloud all the same, or type.",
  before: "Nothing is recorded now. Press to record on.",
  running: "Recording. It stays in this browser.",
  lost: "This browser has no room for recordings: the sound is gone when you leave the page.",
};
const TICK = 250;

export function mount(page, { recorder, recordings, token, clock = new ServerClock() }) {
  const part = (name) => page.querySelector(`[data-${name}]`);
  const form = part("keep");
  const take = Number(page.dataset.take);
  const times = { starts: Number(page.dataset.starts), ends: Number(page.dataset.ends) };
  clock.sync({ now: Number(page.dataset.now), ends_at: times.ends });
  let phase = "";
  let writing = Promise.resolve();

  const tell = (words) => {
    part("microphone-state").textContent = words;
  };

  /** What was recorded before the page was loaded again is there to hear, and counts. */
  async function showBefore() {
    const found = await recordings.all(take);
    if (!found.length) return;
    for (const [n, { sound }] of found.entries()) {
      const player = page.ownerDocument.createElement("audio");
      player.controls = true;
      player.setAttribute("aria-label", `Recorded before, ${n + 1} of ${found.length}`);
      player.src = URL.createObjectURL(sound);
      part("before").append(player);
    }
    part("before").hidden = false;
    form.elements.was_aloud.checked = true;
    if (!recorder.isReady) tell(ABOUT.before);
  }

  async function keepPart(sound, kind) {
    writing = writing.then(() => recordings.add(take, sound, kind));
    if (!(await writing)) tell(ABOUT.lost);
  }

  function record() {
    if (phase !== "speak" || !recorder.isReady || recorder.isRunning) return;
    recorder.start(keepPart);
    form.elements.was_aloud.checked = true;
    tell(ABOUT.running);
  }

  /** The last piece is written before the page goes. */
  async function finish() {
    await recorder.stop();
    await writing;
    form.submit();
  }

  function show() {
    const now = phaseAt(clock.now(), times);
    part("left").textContent = label(now.left);
    if (now.name === phase) return;
    const said = announcement(phase, now.name);
    // A page that is opened when the time is up already waits for its reader.
    const wasOpen = phase !== "";
    phase = now.name;
    part("phase").textContent = NAMES[phase];
    part("said").textContent = said;
    page.dataset.phaseNow = phase;
    part("start").hidden = phase !== "prepare";
    if (phase === "over") {
      clearInterval(ticking);
      const has = form.elements.was_aloud.checked || form.elements.notes.value.trim();
      if (wasOpen && has) finish();
      else if (recorder.isReady) recorder.stop();
    } else record();
  }

  part("start").addEventListener("submit", async (event) => {
    event.preventDefault();
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const reply = await fetch(event.target.action, { method: "POST", headers }).catch(() => null);
    if (!reply?.ok) {
      tell("That did not reach the server. The preparation goes on; try again.");
      return;
    }
    const facts = await reply.json();
    Object.assign(times, { starts: facts.starts, ends: facts.ends });
    clock.sync({ now: facts.now, ends_at: facts.ends });
    show();
  });

  const microphone = part("microphone");
  microphone.hidden = false;
  microphone.querySelector("button").addEventListener("click", async (event) => {
    const found = await recorder.ask();
    tell(ABOUT[found]);
    event.target.hidden = found === "ready";
    record();
  });

  form.addEventListener("submit", (event) => {
    if (!recorder.isReady) return;
    event.preventDefault();
    finish();
  });

  const before = showBefore();
  const ticking = setInterval(show, TICK);
  show();
  return { show, before, stop: () => clearInterval(ticking) };
}
