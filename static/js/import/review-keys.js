// Reviewing by keyboard: every action has a key. With Alt they work everywhere; alone they work
// outside the text, where the person has not switched single keys off.

import * as keys from "../keys.js";
import { saverOf } from "./savers.js";

export const KEYS = [
  { code: "KeyJ", key: "J", action: "next", words: "Next question" },
  { code: "KeyK", key: "K", action: "previous", words: "Previous question" },
  { code: "KeyE", key: "E", action: "edit", words: "Edit the question" },
  { code: "KeyA", key: "A", action: "answer", words: "Edit the answer" },
  { code: "KeyX", key: "X", action: "drop", words: "Drop, or take back" },
  { code: "KeyM", key: "M", action: "merge", words: "Merge with the next" },
  {
    code: "KeyS",
    key: "S",
    action: "split",
    words: "Split: at the cursor in a text, else at a line",
  },
  { code: "KeyL", key: "L", action: "link", words: "Use the one in the bank" },
  { code: "KeyB", key: "B", action: "keep", words: "Keep both" },
  { code: "Space", key: "Space", action: "select", words: "Select for changing many" },
];

// With Shift a letter asks for nothing here.
const UNSHIFTED = KEYS.map((key) => ({ ...key, shift: false }));

/** The action a key press asks for, or null. */
export function actionOf(event, { plain = true } = {}) {
  if (event.defaultPrevented) return null;
  const typing = keys.isTyping(event.target);
  const alone = !event.ctrlKey && !event.metaKey;
  if (alone && event.key === "Escape" && typing) return "leave";
  const action = keys.actionOf(event, UNSHIFTED, { typing, plain });
  // Buttons, links and boxes have a use for the space bar themselves.
  const presses = event.target.closest?.("button, summary, input");
  return event.code === "Space" && !event.altKey && presses ? null : action;
}

/** Where in a text the cursor stands, counted as the server counts: in characters. */
export function characters(text, units) {
  return [...text.slice(0, units)].length;
}

export function fillTable(body, { plain = true, page = document } = {}) {
  const rows = KEYS.map(({ key, words }) => [plain ? [key] : ["Alt", key], words]);
  rows.push([["Esc"], "Leave the text"]);
  if (plain) rows.push([["?"], "This list. With Alt, keys work in a text too"]);
  else rows.push([["Alt", "/"], "This list"]);
  keys.fillTable(body, rows, page);
}

const TEXTS = new Set(["prompt", "answer"]);

// htmx names the target in its header only for elements that have one.
const PART = { target: "#open", swap: "outerHTML", headers: { "HX-Target": "section#open" } };
const swap = (...args) => globalThis.htmx.ajax(...args);

