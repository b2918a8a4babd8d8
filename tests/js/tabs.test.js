import assert from "node:assert/strict";
import { test } from "node:test";

import { newWriter, orphans, Tabs } from "../../static/js/room/tabs.js";

class Channel {
  static all = [];
  constructor() {
    Channel.all.push(this);
  }
  postMessage(data) {
    for (const other of Channel.all) if (other !== this) other.onmessage?.({ data });
  }
}

test("open pages answer, closed ones do not", async () => {
  new Tabs("open", { channel: new Channel() });
  const me = new Tabs("me", { channel: new Channel() });
  const alive = await me.others({ wait: async () => {} });
  assert.deepEqual([...alive], ["open"]);
});

test("drafts of open pages are theirs; of the rest the newest comes first", () => {
  const drafts = [
    { writer: "open", position: 1, base: 9, count: 9 },
    { writer: "gone", position: 1, base: 2, count: 1 },
    { writer: "gone-later", position: 1, base: 3, count: 1 },
    { writer: "me", position: 2, base: 0, count: 0 },
  ];
  const found = orphans(drafts, new Set(["open"]), "me").map(({ writer }) => writer);
  assert.deepEqual(found, ["gone-later", "gone"]);
});

test("a writer is a version 4 UUID", () => {
  const zeros = { getRandomValues: (bytes) => bytes };
  assert.equal(newWriter(zeros), "00000000-0000-4000-8000-000000000000");
  assert.match(
    newWriter(),
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});
