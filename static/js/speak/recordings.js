// Recordings in this browser's own database, by answer: `{take, sounds: [{id, kind, parts}]}`, one
// sound for each page that recorded. They leave it only when their owner sends one to the server.

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

// What one page records is one file: pieces of two recorders do not make a sound together.
const soundsOf = (row) =>
  row?.sounds ?? (row ? [{ id: "", kind: row.kind, parts: row.parts }] : []);

export class Recordings {
  constructor({ factory = globalThis.indexedDB, id = `${Date.now()}-${Math.random()}` } = {}) {
    this.id = id;
    this.ready = factory ? open(factory).catch(() => null) : Promise.resolve(null);
  }

  /** Put one more piece to what this page records of an answer; what other pages recorded stays.
   *  False: this browser keeps none. */
  async add(take, part, kind) {
    const kept = await this.#change(take, (sounds) => {
      const mine = sounds.find((one) => one.id === this.id) ?? { id: this.id, kind, parts: [] };
      const others = sounds.filter((one) => one.id !== this.id);
      return [...others, { ...mine, parts: [...mine.parts, part] }];
    });
    return kept !== null;
  }

  /** `[{id, sound: Blob}]`, the oldest first; empty where this browser has none. */
  async all(take) {
    const row = await this.#run("readonly", (store) => store.get(take));
    return soundsOf(row).map(({ id, kind, parts }) => ({
      id,
      sound: new Blob(parts, { type: kind }),
    }));
  }

  /** One sound of an answer, or all of them. */
  async remove(take, id = null) {
    await this.#change(take, (sounds) =>
      id === null ? [] : sounds.filter((one) => one.id !== id),
    );
  }

  /** Read and write in one go, so that two pages of one answer lose nothing of each other. */
  async #change(take, change) {
    return this.#run("readwrite", async (store, done) => {
      const sounds = change(soundsOf(await done(store.get(take))));
      return done(sounds.length ? store.put({ take, sounds }) : store.delete(take)).then(
        () => true,
      );
    });
  }

  /** What `work` answers; null where the browser has no database or refuses. */
  async #run(mode, work) {
    const database = await this.ready;
    if (!database) return null;
    try {
      const store = database.transaction(STORE, mode).objectStore(STORE);
      const found = work(store, promised);
      return await (found instanceof Promise ? found : promised(found));
    } catch {
      return null;
    }
  }
}