export function mount(root, { page = document, ajax = swap } = {}) {
  const plain = root.dataset.plain !== "no";
  const $ = (selector) => page.querySelector(selector);
  const rows = () => [...root.querySelectorAll(".candidate a")];
  const opened = () => $("#open")?.dataset.candidate;
  const linkOf = (pk) => $(`#row-${pk} a`);
  const form = () => $('[data-behaviour="candidate-form"]');
  let cursor = null; // the text last typed in, and where

  const current = () => {
    const link = linkOf(opened());
    for (const other of root.querySelectorAll(".candidate a[aria-current]")) {
      if (other !== link) other.removeAttribute("aria-current");
    }
    link?.setAttribute("aria-current", "true");
    link?.scrollIntoView({ block: "nearest" });
    const field = root.querySelector("#many [name=open]");
    if (field && opened()) field.value = opened();
    if (link) page.defaultView.history.replaceState(null, "", link.getAttribute("href"));
    return link;
  };

  let wanted = null; // where the person is going, while the page is still on its way
  let going = Promise.resolve(); // ends when it is there, and its buttons work
  const open = (link) => {
    saverOf(form())?.flush();
    link.focus();
    const goes = wanted !== null;
    wanted = link.closest("li").id.slice("row-".length);
    if (!goes) going = go();
  };
  const go = async () => {
    while (wanted !== opened()) {
      const goal = wanted;
      const query = new URL(linkOf(goal).href).search;
      await ajax("GET", `${root.dataset.where}${query}`, PART);
      if (opened() !== goal) break; // it did not come: stay where we are
    }
    wanted = null;
  };
  const move = (step) => {
    const links = rows();
    const at = links.indexOf(linkOf(wanted ?? opened()));
    const link = links[at + step];
    if (link) open(link);
  };
  const submit = (selector) => {
    const target = $(`#open ${selector}`);
    if (target) target.requestSubmit ? target.requestSubmit() : target.click();
  };
  const split = () => {
    const at = cursor ?? {};
    const target = $('[data-action="split-at-cursor"]');
    if (at.field && form()?.contains(at.field) && page.activeElement === at.field) {
      target.elements.field.value = at.field.name;
      target.elements.at.value = characters(at.field.value, at.field.selectionStart);
      target.requestSubmit();
    } else {
      $("#split-line")?.focus();
    }
  };
  const edit = (name) => {
    const field = form()?.elements[name];
    field?.focus();
    field?.scrollIntoView({ block: "nearest" });
  };
  const select = () => {
    const box = $(`#row-${opened()} input`);
    if (!box) return;
    box.checked = !box.checked;
    count();
  };
  const help = () => {
    const dialog = $("#keys");
    fillTable(dialog.querySelector("tbody"), { plain, page });
    dialog.showModal();
  };
  const count = () => {
    const boxes = [...root.querySelectorAll(".candidate input")];
    const chosen = boxes.filter((box) => box.checked).length;
    const said = root.querySelector("[data-selected]");
    if (said) said.textContent = chosen ? `${chosen} selected` : "";
    const many = root.querySelector(".many");
    if (many && chosen) many.open = true;
  };

  const ACTIONS = {
    next: () => move(1),
    previous: () => move(-1),
    edit: () => edit("prompt"),
    answer: () => edit("answer"),
    drop: () => submit('[data-action="drop"]'),
    merge: () => submit('[data-action="merge"]'),
    link: () => submit('[name="decision"][value="link"]'),
    keep: () => submit('[name="decision"][value="keep"]'),
    split,
    select,
    help,
    leave: () => linkOf(opened())?.focus(),
  };

  const listening = new AbortController();
  const { signal } = listening;
  page.addEventListener(
    "keydown",
    (event) => {
      if (!root.isConnected) return listening.abort();
      if ($("dialog[open]")) return;
      const action = actionOf(event, { plain });
      if (!action) return;
      event.preventDefault();
      const moves = action === "next" || action === "previous";
      if (moves || wanted === null) ACTIONS[action]();
      else going.then(ACTIONS[action]);
    },
    { signal },
  );
  page.addEventListener(
    "focusin",
    (event) => {
      if (TEXTS.has(event.target.name) && form()?.contains(event.target)) {
        cursor = { field: event.target };
        const button = $('[data-action="split-at-cursor"]');
        if (button) button.hidden = false;
      }
    },
    { signal },
  );
  // The button of a mouse takes the focus away: it means the text one was in.
  page.addEventListener(
    "mousedown",
    (event) => {
      const button = event.target.closest?.('[data-action="split-at-cursor"] button');
      if (!button) return;
      event.preventDefault();
      split();
    },
    { signal },
  );
  page.addEventListener(
    "click",
    (event) => {
      const row = event.target.closest?.(".candidate a");
      if (row && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        open(row);
      }
      const which = event.target.closest?.("[data-select]")?.dataset.select;
      if (which)
        for (const box of root.querySelectorAll(".candidate input")) box.checked = which === "all";
      if (event.target.closest?.("[data-keys]")) help();
      const step = event.target.closest?.("#open a[data-action]");
      if (step && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        ACTIONS[step.dataset.action]();
      }
      if (which || event.target.closest?.(".candidate input")) count();
    },
    { signal },
  );
  page.addEventListener(
    "htmx:after:swap",
    () => {
      if (!root.isConnected) return listening.abort();
      current();
      showButtons();
    },
    { signal },
  );

  const showButtons = () => {
    for (const button of page.querySelectorAll("[data-keys], [data-select]")) button.hidden = false;
  };
  showButtons();
  const link = current();
  if (page.activeElement === page.body) link?.focus({ preventScroll: true });
}
