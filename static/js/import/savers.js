// Which form is kept by which saver, for everything that has to wait until words are kept.

const savers = new WeakMap();

export function remember(form, saver) {
  savers.set(form, saver);
}

export function saverOf(form) {
  return form ? savers.get(form) : undefined;
}
