// The interview page as a whole: which question is shown, what the clock says, what happens when
// time is up, when the candidate hands in, when the log-in has run out.

import { Api } from "./api.js";
import { Drafts } from "./drafts.js";
import { Finish } from "./finish.js";
import { Preview } from "./preview.js";
import { Question } from "./question.js";
import { isNews, sentence } from "./save-state.js";
import { label, milestone, ServerClock, spoken } from "./server-clock.js";
import { actionOf, fillTable } from "./shortcuts.js";
import { newWriter, orphans, Tabs } from "./tabs.js";
import { Tried } from "./tried.js";

const TICK = 250;
const ASK_THE_SERVER_EVERY = 20_000;
const URGENT = 5 * 60_000;
// The device slept, or its clock was held: ask the server what time it is.
const A_SLEEP = 3000;

export class Room {
  static async open(facts) {
    const room = new Room(facts);
    room.#mountQuestions();
    room.#go(room.#fromAddress());
    room.#listen();
    room.#enable();
    room.#startClock();
    await Promise.all(room.questions.map((question) => question.openEditor(facts)));
    for (const question of room.questions) question.noticeEarlyTyping();
    await room.#recover();
    return room;
  }

  constructor(facts) {
    this.facts = facts;
    this.api = new Api(facts.interview);
    this.clock = new ServerClock();
    this.clock.sync(facts.clock);
    this.drafts = new Drafts();
    this.writer = newWriter();
    this.tabs = new Tabs(this.writer);
    this.questions = [];
    this.logs = [];
    this.current = null;
    this.over = false;
    this.said = document.querySelector("#save-state").textContent;
    this.finish = new Finish(this);
    this.preview = new Preview();
  }

