// Answers aloud: where the clock stands, what becomes of a microphone, what the browser keeps.

import assert from "node:assert/strict";
import { test } from "node:test";

import { announcement, label, phaseAt } from "../../static/js/speak/phases.js";
import { Recorder } from "../../static/js/speak/recorder.js";
import { Recordings } from "../../static/js/speak/recordings.js";

const TIMES = { starts: 30_000, ends: 150_000 };

test("one prepares, speaks, and is stopped at the limit", () => {
  assert.deepEqual(phaseAt(0, TIMES), { name: "prepare", left: 30_000 });
  assert.deepEqual(phaseAt(30_000, TIMES), { name: "speak", left: 120_000 });
  assert.deepEqual(phaseAt(149_999, TIMES), { name: "speak", left: 1 });
  assert.deepEqual(phaseAt(150_000, TIMES), { name: "over", left: 0 });
  assert.equal(phaseAt(9e9, TIMES).left, 0);
});

test("a change is said once", () => {
  assert.equal(announcement("prepare", "speak"), "Speak now.");
  assert.equal(announcement("speak", "over"), "Time is up.");
  assert.equal(announcement("speak", "speak"), "");
});

test("a second that has begun counts", () => {
  assert.equal(label(120_000), "2:00");
  assert.equal(label(59_001), "1:00");
  assert.equal(label(1), "0:01");
  assert.equal(label(-5), "0:00");
});

class FakeRecorder extends EventTarget {
  static isTypeSupported = (kind) => kind.startsWith("audio/webm");
  state = "inactive";

  constructor(stream, options) {
    super();
    Object.assign(this, { stream, mimeType: options.mimeType });
  }

  start() {
    this.state = "recording";
  }

  piece(text) {
    this.dispatchEvent(Object.assign(new Event("dataavailable"), { data: new Blob([text]) }));
  }

  stop() {
    this.state = "inactive";
    this.piece("last");
    this.dispatchEvent(new Event("stop"));
  }
}

function microphone() {
  const track = { stopped: false, stop: () => (track.stopped = true) };
  const devices = { getUserMedia: async () => ({ getTracks: () => [track] }) };
  return { track, devices };
}

const refusing = (name) => ({
  getUserMedia: () => Promise.reject(Object.assign(new Error("no"), { name })),
});

test("without a microphone it says which way", async () => {
  const asked = (devices, MediaRecorder = FakeRecorder) =>
    new Recorder({ devices, MediaRecorder }).ask();
  assert.equal(await asked(refusing("NotAllowedError")), "refused");
  assert.equal(await asked(refusing("NotFoundError")), "none");
  assert.equal(await asked(undefined), "unable");
  assert.equal(await asked(microphone().devices, null), "unable");
});

test("a recording has its last piece before the microphone is let go", async () => {
  const { track, devices } = microphone();
  const recorder = new Recorder({ devices, MediaRecorder: FakeRecorder });
  assert.equal(await recorder.ask(), "ready");
  const pieces = [];
  recorder.start((part, kind) => pieces.push([part.size, kind]));
  assert.ok(recorder.isRunning);
  recorder.start(() => assert.fail("a second start is none"));
  await recorder.stop();
  assert.deepEqual(pieces, [[4, "audio/webm"]]);
  assert.ok(track.stopped);
  assert.ok(!recorder.isReady);
});

test("stopping what never began does nothing", async () => {
  await new Recorder({ devices: undefined, MediaRecorder: undefined }).stop();
});

/** As much of IndexedDB as is asked for. */
function factory(...known) {
  const rows = new Map(known.map((row) => [row.take, row]));
  const later = (result) => {
    const request = { result };
    queueMicrotask(() => request.onsuccess?.());
    return request;
  };
  const store = {
    put: (row) => later(rows.set(row.take, row) && row.take),
    get: (take) => later(rows.get(take)),
    delete: (take) => later(void rows.delete(take)),
  };
  const database = { transaction: () => ({ objectStore: () => store }) };
  return { open: () => later(database) };
}

test("pieces become one recording, which can be deleted", async () => {
  const recordings = new Recordings({ factory: factory() });
  assert.equal(await recordings.add(7, new Blob(["ab"]), "audio/webm"), true);
  assert.equal(await recordings.add(7, new Blob(["c"]), "audio/webm"), true);
  const [{ sound }] = await recordings.all(7);
  assert.equal(await sound.text(), "abc");
  assert.equal(sound.type, "audio/webm");
  assert.deepEqual(await recordings.all(8), []);
  await recordings.remove(7);
  assert.deepEqual(await recordings.all(7), []);
});

const words = async (recordings) =>
  Promise.all((await recordings.all(7)).map(({ sound }) => sound.text()));

test("a page that is loaded again records beside what there is, not over it", async () => {
  const shared = factory();
  const before = new Recordings({ factory: shared, id: "before" });
  await before.add(7, new Blob(["one"]), "audio/webm");
  const after = new Recordings({ factory: shared, id: "after" });
  await after.add(7, new Blob(["two"]), "audio/webm");
  await before.add(7, new Blob([" more"]), "audio/webm");
  await after.add(7, new Blob([" again"]), "audio/webm");
  assert.deepEqual((await words(after)).sort(), ["one more", "two again"]);
  await after.remove(7, "before");
  assert.deepEqual(await words(after), ["two again"]);
});

test("a recording of an earlier version is still there, and recorded beside", async () => {
  const shared = factory({ take: 7, kind: "audio/webm", parts: [new Blob(["old"])] });
  const recordings = new Recordings({ factory: shared });
  assert.deepEqual(await words(recordings), ["old"]);
  await recordings.add(7, new Blob(["new"]), "audio/webm");
  assert.deepEqual(await words(recordings), ["old", "new"]);
});

test("a browser without a database says that it keeps none", async () => {
  const recordings = new Recordings({ factory: null });
  assert.equal(await recordings.add(7, new Blob(["ab"]), "audio/webm"), false);
  assert.deepEqual(await recordings.all(7), []);
});
