// What is typed into a long form, kept in this browser until the server has it: through a reload,
// a log-in that ran out and a network that is gone.
//
// A draft is `{id, at, base, fields}`; every page load writes under an id of its own, so two tabs
// never overwrite each other. The form sends the id along; the page that says “saved=<id>” in its
// address is the server's word for it, and only then is that draft let go.

import { newWriter, Tabs } from "../room/tabs.js";
import { arrange } from "./rows.js";

const PREFIX = "greenroom/draft";
const PAUSE = 400;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "draft", "do"]);

/** Drafts in localStorage, under what they are drafts of; in memory where the browser has none. */
export class FormDrafts {
  constructor(thing, { storage = safeStorage() } = {}) {
    this.prefix = `${PREFIX}/${thing}/`;
    this.storage = storage;
  }

  put(draft) {
    try {
      this.storage.setItem(this.prefix + draft.id, JSON.stringify(draft));
      return true;
    } catch {
      return false; // no room
    }
  }

  remove(id) {
    this.storage.removeItem(this.prefix + id);
  }

  /** All that are kept, the newest first. */
  all() {
    const keys = Array.from({ length: this.storage.length }, (_, n) => this.storage.key(n));
    return keys
      .filter((key) => key.startsWith(this.prefix))
      .map((key) => parsed(this.storage.getItem(key)))
      .filter(Boolean)
      .sort((a, b) => b.at - a.at);
  }
}

function parsed(text) {
  try {
    const draft = JSON.parse(text);
    return Array.isArray(draft?.fields) ? draft : null;
  } catch {
    return null;
  }
}

function safeStorage() {
  try {
    return globalThis.localStorage;
  } catch {
    const kept = new Map();
    return {
      get length() {
        return kept.size;
      },
      key: (n) => [...kept.keys()][n],
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => kept.set(key, value),
      removeItem: (key) => kept.delete(key),
    };
  }
}

/** The fields of a form as pairs of name and value, in their order. */
export function fieldsOf(form) {
  return [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));
}

/** Puts the fields of a draft back: first the rows there were, then what stood in each. */
export function fill(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const group of form.querySelectorAll("[data-behaviour=rows]"))
    arrange(group, values.get(group.dataset.name) ?? []);
  form.dispatchEvent(new Event("draft:taken")); // the ticks for those rows
  for (const field of form.elements) {
    if (!field.name || NOT_KEPT.has(field.name) || field.type === "submit") continue;
    const typed = values.get(field.name) ?? [];
    if (field.type === "checkbox") field.checked = typed.includes(field.value);
    else if (field.type !== "hidden" || field.name === "base")
      field.value = typed[0] ?? field.value;
  }
  form.dispatchEvent(new Event("draft:taken"));
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export async function mount(form, { page = window, now = Date.now, tabs } = {}) {
  const drafts = new FormDrafts(form.dataset.draft);
  const state = form.querySelector("[data-draft-state]");
  const id = form.elements.draft.value || newWriter();
  const others = (
    tabs ?? new Tabs(id, { channel: new BroadcastChannel("greenroom-forms") })
  ).others();
  const untouched = fieldsOf(form);
  form.elements.draft.value = id;
  for (const button of form.querySelectorAll("[data-plain]")) button.hidden = true;

  const say = (words) => {
    state.textContent = words;
  };
  let timer = null;
  const keep = () => {
    clearTimeout(timer);
    timer = null;
    const kept = drafts.put({ id, at: now(), fields: fieldsOf(form) });
    say(
      kept
        ? "Not saved yet; kept in this browser."
        : "Not saved yet, and this browser has no room to keep it.",
    );
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  page.addEventListener("pagehide", () => timer && keep());
  form.addEventListener("submit", keep);
  form.addEventListener("htmx:error", () =>
    say("No connection: not saved. What you typed is kept in this browser; save again later."),
  );
  form.addEventListener("htmx:response:error", (event) => {
    if (event.detail.ctx.response.status >= 500)
      say("The server could not save it. What you typed is kept in this browser; try again.");
  });

  forgetSaved(form, drafts, page, say);
  await takeUp();

  /** What was typed on a page that is gone comes back by itself, and can be thrown away. */
  async function takeUp() {
    const alive = await others;
    const left = drafts.all().find((draft) => draft.id !== id && !alive.has(draft.id));
    if (!left || !same(fieldsOf(form), untouched)) return;
    if (same(left.fields, untouched)) {
      drafts.remove(left.id);
      return;
    }
    fill(form, left.fields);
    keep();
    drafts.remove(left.id);
    const when = new Date(left.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    say(`What you typed on ${when} was not saved; here it is again. `);
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "link", textContent: "Throw it away" });
    button.addEventListener("click", () => {
      clearTimeout(timer);
      timer = null;
      drafts.remove(id);
      page.location.reload();
    });
    state.append(button);
  }
}

/** The server says which draft it has: that one goes, and the address is plain again. */
function forgetSaved(form, drafts, page, say) {
  const address = new URL(page.location.href);
  const saved = address.searchParams.get("saved");
  if (!saved) return;
  const [user] = form.dataset.draft.split("/");
  for (const kept of [drafts, new FormDrafts(`${user}/new`)]) kept.remove(saved);
  address.searchParams.delete("saved");
  page.history.replaceState(page.history.state, "", address);
  say("Saved.");
}
