// Words selected in an answer are what one speaks about: they go into the form beside it.

/** Where `range` lies in the text of `root`, in characters as the server counts them (code points),
 *  without the numbers of evidence; null when nothing of it is selected. */
export function spanOf(root, range, walk = texts) {
  if (range.collapsed || !root.contains(range.commonAncestorContainer)) return null;
  let before = 0;
  let start = null;
  let quote = "";
  for (const node of walk(root)) {
    const text = node.data;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : text.length;
    if (range.intersectsNode(node) && from < to) {
      start ??= before + [...text.slice(0, from)].length;
      quote += text.slice(from, to);
    }
    before += [...text].length;
  }
  return quote ? { start, quote } : null;
}

function* texts(root) {
  const walker = root.ownerDocument.createTreeWalker(root, 4 /* text */);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("sup")) yield walker.currentNode;
  }
}

export function mount(answer, { page = document } = {}) {
  const talk = answer.closest("section").querySelector(".speak");
  page.addEventListener("selectionchange", () => {
    const selection = page.getSelection();
    if (!talk || !selection.rangeCount) return;
    const span = spanOf(answer, selection.getRangeAt(0));
    if (!span) return;
    talk.querySelector('[name="quote"]').value = span.quote;
    talk.querySelector('[name="near"]').value = span.start;
  });
}
