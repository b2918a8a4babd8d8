// Every page: htmx, and the behaviours that elements ask for by `data-behaviour`.

import "htmx.org";

import { mountAll } from "./behaviours.js";
import { csrfToken } from "./csrf.js";
import * as dropdown from "./dropdown.js";
import * as guessTimeZone from "./guess-time-zone.js";
import { renderAll } from "./maths-on-demand.js";
import * as leanForm from "./lean-form.js";
import * as once from "./once.js";
import * as passkeyTrouble from "./passkey-trouble.js";
import * as signedIn from "./signed-in.js";
import * as slashFocus from "./slash-focus.js";
import * as themeChoice from "./theme-choice.js";
import * as timeZone from "./time-zone.js";

const BEHAVIOURS = {
  dropdown,
  "guess-time-zone": guessTimeZone,
  "lean-form": leanForm,
  once,
  "passkey-trouble": passkeyTrouble,
  "signed-in": signedIn,
  "slash-focus": slashFocus,
  "theme-choice": themeChoice,
  "time-zone": timeZone,
};

function dress() {
  mountAll(document, BEHAVIOURS);
  renderAll(document);
}

dress();
document.addEventListener("htmx:after:swap", dress);
document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.headers["X-CSRFToken"] = csrfToken();
});
