// The words of one candidate: kept in this tab with every key, on the server after a short pause.
//
// What is typed stands in sessionStorage until the server says that it has it, so a reload, a lost
// network or a log-in that ran out costs nothing. One request at a time; the next takes what was
// typed meanwhile.

import { csrfToken } from "../csrf.js";
import { remember } from "./savers.js";

const PAUSE = 800; // ms after the last key
const LONGEST_WAIT = 20_000; // ms between two tries
const MOST_KEPT_ALIVE = 60_000; // bytes a browser sends on after its page is gone

export const draftKey = (pk) => `greenroom:import:${pk}`;

/** Name → text of everything a person can type into. */
export function wordsOf(form) {
  const words = {};
  for (const field of form.elements) {
    if (field.name && field.type !== "hidden" && field.type !== "submit") {
      words[field.name] = field.value;
    }
  }
  return words;
}

export class Saver {
  constructor(form, { fetch, storage, later, cancel, show, token }) {
    Object.assign(this, { form, fetch, storage, later, cancel, show, token });
    this.key = draftKey(form.dataset.candidate);
    this.typed = 0; // counts what was typed, saved says up to where the server has it
    this.saved = 0;
    this.tries = 0;
    this.sending = null;
  }

  type() {
    this.typed += 1;
    try {
      this.storage.setItem(this.key, JSON.stringify(wordsOf(this.form)));
    } catch {
      // Full or forbidden: the server still gets it.
    }
    this.show("waiting");
    this.#after(PAUSE);
  }

  /** Resolves once everything typed is on the server, true, or could not be kept, false. */
  async flush() {
    this.cancel(this.timer);
    while (this.saved < this.typed) {
      const before = this.saved;
      await (this.sending ?? this.#send());
      if (this.saved === before) return false;
    }
    return true;
  }

  /** What an earlier visit to this page typed and the server never had. */
  restore() {
    let words;
    try {
      words = JSON.parse(this.storage.getItem(this.key));
    } catch {
      return false;
    }
    let differs = false;
    for (const [name, value] of Object.entries(words ?? {})) {
      const field = this.form.elements[name];
      if (!field || field.value === value) continue;
      field.value = value;
      differs = true;
    }
    if (differs) this.type();
    else if (words) this.storage.removeItem(this.key);
    return differs;
  }

  #after(pause) {
    this.cancel(this.timer);
    this.timer = this.later(() => this.#send(), pause);
  }

  #send() {
    this.sending ??= this.#post().finally(() => {
      this.sending = null;
      if (this.saved < this.typed && this.again) this.#after(this.again);
    });
    return this.sending;
  }

  async #post() {
    const upTo = this.typed;
    this.again = 0;
    let status = 0;
    let reply;
    try {
      const body = new URLSearchParams(new FormData(this.form));
      const response = await this.fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": this.token() },
        credentials: "same-origin",
        keepalive: body.toString().length < MOST_KEPT_ALIVE,
      });
      status = response.status;
      reply = await response.json();
    } catch {
      reply = null;
    }
    if (reply?.state === "saved") this.#accept(upTo, reply);
    else this.#refuse(status, reply);
  }

  #accept(upTo, reply) {
    this.saved = upTo;
    this.tries = 0;
    this.form.elements.revision.value = reply.revision;
    if (this.saved === this.typed) {
      this.storage.removeItem(this.key);
      this.show("saved", reply);
    } else {
      this.again = PAUSE;
    }
  }

  #refuse(status, reply) {
    if (reply?.state === "invalid") {
      this.show("invalid", { words: Object.values(reply.errors).flat().join(" ") });
    } else if (reply?.state === "refused") {
      this.show("refused", { words: reply.reason });
    } else if (reply?.state === "signed-out") {
      this.show("refused", { words: "You are logged out. Log in in another tab, then type on." });
    } else if (status === 404) {
      this.show("refused", { words: "This import is gone. Copy what you typed." });
    } else {
      this.tries += 1;
      this.again = Math.min(LONGEST_WAIT, 1000 * 2 ** this.tries);
      this.show("offline");
    }
  }
}

const WORDS = {
  waiting: "",
  saved: "Saved",
  offline: "Not saved yet; kept in this tab. Trying again.",
};

export function mount(form, { page = document, storage = sessionStorage } = {}) {
  const status = form.querySelector("[data-save-state]");
  const show = (state, reply = {}) => {
    status.textContent = reply.words ?? WORDS[state];
    status.classList.toggle("errorlist", !(state in WORDS) || state === "offline");
    if (state === "saved") update(page, form, reply);
  };
  const saver = new Saver(form, {
    fetch: (...args) => globalThis.fetch(...args),
    storage,
    later: (run, pause) => setTimeout(run, pause),
    cancel: (timer) => clearTimeout(timer),
    show,
    token: () => csrfToken(),
  });
  remember(form, saver);
  form.addEventListener("input", () => saver.type());
  form.addEventListener("change", () => saver.flush());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (saver.saved === saver.typed) show("saved", { words: "Nothing new to save" });
    else saver.flush();
  });
  saver.restore();
}

/** The list and the preview say what the server has now. */
function update(page, form, { row, preview }) {
  if (row) replace(page, `row-${form.dataset.candidate}`, row);
  if (preview) replace(page, "preview", preview);
}

function replace(page, id, html) {
  const old = page.getElementById(id);
  if (!old) return;
  const holder = page.createElement("template");
  holder.innerHTML = html;
  const fresh = holder.content.querySelector(`#${id}`);
  const box = old.querySelector("input[type=checkbox]");
  if (box?.checked) fresh.querySelector("input[type=checkbox]").checked = true;
  const focused = old.contains(page.activeElement) && page.activeElement.localName;
  old.replaceWith(fresh);
  if (focused) fresh.querySelector(focused)?.focus();
}
