// The page at the end of the log-in dialog tells the interview around it that it may go on.

export function mount(_element, { page = window } = {}) {
  if (page.parent !== page) page.parent.postMessage("greenroom:signed-in", page.location.origin);
}
