// Tells the server the browser's time zone where it differs from the one on record. Pages of
// people who chose a zone themselves do not ask for it.

import { csrfToken } from "./csrf.js";

const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function mount(element, { zone = browserZone, send = fetch, token = csrfToken } = {}) {
  const { address, known } = element.dataset;
  const here = zone();
  if (!here || here === known) return;
  send(address, {
    method: "POST",
    headers: { "X-CSRFToken": token(), Accept: "application/json" },
    body: new URLSearchParams({ time_zone: here }),
  }).catch(() => {}); // the next page tries again
}
