// One concept beside the grid: opened by its name, closed by Escape, its button or going on.

/** Shows what was loaded into the drawer; `opener` is where one comes from. Hiding it, rather than
 *  removing it, lets a note that was just typed be sent. */
export function dress(drawer) {
  if (drawer.dataset.dressed !== undefined) return;
  drawer.dataset.dressed = "";
  drawer.classList.add("beside");
  const button = drawer.querySelector("[data-close]");
  if (button) button.hidden = false;
  drawer.querySelector("#drawer-title")?.focus();
}

/** Answers whether there was anything to close. */
export function close(drawer) {
  if (!drawer || drawer.hidden) return false;
  drawer.hidden = true;
  return true;
}
