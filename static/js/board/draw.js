// Drawing on the board with a pointer. What is drawn shows at once and goes to the server when the
// pointer is lifted; the page then asks for the board anew. Without this there is a form.

import { csrfToken } from "../csrf.js";
import { newWriter } from "../room/tabs.js";
import { askAt } from "./words.js";

const WIDTH = 1600;
const HEIGHT = 1000;
const MOST_CORNERS = 400;
const WORDS = {
  sending: "Keeping …",
  kept: "",
  offline: "Not kept: the server does not answer. Trying again.",
};
const AGAIN_AFTER = 3000;

/** Where a pointer is on the board, in its own units. */
export function placeOf({ clientX, clientY }, box) {
  const share = (at, from, size) => Math.min(1, Math.max(0, (at - from) / size));
  return [
    Math.round(share(clientX, box.left, box.width) * WIDTH),
    Math.round(share(clientY, box.top, box.height) * HEIGHT),
  ];
}

/** At most so many corners, the first and the last among them. */
export function thinned(corners, most = MOST_CORNERS) {
  if (corners.length <= most) return corners;
  const step = (corners.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, n) => corners[Math.round(n * step)]);
}

/** The corners that stand for what was drawn: all of a stroke, the first and last of a shape. */
export function cornersOf(kind, corners) {
  if (kind === "stroke") return thinned(corners);
  return kind === "text" ? [corners[0]] : [corners[0], corners.at(-1)];
}

/** A line through the corners, for as long as the pointer is down. */
export const pathOf = (corners) => corners.map(([x, y], n) => `${n ? "L" : "M"}${x} ${y}`).join("");

export function mount(
  frame,
  {
    page = document,
    send = post,
    ask = ([x, y]) => askAt(frame, [x / WIDTH, y / HEIGHT], { page }),
    wait = setTimeout,
  } = {},
) {
  const tools = frame.querySelector("[data-tools]");
  if (!tools) return null;
  const state = tools.querySelector("[data-state]");
  const tool = () => tools.querySelector('[name="tool"]:checked').value;
  const colour = () => tools.querySelector('[name="colour"]').value;
  const waiting = [];
  let drawn = null;
  let busy = false;
  tools.hidden = false;
  frame.classList.add("may-draw");

  function show() {
    const svg = frame.querySelector("svg");
    if (!drawn) return;
    drawn.line ??= svg.appendChild(page.createElementNS("http://www.w3.org/2000/svg", "path"));
    drawn.line.setAttribute("class", drawn.colour);
    drawn.line.setAttribute("d", pathOf(cornersOf(drawn.kind, drawn.corners)));
    if (!drawn.line.isConnected) svg.append(drawn.line);
  }

  function begin(event) {
    if (event.button || !event.target.closest("svg")) return;
    event.preventDefault();
    frame.querySelector(".board-words")?.settle();
    drawn = { kind: tool(), colour: colour(), corners: [placeOf(event, boxOf())], line: null };
    show();
  }

  const boxOf = () => frame.querySelector("svg").getBoundingClientRect();

  function move(event) {
    if (!drawn) return;
    drawn.corners.push(placeOf(event, boxOf()));
    show();
  }

  function end() {
    if (!drawn) return;
    const { kind, colour: chosen, corners, line } = drawn;
    drawn = null;
    if (kind === "text") return write(corners[0], chosen, line);
    if (corners.length < 2 && kind !== "stroke") return line?.remove();
    return put({
      kind,
      colour: chosen,
      points: cornersOf(kind, corners).flat().join(" "),
      text: "",
    });
  }

  /** Words at the place that was pressed; none is nothing. */
  async function write(corner, chosen, line) {
    line?.remove();
    const text = (await ask(corner))?.trim();
    if (text) await put({ kind: "text", colour: chosen, points: corner.join(" "), text });
  }

  function put(mark) {
    waiting.push({ ...mark, key: newWriter() });
    return flush();
  }

  /** One at a time, in order; what did not arrive is sent again under the same key. */
  async function flush() {
    if (busy || !waiting.length) return;
    busy = true;
    state.textContent = WORDS.sending;
    const how = await send(frame.dataset.draw, waiting[0]);
    busy = false;
    if (how === "offline") {
      state.textContent = WORDS.offline;
      wait(flush, AGAIN_AFTER);
      return;
    }
    waiting.shift();
    state.textContent = how === "kept" ? WORDS.kept : how;
    frame.querySelector("#board")?.dispatchEvent(new CustomEvent("drawn"));
    await flush();
  }

  frame.addEventListener("pointerdown", begin);
  page.addEventListener("pointermove", move);
  page.addEventListener("pointerup", end);
  page.addEventListener("pointercancel", end);
  return { flush, waiting };
}

/** “kept”, “offline”, or the sentence with which the server refuses. */
async function post(url, mark) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: new URLSearchParams(mark),
      credentials: "same-origin",
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    if (response.type === "opaqueredirect" || response.ok) return "kept";
    if (response.status >= 500) return "offline";
    return "The board did not take that. Look at it anew.";
  } catch {
    return "offline";
  }
}
