// What was tried at a question about a fault: a line for each idea, kept like an answer.
//
// The whole list is one text, a line each, its parts with tabs between. An empty line at the end
// waits for the next idea. Where another tab has saved meanwhile, both lists are put together.

import { Saver } from "./saver.js";

const PARTS = 4;

/** The text as rows of four parts. */
export function rows(text) {
  if (!text) return [];
  return text.split("\n").map((line) => {
    const parts = line.split("\t");
    const rest = parts.slice(PARTS - 1).join(" ");
    return [...parts.slice(0, PARTS - 1), ...Array(PARTS).fill("")]
      .slice(0, PARTS - 1)
      .concat(rest);
  });
}

/** The other way round; empty rows at the end are none, and a verdict alone is no idea. */
export function written(list) {
  const lines = list.map((parts) => parts.map((part) => part.replace(/\s/g, " ")).join("\t"));
  while (
    lines.length &&
    !list[lines.length - 1]
      .slice(0, PARTS - 1)
      .join("")
      .trim()
  )
    lines.pop();
  return lines.join("\n");
}

/** Theirs first, then what only mine has: no line of either is lost. */
export function together(theirs, mine) {
  const known = new Set(theirs.split("\n"));
  const more = mine.split("\n").filter((line) => line.trim() && !known.has(line));
  return [...(theirs ? [theirs] : []), ...more].join("\n");
}

export class Tried {
  /** @param tools `{api, drafts, writer, interview, onChange}` */
  constructor(section, facts, { api, drafts, writer, interview, onChange }) {
    this.section = section;
    this.list = section.querySelector("ol");
    this.error = section.querySelector(".field-error");
    this.position = facts.position;
    this.shown = facts.text;
    this.drafts = drafts;
    this.frozen = false;
    this.saver = new Saver(
      { interview, ...facts },
      {
        drafts,
        writer,
        post: (_position, json, options) =>
          api.request(`questions/${facts.question}/tried/`, { json, ...options }),
        onChange: (saver) => {
          this.#heard(saver);
          onChange(this);
        },
      },
    );
    this.#draw(facts.text);
    this.list.addEventListener("input", () => this.#typed());
  }

  /** A draft that a closed page of this browser left behind goes on here; where that cannot be,
   *  its lines are put behind those that are here. */
  async adopt(draft) {
    const { saver } = this;
    if (draft.text !== saver.text) {
      if (!(await saver.adopt(draft, this.shown))) saver.type(together(saver.text, draft.text));
      this.#take(saver.text);
    }
    return this.drafts.remove(draft);
  }

  freeze(frozen) {
    this.frozen = frozen;
    for (const field of this.list.querySelectorAll("input, select")) field.disabled = frozen;
  }

  #typed() {
    const list = [...this.list.children].map((item) =>
      [...item.querySelectorAll("input, select")].map((field) => field.value),
    );
    if (
      list
        .at(-1)
        ?.slice(0, PARTS - 1)
        .join("")
        .trim()
    )
      this.#add();
    this.saver.type(written(list));
  }

  #heard(saver) {
    this.error.hidden = saver.state !== "refused";
    this.error.textContent = saver.state === "refused" ? saver.reason : "";
    if (saver.state !== "conflict" || !saver.rival) return;
    const theirs = saver.rival.text;
    const text = together(theirs, saver.text);
    this.#take(text);
    if (text === theirs) {
      saver.takeTheirs();
      return;
    }
    saver.text = text;
    saver.keepMine();
  }

  /** Show another text without taking the field away from whoever is typing in it. */
  #take(text) {
    const fields = [...this.list.querySelectorAll("input, select")];
    const typing = fields.indexOf(document.activeElement);
    const value = typing < 0 ? "" : fields[typing].value;
    this.#draw(text);
    if (typing < 0) return;
    const now = [...this.list.querySelectorAll("input, select")];
    const again = now.find((field) => field.value === value) ?? now[typing];
    again?.focus();
  }

  #draw(text) {
    this.list.replaceChildren();
    for (const parts of rows(text)) this.#add(parts);
    this.#add();
  }

  #add(parts = Array(PARTS).fill("")) {
    const item = this.section.querySelector("template").content.firstElementChild.cloneNode(true);
    const number = this.list.children.length + 1;
    item.querySelectorAll("input, select").forEach((field, place) => {
      field.value = parts[place];
      field.disabled = this.frozen;
      field.setAttribute("aria-label", `Line ${number}: ${field.dataset.label}`);
    });
    this.list.append(item);
  }
}
