import assert from "node:assert/strict";
import { test } from "node:test";

import { IDBFactory } from "fake-indexeddb";

import { Drafts } from "../../static/js/room/drafts.js";

const draft = (more) => ({ interview: 1, position: 1, writer: "a", text: "hello", ...more });

test("a draft outlives the page that wrote it", async () => {
  const factory = new IDBFactory();
  await new Drafts({ factory }).put(draft());
  const found = await new Drafts({ factory }).of(1);
  assert.deepEqual(
    found.map(({ text }) => text),
    ["hello"],
  );
});

test("each page has its own; other interviews are not shown", async () => {
  const drafts = new Drafts({ factory: new IDBFactory() });
  await drafts.put(draft());
  await drafts.put(draft({ writer: "b", text: "rival" }));
  await drafts.put(draft({ interview: 2 }));
  assert.equal((await drafts.of(1)).length, 2);
  await drafts.remove(draft());
  assert.deepEqual(
    (await drafts.of(1)).map(({ writer }) => writer),
    ["b"],
  );
});

test("without a database the memory serves", async () => {
  const refused = {
    open: () => {
      throw new Error("private window");
    },
  };
  for (const factory of [undefined, refused]) {
    const drafts = new Drafts({ factory: factory ?? null });
    await drafts.put(draft());
    assert.equal((await drafts.of(1)).length, 1);
  }
});
