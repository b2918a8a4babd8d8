// Files dropped anywhere on the form land in its field; what was chosen is named below it.

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function mount(form) {
  const zone = form.querySelector("[data-zone]");
  const field = form.querySelector('input[type="file"]');
  const names = form.querySelector("[data-names]");
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

  const show = () => {
    const items = [...field.files].map((file) => {
      const item = form.ownerDocument.createElement("li");
      item.textContent = `${file.name}, ${size(file.size)}`;
      return item;
    });
    names.replaceChildren(...items);
  };

  form.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    zone.classList.add("over");
  });
  form.addEventListener("dragleave", () => zone.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    zone.classList.remove("over");
    field.files = event.dataTransfer.files;
    show();
  });
  field.addEventListener("change", show);
}
