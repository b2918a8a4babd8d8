// The question editor: what is typed is kept in this browser, rows move, code has its editor.

import { mountAll } from "./behaviours.js";
import { mount as evidence } from "./review/evidence.js";
import { mount as codeFields } from "./workbench/code-fields.js";
import { mount as formDraft } from "./workbench/form-draft.js";
import { mount as rows } from "./workbench/rows.js";
import { mount as ticks } from "./workbench/ticks.js";

const BEHAVIOURS = { rows, evidence, "form-draft": formDraft };

function dress() {
  // Rows first: a draft that is taken up again needs them.
  mountAll(document, { rows: BEHAVIOURS.rows });
  mountAll(document, BEHAVIOURS);
  for (const form of document.querySelectorAll("#question-form:not([data-dressed])")) {
    form.dataset.dressed = "";
    ticks(form);
    codeFields(form);
  }
  const first = document.querySelector("[data-first]:not([data-mounted])");
  if (first) {
    first.dataset.mounted = "";
    first.focus();
  }
}

dress();
document.addEventListener("htmx:after:swap", dress);
