// The page of a score sheet: saves as one goes, marks by key, and asks where two windows differ.

import { csrfToken } from "../csrf.js";
import { actionOf, afterDigit, nextUnmarked } from "./mark-keys.js";
import { SheetSaver } from "./sheet-saver.js";

// Far below the half hour for which a claim lasts.
const STILL_HERE = 5 * 60 * 1000;
const WORDS = {
  saving: "Saving …",
  saved: "Saved.",
  offline: "Not saved yet: the server does not answer. Kept in this browser; trying again.",
  "signed-out": "You are logged out. Kept in this browser: log in in another tab.",
  closed: "This interview is not open to you any more. What you typed is kept in this browser.",
  conflict: "Another window wrote something else: choose above.",
};

/** What is not saved yet, in this browser's storage under `name`. */
export function storeOf(name, storage) {
  return {
    read() {
      try {
        return JSON.parse(storage.getItem(name));
      } catch {
        return null;
      }
    },
    write(kept) {
      try {
        if (kept) storage.setItem(name, JSON.stringify(kept));
        else storage.removeItem(name);
      } catch {
        // No room, or no storage at all: the server is asked soon enough.
      }
    },
  };
}

/** The fields of the form by name, whatever they are made of. */
function fieldsOf(form) {
  const inputs = (name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  return {
    read(name) {
      const all = inputs(name);
      const ticked = all.find((one) => one.checked);
      const isTicked = ["radio", "checkbox"].includes(all[0]?.type);
      return (isTicked ? ticked : all[0])?.value ?? "";
    },
    put(name, value) {
      for (const input of inputs(name)) {
        if (input.type === "radio") input.checked = input.value === value;
        else if (input.type === "checkbox") input.checked = Boolean(value);
        else input.value = value;
      }
    },
    wordsOf(name, value) {
      const button = inputs(name).find((one) => one.type === "radio" && one.value === value);
      return button?.closest("label").textContent.trim() ?? value;
    },
  };
}

function button(page, words, run) {
  const made = page.createElement("button");
  Object.assign(made, { type: "button", className: "button small", textContent: words });
  made.addEventListener("click", run);
  return made;
}

export function mount(form, { page = document, storage = globalThis.localStorage } = {}) {
  const fields = fieldsOf(form);
  const points = [...form.querySelectorAll("[data-point]")];
  const state = form.querySelector("[data-state]");
  let here = -1;

  const saver = new SheetSaver({
    base: Number(form.dataset.revision),
    send: (body) => post(form.dataset.url, body),
    store: storeOf(`sheet:${form.dataset.sheet}`, storage),
    say: (how, words = WORDS[how]) => (state.textContent = words),
    take: put,
    ask,
  });

  function put(name, value) {
    fields.put(name, value);
    count();
  }

  /** Both texts of a field on the page, until the person has chosen. */
  function ask(name, theirs) {
    const field = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
    field.querySelector("[data-rivals]")?.remove();
    const box = page.createElement("div");
    box.className = "notice stack";
    box.dataset.rivals = "";
    box.setAttribute("role", "alert");
    const said = page.createElement("p");
    said.textContent = `Another window has here: “${fields.wordsOf(name, theirs) || "nothing"}”`;
    const keep = button(page, "Keep what stands here", () => {
      box.remove();
      saver.keepMine(name);
    });
    const take = button(page, "Take the other", () => {
      box.remove();
      put(name, theirs);
      saver.takeTheirs(name);
    });
    box.append(said, keep, take);
    field.append(box);
  }

  const isNothing = (point) =>
    point.closest("section").querySelector('input[name^="none-"]').checked;
  const marks = () =>
    points.map((point) => fields.read(point.dataset.field) || (isNothing(point) ? "missed" : ""));

  function count() {
    const now = marks();
    const done = now.filter(Boolean).length;
    form.querySelector("[data-count]").textContent = `${done} of ${now.length} points marked.`;
  }

  function go(place) {
    const point = points[place];
    if (!point) return form.querySelector('[name="hand_in"]').focus();
    here = place;
    (point.querySelector("input:checked") ?? point.querySelector("input")).focus();
    return point.scrollIntoView({ block: "center" });
  }

  const next = () => go(nextUnmarked(marks(), here));

  function mark(verdict) {
    const radio = points[here]?.querySelector(`input[value="${verdict}"]`);
    if (!radio) return;
    if (!radio.checked) radio.click();
    go(afterDigit(marks(), here, verdict));
  }

  form.addEventListener("focusin", (event) => {
    const point = event.target.closest("[data-point]");
    if (point) here = points.indexOf(point);
  });
  form.addEventListener("input", ({ target }) => {
    if (!target.name) return;
    saver.change(target.name, fields.read(target.name));
    count();
  });
  form.addEventListener("submit", (event) => {
    // The form carries every field, and would write over what another window wrote.
    if (saver.isDivided) {
      event.preventDefault();
      state.textContent = WORDS.conflict;
    }
    form.querySelector('[name="base"]').value = saver.base;
  });
  form.querySelector("[data-next]").addEventListener("click", next);
  page.addEventListener("keydown", (event) => {
    if (!form.isConnected) return;
    const action = actionOf(event, { plain: "plain" in form.dataset });
    if (!action || action === "help") return;
    event.preventDefault();
    if (action === "next") next();
    else mark(action.slice("mark:".length));
  });
  page.defaultView?.addEventListener("pagehide", () => {
    const changes = { ...saver.waiting };
    if (!Object.keys(changes).length) return;
    post(form.dataset.url, { base: saver.base, changes }, { keepalive: true }).catch(() => {});
  });

  form.querySelector("[data-next]").hidden = false;
  form.querySelector("[data-save]").hidden = true;
  for (const [name, value] of Object.entries(saver.recover())) fields.put(name, value);
  count();
  saver.flush();
  setInterval(() => page.visibilityState === "visible" && saver.flush(), STILL_HERE);
}

async function post(url, body, { keepalive = false } = {}) {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": csrfToken(),
    },
    body: JSON.stringify(body),
    credentials: "same-origin",
    keepalive,
    signal: AbortSignal.timeout(15_000),
  });
  const isJson = response.headers.get("content-type")?.includes("json");
  return { status: response.status, reply: isJson ? await response.json() : null };
}
