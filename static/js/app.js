// Every page: htmx, and the behaviours that elements ask for by `data-behaviour`.

import "htmx.org";

import { mountAll } from "./behaviours.js";
import { csrfToken } from "./csrf.js";
import { mount as dropdown } from "./dropdown.js";
import { mount as guessTimeZone } from "./guess-time-zone.js";
import { renderAll } from "./maths-on-demand.js";
import { mount as leanForm } from "./lean-form.js";
import { mount as once } from "./once.js";
import { mount as passkeys } from "./passkeys.js";
import { watch } from "./saves-itself.js";
import { mount as signedIn } from "./signed-in.js";
import { mount as slashFocus } from "./slash-focus.js";
import { mount as themeChoice } from "./theme-choice.js";
import { mount as timeZone } from "./time-zone.js";

// The script of a single page gets these from here, so that a page has one of each.
export { csrfToken, mountAll, renderAll };

const BEHAVIOURS = {
  dropdown,
  "guess-time-zone": guessTimeZone,
  "lean-form": leanForm,
  once,
  passkeys,
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
watch({ token: csrfToken });
document.addEventListener("htmx:after:swap", dress);
document.addEventListener("htmx:config:request", (event) => {
  const { headers, body } = event.detail.ctx.request;
  headers["X-CSRFToken"] = csrfToken();
  // That of the page is an old one where somebody logged in anew in another tab.
  if (body instanceof FormData && body.has("csrfmiddlewaretoken"))
    body.set("csrfmiddlewaretoken", csrfToken());
});
