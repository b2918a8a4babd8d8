// Keeps an interviewer's notes as an answer is kept: on this device at once, then on the server, and
// both texts when another tab wrote meanwhile. Without this the form has a button that saves.

import { Api } from "../room/api.js";
import { Drafts } from "../room/drafts.js";
import { Saver } from "../room/saver.js";
import { sentence } from "../room/save-state.js";

/** Drafts of notes stand beside those of answers, under a name no interview has. */
export const draftsOf = (interview) => `notes-${interview}`;

export function mount(
  form,
  {
    page = globalThis,
    drafts = new Drafts(),
    api = new Api(form.dataset.notes),
    writer = form.elements.writer.value,
  } = {},
) {
  const field = form.elements.text;
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  api.root = form.getAttribute("action");

  const saver = new Saver(
    {
      interview: draftsOf(form.dataset.notes),
      position: 0,
      text: field.value,
      revision: Number(form.elements.base.value),
    },
    {
      drafts,
      writer,
      post: (position, json, options) => api.request("", { json, ...options }),
      onChange: show,
    },
  );

  function show({ state, rival, base, reason }) {
    part("state").textContent = reason || sentence([state]);
    form.elements.base.value = base;
    part("rival").hidden = state !== "conflict";
    if (rival) part("rival").querySelector("pre").textContent = rival.text;
  }

  async function adopt() {
    for (const draft of await drafts.of(draftsOf(form.dataset.notes))) {
      if (draft.writer === writer) continue;
      const shown = field.value;
      if (draft.text !== shown && (await saver.adopt(draft, shown))) field.value = saver.text;
      await drafts.remove(draft);
    }
  }

  field.addEventListener("input", () => saver.type(field.value));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    saver.flush();
  });
  part("mine").addEventListener("click", () => saver.keepMine());
  part("theirs").addEventListener("click", () => {
    field.value = saver.takeTheirs();
  });
  page.addEventListener("online", () => saver.hurry());
  page.addEventListener("pagehide", () => saver.flush({ keepalive: true }));
  adopt();
  return saver;
}