  #mountQuestions() {
    const { api, drafts, writer } = this;
    const tools = {
      api,
      drafts,
      writer,
      interview: this.facts.interview,
      onChange: (question) => this.#changed(question),
    };
    for (const facts of this.facts.answers) {
      const article = document.querySelector(`#question-${facts.position}`);
      this.questions.push(new Question(article, facts, tools));
    }
    for (const facts of this.facts.tried) {
      const section = document.querySelector(`#${facts.position}`);
      const onChange = (log) => this.#heard(log);
      this.logs.push(new Tried(section, facts, { ...tools, onChange }));
    }
    for (const question of this.questions) this.#mark(question);
    fillTable(document.querySelector("[data-shortcuts]"), { plain: this.facts.plainKeys });
  }

  /** All that is kept: the answers, and the lists of what was tried. */
  get papers() {
    return [...this.questions, ...this.logs];
  }

  /** Words that an earlier page of this browser could not get to the server. */
  async #recover() {
    const drafts = await this.drafts.of(this.facts.interview);
    const alive = drafts.length ? await this.tabs.others() : new Set();
    for (const draft of orphans(drafts, alive, this.writer)) {
      await this.papers.find(({ position }) => position === draft.position)?.adopt(draft);
    }
    for (const question of this.questions) question.offerParked();
  }

  #listen() {
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-action]");
      if (button) this.#act(button.dataset.action, button);
      if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
    });
    document.addEventListener("keydown", (event) => {
      if (document.querySelector("dialog[open]")) return;
      const action = actionOf(event, { plain: this.facts.plainKeys });
      if (!action) return;
      event.preventDefault();
      this.#act(action);
    });
    document.querySelector(".steps").addEventListener("click", (event) => {
      const step = event.target.closest("a");
      if (!step) return;
      event.preventDefault();
      this.#go(Number(step.dataset.position));
    });
    window.addEventListener("hashchange", () => this.#go(this.#fromAddress()));
    window.addEventListener("online", () => this.#wayIsOpen());
    window.addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#leave();
      else this.#askServer();
    });
    window.addEventListener("message", ({ data, origin }) => {
      if (origin !== location.origin || data !== "greenroom:signed-in") return;
      document.querySelector("#login-dialog").close();
      this.#wayIsOpen();
    });
  }

  /** Until somebody listens a button is disabled, so that no early click is lost. */
  #enable() {
    for (const button of document.querySelectorAll("[data-action]:disabled")) {
      const first = button.closest("[data-position]")?.dataset.position === "1";
      button.disabled = button.dataset.action === "previous" && first;
    }
  }

  #act(action, button) {
    const at = this.questions.indexOf(this.current);
    const actions = {
      next: () => this.#go(this.questions[at + 1]?.position),
      previous: () => this.#go(this.questions[at - 1]?.position),
      flag: () => this.current.toggleFlag().then(() => this.#mark(this.current)),
      preview: () => this.preview.toggle(this.current.article),
      hint: () => {
        if (!button) this.current.article.querySelector("[data-action=hint]")?.click();
      },
      answer: () => this.current.editor.focus(),
      prompt: () => this.current.article.querySelector(".prompt").focus(),
      time: () => this.#say(spoken(this.clock.left())),
      pause: () => this.#pause(!this.clock.paused),
      resume: () => this.#pause(false),
      finish: () => this.finish.ask({ byKey: !button }),
      help: () => document.querySelector("#help-dialog").showModal(),
    };
    actions[action]?.();
    if (action === "flag") this.#mark(this.current);
  }

  #fromAddress() {
    return Number(location.hash.match(/^#question-(\d+)$/)?.[1] ?? 1);
  }

  #go(position) {
    const next = this.questions.find((question) => question.position === position);
    if (!next || next === this.current) return;
    if (this.current) {
      this.#countTime();
      this.current.noteTime();
      for (const { saver } of this.papers) saver.flush();
    }
    const moved = this.current !== null;
    this.current = next;
    for (const question of this.questions) question.show(question === next);
    for (const step of document.querySelectorAll(".steps a")) {
      if (Number(step.dataset.position) === position) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
    if (moved) {
      history.replaceState(null, "", `#question-${position}`);
      window.scrollTo({ top: 0 });
      next.editor.focus();
    }
  }

  #startClock() {
    this.face = document.querySelector("#clock time");
    this.ticked = performance.now();
    this.wall = Date.now();
    this.counted = performance.now();
    this.asked = performance.now();
    this.lastLeft = this.clock.left();
    setInterval(() => this.#tick(), TICK);
    this.#tick();
    this.#showPause();
  }

  #tick() {
    const now = performance.now();
    const slept =
      Date.now() - this.wall - (now - this.ticked) > A_SLEEP || now - this.ticked > A_SLEEP;
    this.ticked = now;
    this.wall = Date.now();
    if (slept || now - this.asked > ASK_THE_SERVER_EVERY) this.#askServer();
    this.#countTime();
    const left = this.clock.left();
    this.face.textContent = label(left);
    this.face.parentElement.classList.toggle("urgent", left <= URGENT);
    const mark = milestone(this.lastLeft, left);
    if (mark) this.#say(spoken(mark));
    this.lastLeft = left;
    if (left === 0 && !this.over && !this.clock.paused) this.#timeIsUp();
  }

  #countTime() {
    const now = performance.now();
    const seconds = (now - this.counted) / 1000;
    this.counted = now;
    if (this.clock.paused || this.over || document.visibilityState === "hidden") return;
    // More than a few ticks at once was sleep, not reading.
    if (seconds < 5) this.current?.spend(seconds);
  }

  async #askServer() {
    this.asked = performance.now();
    const askedAt = performance.now();
    let answer;
    try {
      answer = await this.api.request("clock/", { method: "GET" });
    } catch {
      return;
    }
    const { status, reply } = answer;
    if (status === 401) return this.#signedOut();
    if (status !== 200) return;
    if (reply.state === "finished") return this.finish.elsewhere(reply.next);
    this.clock.sync(reply, askedAt);
    this.#showPause();
    await this.#catchUp(reply.revisions);
  }

  /** Another device saved, and nothing is waiting here: show its text. */
  async #catchUp(revisions) {
    for (const question of this.questions) {
      const { saver, position } = question;
      if (saver.dirty || saver.state !== "saved" || revisions[position] <= saver.base) continue;
      const { status, reply } = await this.api
        .request(`answers/${position}/text/`, { method: "GET" })
        .catch(() => ({}));
      if (status === 200 && !saver.dirty) question.catchUp(reply.text, reply.revision);
    }
  }

  #changed(question) {
    this.#mark(question);
    this.#heard(question);
  }

  #heard({ saver }) {
    if (saver.state === "signed-out") this.#signedOut();
    if (saver.state === "closed" && !this.over) this.#askServer();
    this.#showState();
  }

  #showState() {
    const states = this.papers.map(({ saver }) => saver.state);
    const says = sentence(states, { over: this.over });
    if (says === this.said) return;
    if (isNews(this.said, says)) this.#say(says);
    this.said = says;
    const element = document.querySelector("#save-state");
    element.textContent = says;
    element.classList.toggle("off", says !== "Saved" && says !== "Saving…");
  }

  #mark(question) {
    const step = document.querySelector(`.steps a[data-position="${question.position}"]`);
    const words = [];
    step.toggleAttribute("data-answered", question.answered);
    step.toggleAttribute("data-flagged", question.flagged);
    if (question.answered) words.push("answered");
    if (question.flagged) words.push("flagged");
    step.querySelector("[data-words]").textContent = words.length ? `, ${words.join(", ")}` : "";
  }

  async #pause(wanted) {
    if (!this.questions.length || wanted === this.clock.paused) return;
    if (wanted) await this.flushAll();
    const askedAt = performance.now();
    try {
      const { status, reply } = await this.api.request(wanted ? "pause/" : "resume/");
      if (status === 200) this.clock.sync(reply, askedAt);
      else this.#notice(reply?.reason ?? "The server did not answer; the clock goes on as before.");
    } catch {
      this.#notice("The server cannot be reached, so the clock goes on as before.");
    }
    this.#showPause();
  }

  #showPause() {
    const { paused } = this.clock;
    document.querySelector("#paused").hidden = !paused;
    document.querySelector(".steps").hidden = paused;
    const button = document.querySelector(".room-buttons [data-action=pause]");
    if (button) button.hidden = paused;
    for (const question of this.questions) question.show(!paused && question === this.current);
    if (paused) document.querySelector("#paused [data-action=resume]").focus();
  }

  #timeIsUp() {
    this.over = true;
    for (const paper of this.papers) paper.freeze(true);
    this.#showState();
    this.#say("Time is up");
    this.finish.timeIsUp();
  }

  /** Time was not up after all. */
  goOn(facts, askedAt) {
    this.clock.sync(facts, askedAt);
    this.over = false;
    for (const paper of this.papers) paper.freeze(false);
    this.#showState();
  }

  stop() {
    this.over = true;
    for (const paper of this.papers) paper.freeze(true);
    this.#showState();
  }

  /** Send everything that is not acknowledged. True when nothing is left. */
  async flushAll(options) {
    await Promise.all(this.papers.map(({ saver }) => saver.flush(options)));
    // A list that was put together with another tab's goes out once more.
    await Promise.all(this.logs.map(({ saver }) => saver.flush(options)));
    return this.papers.every(({ saver }) => !saver.dirty);
  }

  #leave() {
    this.#countTime();
    this.flushAll({ keepalive: true });
    this.current?.noteTime();
  }

  #wayIsOpen() {
    for (const { saver } of this.papers) saver.hurry();
    this.#askServer();
  }

  #signedOut() {
    const dialog = document.querySelector("#login-dialog");
    if (dialog.open || this.over) return;
    const frame = dialog.querySelector("iframe");
    frame.src = frame.dataset.src;
    dialog.showModal();
  }

  #notice(words) {
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.textContent = words;
    document.querySelector("#notices").replaceChildren(notice);
  }

  #say(words) {
    const line = document.createElement("span");
    line.textContent = `${words}. `;
    document.querySelector("#announcer").replaceChildren(line);
  }
}
