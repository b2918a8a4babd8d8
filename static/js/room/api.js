// Requests of the room. Every reply is JSON of ours or counts as no reply.

import { csrfToken } from "../csrf.js";

const UNREACHABLE = 502;

async function read(response) {
  if (response.redirected || !response.headers.get("content-type")?.includes("json")) return null;
  return response.json();
}

export class Api {
  constructor(interview, { fetch = (...args) => globalThis.fetch(...args) } = {}) {
    this.root = `/interviews/${interview}/`;
    this.fetch = fetch;
  }

  /** `{status, reply}`; rejects when the server cannot be reached or does not answer in time. */
  async request(path, { method = "POST", json, form, keepalive = false, patience = 15_000 } = {}) {
    const headers = { Accept: "application/json" };
    if (method === "POST") headers["X-CSRFToken"] = csrfToken();
    if (json) headers["Content-Type"] = "application/json";
    const response = await this.fetch(this.root + path, {
      method,
      headers,
      keepalive,
      credentials: "same-origin",
      redirect: "follow",
      body: json ? JSON.stringify(json) : form ? new URLSearchParams(form) : undefined,
      signal: AbortSignal.timeout(patience),
    });
    const reply = await read(response);
    // A CSRF cookie that was lost or changed with a new log-in: get a fresh one, then it works.
    if (response.status === 403 && method === "POST") await this.#refreshToken();
    if (response.status === 200 && reply === null) return { status: UNREACHABLE, reply: null };
    return { status: response.status, reply };
  }

  async #refreshToken() {
    await this.fetch(`${this.root}clock/`, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
  }
}
