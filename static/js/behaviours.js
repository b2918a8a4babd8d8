// Gives each element with `data-behaviour="name"` the behaviour of that name, once.

export function mountAll(root, behaviours) {
  for (const element of root.querySelectorAll("[data-behaviour]:not([data-mounted])")) {
    const mount = behaviours[element.dataset.behaviour];
    if (!mount) continue;
    element.dataset.mounted = "";
    mount(element);
  }
}
