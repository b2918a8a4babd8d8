// A button that drops, merges, splits or saves waits until the words being typed are kept: else
// the server would act on what stood there before.

import { saverOf } from "./savers.js";

const FORM = '[data-behaviour="candidate-form"]';

export function sendAfterSaving(page) {
  const passed = new WeakSet();
  page.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      if (!form.matches("[data-after-saving]")) return;
      if (passed.delete(form)) return;
      const saver = saverOf(page.querySelector(FORM));
      if (!saver || saver.saved === saver.typed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const kept = await saver.flush();
      if (!kept) return; // the form says why
      passed.add(form);
      form.requestSubmit(event.submitter);
    },
    { capture: true },
  );
}
