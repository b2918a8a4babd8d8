// Renders `<span class="math">TeX</span>` with KaTeX; loaded only by pages that have one.

import katex from "katex";
import stylesheet from "katex/dist/katex.min.css?url";

let styled = false;

function addStyles() {
  if (styled) return;
  styled = true;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = stylesheet;
  document.head.append(link);
}

export function renderAll(root) {
  addStyles();
  for (const element of root.querySelectorAll(".math:not([data-done])")) {
    element.dataset.done = "";
    katex.render(element.textContent, element, {
      displayMode: element.classList.contains("display"),
      output: "htmlAndMathml",
      throwOnError: false,
    });
  }
}
