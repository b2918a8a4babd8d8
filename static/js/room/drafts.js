// What was typed, in this browser's own database, before anything is sent.
//
// A draft is `{interview, position, writer, text, base, count, secondsUsed, dirty}`. Every page
// load writes under its own `writer`, so two tabs never overwrite each other here either.

const NAME = "greenroom";
const STORE = "drafts";

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function open(factory) {
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => {
    const store = request.result.createObjectStore(STORE, {
      keyPath: ["interview", "position", "writer"],
    });
    store.createIndex("interview", "interview");
  };
  return promised(request);
}

/** Keeps drafts in IndexedDB; where the browser refuses one (private windows), in memory. */
export class Drafts {
  #memory = new Map();

  constructor({ factory = globalThis.indexedDB } = {}) {
    this.ready = factory ? open(factory).catch(() => null) : Promise.resolve(null);
  }

  async put(draft) {
    this.#memory.set(`${draft.interview}/${draft.position}/${draft.writer}`, { ...draft });
    await this.#run("readwrite", (store) => store.put(draft));
  }

  async remove(draft) {
    this.#memory.delete(`${draft.interview}/${draft.position}/${draft.writer}`);
    const key = [draft.interview, draft.position, draft.writer];
    await this.#run("readwrite", (store) => store.delete(key));
  }

  /** Drafts of one interview, whoever wrote them. */
  async of(interview) {
    const kept = await this.#run("readonly", (store) => store.index("interview").getAll(interview));
    return kept ?? [...this.#memory.values()].filter((draft) => draft.interview === interview);
  }

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
