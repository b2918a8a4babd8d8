// The pages of an import: dropping files, reviewing by keyboard, words that are kept as one types.

import { mountAll } from "./behaviours.js";
import { mount as candidateForm } from "./import/candidate-form.js";
import { mount as dropZone } from "./import/drop-zone.js";
import { mount as reviewKeys } from "./import/review-keys.js";
import { sendAfterSaving } from "./import/after-saving.js";

const BEHAVIOURS = {
  "candidate-form": candidateForm,
  "drop-zone": dropZone,
  "review-keys": reviewKeys,
};

sendAfterSaving(document);
mountAll(document, BEHAVIOURS);
document.addEventListener("htmx:after:swap", () => mountAll(document, BEHAVIOURS));
