// Every action has a key. With Alt they work everywhere; alone they work outside the text.

export const SHORTCUTS = [
  { code: "KeyN", key: "N", action: "next", words: "Next question" },
  { code: "KeyB", key: "B", action: "previous", words: "Previous question" },
  { code: "KeyF", key: "F", action: "flag", words: "Flag for later" },
  { code: "KeyV", key: "V", action: "preview", words: "Preview" },
  { code: "KeyH", key: "H", action: "hint", words: "Show a hint" },
  { code: "KeyA", key: "A", action: "answer", words: "Go to your answer" },
  { code: "KeyQ", key: "Q", action: "prompt", words: "Go to the question" },
  { code: "KeyT", key: "T", action: "time", words: "Say the time left" },
  { code: "KeyP", key: "P", action: "pause", words: "Pause or resume" },
  { code: "KeyE", key: "E", action: "finish", words: "Finish interview" },
];

function isTyping(element) {
  return Boolean(element?.closest?.("textarea, input, select, [contenteditable=true]"));
}

/** The action a key press asks for, or null. `plain`: may a key without Alt ask for one? */
export function actionOf(event, { typing = isTyping(event.target), plain = true } = {}) {
  if (event.ctrlKey || event.metaKey) return null;
  if (event.code === "Slash" && event.altKey) return "help";
  if (!event.altKey && (typing || !plain)) return null;
  if (event.key === "?" && !typing) return "help";
  return SHORTCUTS.find(({ code }) => code === event.code)?.action ?? null;
}

export function fillTable(body, { plain = true } = {}) {
  const row = (keys, words) => {
    const tr = document.createElement("tr");
    const th = document.createElement("th");
    th.scope = "row";
    keys.forEach((name, i) => {
      if (i) th.append(" ");
      const kbd = document.createElement("kbd");
      kbd.textContent = name;
      th.append(kbd);
    });
    const td = document.createElement("td");
    td.textContent = words;
    tr.append(th, td);
    return tr;
  };
  body.replaceChildren(
    ...SHORTCUTS.map(({ key, words }) => row(["Alt", key], words)),
    plain ? row(["?"], "This list (Alt / while typing)") : row(["Alt", "/"], "This list"),
  );
}
