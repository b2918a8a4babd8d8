// A form that is sent once, however often its button is pressed. Coming back with “Back” frees it.

export function mount(form, { page = window } = {}) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  page.addEventListener("pageshow", () => {
    sent = false;
  });
}
