// Fields and forms that save themselves while one types: what the server does not have yet is sent
// when the page goes, and tried again while the network is gone. The server's own words about what
// it has stand where the element asks for them; only trouble is said here, beside them.

const SAVES_ITSELF = "[hx-post][hx-trigger*='input delay']";
const TRY_AGAIN_AFTER = 4000;
const NO_ANSWER = "Not saved yet: no answer from the server. It is tried again by itself.";
const LOGGED_OUT =
  "Not saved yet: you are logged out. Leave this page open and log in in another tab; it saves then.";

// Refusals that say why, in the place of the element's own words.
const ANSWERED = new Set([409, 422]);

const formOf = (element) => (element.matches("form") ? element : element.closest("form"));

export function watch({
  page = document,
  view = page.defaultView,
  send = (...words) => fetch(...words),
  token,
  later = setTimeout,
}) {
  // Element -> how often it was typed in; what was sent last, by the same count.
  const typed = new Map();
  const sent = new WeakMap();
  const failing = new Set();

  page.addEventListener("input", ({ target }) => {
    const element = target.closest?.(SAVES_ITSELF);
    if (element) typed.set(element, (typed.get(element) ?? 0) + 1);
  });
  // Words that are sent with their form are on their way.
  page.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (defaultPrevented) return;
    for (const element of typed.keys()) if (formOf(element) === target) done(element);
  });
  page.addEventListener("htmx:before:request", ({ target, detail }) => {
    if (typed.has(target)) sent.set(detail.ctx, typed.get(target));
  });
  page.addEventListener("htmx:after:request", (event) => {
    const { target, detail } = event;
    if (!typed.has(target)) return;
    const { status, headers } = detail.ctx.response;
    if (headers.get("HX-Redirect")?.includes("/login/")) {
      event.preventDefault(); // the words would go with the page
      fail(target, LOGGED_OUT);
    } else if (status >= 400 && !ANSWERED.has(status)) fail(target, NO_ANSWER);
    else if (sent.get(detail.ctx) === typed.get(target)) done(target);
    else succeed(target);
  });
  page.addEventListener("htmx:error", ({ target }) => fail(target, NO_ANSWER));
  view.addEventListener("pagehide", () => {
    for (const element of typed.keys()) {
      const form = element.isConnected && formOf(element);
      if (form) post(element.getAttribute("hx-post"), form);
    }
  });
  view.addEventListener("beforeunload", (event) => {
    if (failing.size) event.preventDefault();
  });

  function post(address, form) {
    const headers = { "X-CSRFToken": token(), "HX-Request": "true" };
    const body = new view.URLSearchParams(new view.FormData(form));
    send(address, { method: "POST", body, headers, keepalive: true }).catch(() => {});
  }

  function done(element) {
    typed.delete(element);
    succeed(element);
  }

  function succeed(element) {
    if (failing.delete(element)) troubleOf(element)?.remove();
  }

  function fail(element, words) {
    if (!typed.has(element)) return;
    troubleOf(element)?.remove();
    failing.add(element);
    stateOf(element)?.after(trouble(words));
    later(() => {
      if (typed.has(element) && element.isConnected)
        element.dispatchEvent(new view.Event("input", { bubbles: true }));
    }, TRY_AGAIN_AFTER);
  }

  const stateOf = (element) => page.querySelector(element.getAttribute("hx-target"));

  function troubleOf(element) {
    const beside = stateOf(element)?.nextElementSibling;
    return beside?.matches("[data-not-saved]") ? beside : null;
  }

  function trouble(words) {
    const said = page.createElement("span");
    said.className = "small not-saved";
    said.setAttribute("role", "alert");
    said.dataset.notSaved = "";
    said.textContent = words;
    return said;
  }
}
