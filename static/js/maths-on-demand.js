// KaTeX is fetched by pages that show a formula, when they show it.

export async function renderAll(root) {
  if (!root.querySelector(".math:not([data-done])")) return;
  const maths = await import("./maths.js");
  maths.renderAll(root);
}
