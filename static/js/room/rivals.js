// Two texts for one answer: shown side by side, and the person chooses. Neither is lost: the one
// not chosen stays in the answer's history.

function pane(title, text, button, onChoose) {
  const section = document.createElement("section");
  section.className = "stack";
  const heading = document.createElement("h3");
  heading.textContent = title;
  const words = document.createElement("pre");
  words.tabIndex = 0;
  words.setAttribute("aria-label", title);
  words.textContent = text || "(empty)";
  const choose = document.createElement("button");
  choose.type = "button";
  choose.className = "button small";
  choose.textContent = button;
  choose.addEventListener("click", onChoose);
  section.append(heading, words, choose);
  return section;
}

/** Shows the choice in `element`. Each side is `{title, text, button, choose}`. */
export function offer(element, explanation, sides) {
  const words = document.createElement("p");
  words.textContent = explanation;
  const both = document.createElement("div");
  both.className = "rivals";
  both.append(
    ...sides.map(({ title, text, button, choose }) =>
      pane(title, text, button, () => {
        withdraw(element);
        choose();
      }),
    ),
  );
  element.replaceChildren(words, both);
  element.hidden = false;
}

export function withdraw(element) {
  element.replaceChildren();
  element.hidden = true;
}
