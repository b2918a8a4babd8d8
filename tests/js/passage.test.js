import assert from "node:assert/strict";
import { test } from "node:test";

import { spanOf } from "../../static/js/marking/passage.js";

const node = (data) => ({ data });
const root = { contains: () => true };

function select(nodes, from, start, to, end) {
  const [first, last] = [nodes.indexOf(from), nodes.indexOf(to)];
  return {
    collapsed: from === to && start === end,
    commonAncestorContainer: root,
    startContainer: from,
    startOffset: start,
    endContainer: to,
    endOffset: end,
    intersectsNode: (one) => nodes.indexOf(one) >= first && nodes.indexOf(one) <= last,
  };
}

test("words that reach over a piece of evidence are one passage", () => {
  const nodes = [node("It averages "), node("gradients"), node(" slowly")];
  const range = select(nodes, nodes[0], 3, nodes[2], 3);
  assert.deepEqual(
    spanOf(root, range, () => nodes),
    { start: 3, quote: "averages gradients sl" },
  );
});

test("characters are counted as the server counts them", () => {
  const nodes = [node("😀 so "), node("it is")];
  const range = select(nodes, nodes[1], 0, nodes[1], 2);
  assert.deepEqual(
    spanOf(root, range, () => nodes),
    { start: 5, quote: "it" },
  );
});

test("nothing selected, or something elsewhere, is no passage", () => {
  const nodes = [node("so")];
  assert.equal(
    spanOf(root, select(nodes, nodes[0], 1, nodes[0], 1), () => nodes),
    null,
  );
  const elsewhere = select(nodes, nodes[0], 0, nodes[0], 1);
  assert.equal(
    spanOf({ contains: () => false }, elsewhere, () => nodes),
    null,
  );
});
