// What a key press asks for, on every page that is worked by keys. With Alt a key works everywhere;
// alone it works outside a text, and only for people who keep keys of one letter on.

const TEXTS = "textarea, input:not([type=checkbox]), select, [contenteditable=true]";

/** Whether the keys pressed in `element` belong to what stands there. */
export function isTyping(element) {
  return Boolean(element?.closest?.(TEXTS));
}

/** The action a key press asks for, or null. A row of `keys` has a `code`, an `action` and perhaps
 *  `shift`: true or false where the Shift key decides. `plain`: may a key without Alt ask for one? */
export function actionOf(event, keys, { typing = isTyping(event.target), plain = true } = {}) {
  if (event.ctrlKey || event.metaKey) return null;
  if (event.altKey && event.code === "Slash") return "help";
  if (!event.altKey && (typing || !plain)) return null;
  if (event.key === "?" && !typing) return "help";
  const shifted = Boolean(event.shiftKey);
  const asked = keys.find(
    ({ code, shift }) => code === event.code && (shift ?? shifted) === shifted,
  );
  return asked?.action ?? null;
}

/** Shows the keys: `rows` are pairs of the keys to press together and what they do. */
export function fillTable(body, rows, page = document) {
  body.replaceChildren(...rows.map(([keys, words]) => rowOf(keys, words, page)));
}

function rowOf(keys, words, page) {
  const tr = page.createElement("tr");
  const th = page.createElement("th");
  th.scope = "row";
  keys.forEach((name, at) => {
    if (at) th.append(" ");
    const kbd = page.createElement("kbd");
    kbd.textContent = name;
    th.append(kbd);
  });
  const td = page.createElement("td");
  td.textContent = words;
  tr.append(th, td);
  return tr;
}
