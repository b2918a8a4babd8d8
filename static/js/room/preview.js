// The pane beside a prose answer that shows it as it will look, a moment after each pause in typing.

import { csrfToken } from "../csrf.js";
import { renderAll } from "../maths-on-demand.js";

const PAUSE = 250;

export class Preview {
  toggle(article) {
    const pane = article.querySelector(".preview");
    const button = article.querySelector("[data-action=preview]");
    if (!pane) return;
    pane.hidden = !pane.hidden;
    button.setAttribute("aria-pressed", String(!pane.hidden));
    if (pane.hidden) return;
    const textarea = article.querySelector("textarea");
    this.#render(textarea, pane);
    if (pane.dataset.live) return;
    pane.dataset.live = "yes";
    textarea.addEventListener("input", () => this.#later(textarea, pane));
  }

  #later(textarea, pane) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#render(textarea, pane), PAUSE);
  }

  async #render(textarea, pane) {
    if (pane.hidden) return;
    try {
      pane.innerHTML = await this.#ask(textarea.value);
      renderAll(pane);
    } catch {
      pane.textContent = "No preview without a connection; what you typed is kept.";
    }
  }

  async #ask(text) {
    const response = await fetch("/interviews/preview/", {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken() },
      body: new URLSearchParams({ text }),
    });
    if (!response.ok || response.redirected) throw new Error(`preview: ${response.status}`);
    return response.text();
  }
}
