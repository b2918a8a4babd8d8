// The code editor in the place of a field that holds a program, once that field is on screen.

export function mount(form, { watch = globalThis.IntersectionObserver } = {}) {
  const { nonce, keymap } = form.dataset;
  if (!watch || !nonce) return;
  const observer = new watch((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      open(target, { nonce, keymap, form });
    }
  });
  const look = () => {
    for (const field of form.querySelectorAll("textarea.code:not([data-seen])")) {
      field.dataset.seen = "";
      observer.observe(field);
    }
  };
  form.addEventListener("input", look);
  look();
}

async function open(field, { nonce, keymap, form }) {
  const { mount: mountEditor } = await import("../code-editor.js");
  const editor = await mountEditor(field, {
    keymap,
    nonce,
    onType: () => field.dispatchEvent(new Event("input", { bubbles: true })),
  });
  const words = form.querySelector(`label[for="${field.id}"]`)?.textContent;
  if (words) editor.name(words);
  form.addEventListener("draft:taken", () => {
    if (editor.text !== field.value) editor.text = field.value;
  });
}
