// One question on the page: its editor, its saver, its time, its small buttons.

import { codeEditor, proseEditor } from "./editor.js";
import { offer, withdraw } from "./rivals.js";
import { Saver } from "./saver.js";

export class Question {
  /** @param tools `{api, drafts, writer, interview, onChange}` */
  constructor(article, facts, { api, drafts, writer, onChange, interview }) {
    this.article = article;
    this.position = facts.position;
    this.facts = facts;
    this.api = api;
    this.drafts = drafts;
    this.textarea = article.querySelector("textarea");
    this.error = article.querySelector(".field-error");
    this.choice = article.querySelector(".parked");
    this.progress = article.querySelector("progress");
    this.saver = new Saver(
      { interview, ...facts },
      {
        drafts,
        writer,
        post: (position, json, options) =>
          api.request(`answers/${position}/`, { json, ...options }),
        onChange: (saver) => {
          this.#show(saver);
          onChange(this);
        },
      },
    );
    this.onType = (text) => this.saver.type(text);
    if (!this.textarea.value && facts.revision === 0) this.textarea.value = facts.starter;
    this.editor = proseEditor(this.textarea, this.onType);
  }

  /** A question that wants code gets its editor; until it is there the plain field serves. */
  async openEditor({ keymap, nonce }) {
    if (!this.textarea.dataset.language) return;
    this.editor = await codeEditor(this.textarea, { keymap, nonce, onType: this.onType });
    if (!this.article.hidden) this.show(true);
  }

  get answered() {
    const typed = this.saver.text.trim();
    return typed !== "" && typed !== this.facts.starter.trim();
  }

  get flagged() {
    return this.#flagButton.getAttribute("aria-pressed") === "true";
  }

  get #flagButton() {
    return this.article.querySelector("[data-action=flag]");
  }

  show(visible) {
    this.article.hidden = !visible;
    this.editor.name(visible ? "Your answer" : null);
  }

  /** Seconds this question was just in front of the candidate. */
  spend(seconds) {
    this.saver.secondsUsed += seconds;
    this.progress.value = Math.min(this.saver.secondsUsed, this.progress.max);
    this.progress.classList.toggle("over", this.saver.secondsUsed > this.progress.max);
  }

  noteTime() {
    const form = { seconds_used: Math.round(this.saver.secondsUsed) };
    this.api
      .request(`questions/${this.position}/visit/`, { form, keepalive: true })
      .catch(() => {}); // the next save carries it too
  }

  async toggleFlag() {
    const flagged = !this.flagged;
    this.#flagButton.setAttribute("aria-pressed", String(flagged));
    try {
      const form = { flagged: flagged ? "1" : "0" };
      await this.api.request(`questions/${this.position}/flag/`, { form });
    } catch {
      // A flag is a note to oneself on this page; offline it is only not remembered by the server.
    }
  }

  /** A draft that a closed page of this browser left behind goes on here. Where the person has
   *  already changed the text that was shown, they choose; until then the draft stays kept. */
  async adopt(draft) {
    if (draft.text === this.saver.text) return this.drafts.remove(draft);
    if (!(await this.saver.adopt(draft, this.facts.text))) return this.#offerDraft(draft);
    this.editor.text = this.saver.text;
    if (!this.choice.hidden) this.#settle();
    return this.drafts.remove(draft);
  }

  catchUp(text, revision) {
    this.editor.text = text;
    this.saver.catchUp(text, revision);
  }

  /** Texts that lost a race earlier and wait on the server for a decision. */
  offerParked() {
    const [parked] = this.facts.parked;
    if (parked === undefined || parked === this.saver.text || !this.choice.hidden) return;
    const why = "Another tab or device typed something else for this question.";
    this.#offerOther(parked, why, () => this.#settle());
  }

  #offerDraft(draft) {
    const why = "This page was closed before its last words were saved.";
    this.#offerOther(draft.text, why, () => this.drafts.remove(draft));
  }

  #offerOther(other, why, done) {
    offer(this.choice, `${why} Both texts are kept; which one counts?`, [
      {
        title: "Your answer as it stands",
        text: this.saver.text,
        button: "Keep it",
        choose: done,
      },
      {
        title: "The other text",
        text: other,
        button: "Use the other text",
        choose: () => {
          this.editor.text = other;
          this.saver.type(other);
          done();
        },
      },
    ]);
  }

  /** Keys pressed while the page was still loading are in the field, but nobody was told. */
  noticeEarlyTyping() {
    const { text } = this.editor;
    if (text !== this.saver.text && text !== this.facts.starter) this.saver.type(text);
  }

  freeze(frozen) {
    this.editor.freeze(frozen);
  }

  #show(saver) {
    const refused = saver.state === "refused";
    this.error.hidden = !refused;
    this.error.textContent = refused ? saver.reason : "";
    if (saver.state === "conflict") this.#offerRival(saver);
  }

  #offerRival(saver) {
    offer(
      this.choice,
      "This answer was changed in another tab or on another device. Both texts are kept; which one counts?",
      [
        {
          title: "In this tab",
          text: saver.text,
          button: "Keep this tab’s text",
          choose: () => {
            saver.keepMine();
            this.#settle();
          },
        },
        {
          title: "From the other tab",
          text: saver.rival.text,
          button: "Use the other text",
          choose: () => {
            this.editor.text = saver.takeTheirs();
            this.#settle();
          },
        },
      ],
    );
  }

  #settle() {
    withdraw(this.choice);
    this.api.request(`answers/${this.position}/settle/`).catch(() => {});
    this.editor.focus();
  }
}
