// Recordings in this browser's own database, by answer: `{take, kind, parts}`. They leave it only
// when their owner sends one to the server.

const NAME = "greenroom-recordings";
const STORE = "recordings";

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function open(factory) {
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "take" });
  return promised(request);
}

export class Recordings {
  #taken = new Map();

  constructor({ factory = globalThis.indexedDB } = {}) {
    this.ready = factory ? open(factory).catch(() => null) : Promise.resolve(null);
  }

  /** Put one more piece to the recording of an answer. False: this browser keeps none. */
  async add(take, part, kind) {
    const parts = [...(this.#taken.get(take) ?? []), part];
    this.#taken.set(take, parts);
    return (await this.#run("readwrite", (store) => store.put({ take, kind, parts }))) !== null;
  }

  /** The sound of an answer as one Blob; null where this browser has none. */
  async get(take) {
    const kept = await this.#run("readonly", (store) => store.get(take));
    return kept ? new Blob(kept.parts, { type: kept.kind }) : null;
  }

  async remove(take) {
    this.#taken.delete(take);
    await this.#run("readwrite", (store) => store.delete(take));
  }

  /** What `work` answers; null where the browser has no database or refuses. */
  async #run(mode, work) {
    const database = await this.ready;
    if (!database) return null;
    try {
      return await promised(work(database.transaction(STORE, mode).objectStore(STORE)));
    } catch {
      return null;
    }
  }
}
