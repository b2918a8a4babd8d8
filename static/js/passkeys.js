// Buttons of passkeys wait for the script that does the work: a press before it is there would do
// nothing. A passkey that was not given or not accepted is said on the page, not only in the console.

const WORDS = {
  NotAllowedError: "No passkey was used: it was cancelled, or took too long. Try again.",
  InvalidStateError: "This passkey is on your account already.",
  SecurityError: "Passkeys work only on the site's own address, over https or on localhost.",
};

export function sentence(error) {
  return WORDS[error?.name] ?? "The passkey could not be used. Try again, or use your password.";
}

export function mount(_element, { page = document, view = page.defaultView } = {}) {
  const enable = () => {
    for (const button of page.querySelectorAll("[data-passkey]")) button.disabled = false;
  };
  if (page.readyState === "complete") enable();
  else view.addEventListener("load", enable);
  page.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const notice = page.createElement("p");
    notice.className = "notice bad";
    notice.textContent = sentence(event.detail?.exception);
    page.querySelector("#notices").replaceChildren(notice);
  });
}
