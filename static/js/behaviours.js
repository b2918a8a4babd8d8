// Gives each element with `data-behaviour="name"` the behaviour of that name, once.

export function mountAll(root, behaviours) {
  for (const element of root.querySelectorAll("[data-behaviour]:not([data-mounted])")) {
    const behaviour = behaviours[element.dataset.behaviour];
    if (!behaviour) continue;
    element.dataset.mounted = "";
    behaviour.mount(element);
  }
}
