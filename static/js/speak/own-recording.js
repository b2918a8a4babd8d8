// What this browser has recorded of an answer: to hear, to keep on the server as well, to delete.
// More than one sound where the page was loaded again in between.

export async function mount(part, { recordings, token, page = globalThis.location }) {
  const take = Number(part.dataset.take);
  const say = (words) => {
    part.querySelector("[data-state]").textContent = words;
  };

  // Whoever deletes the answer deletes its sound here as well.
  for (const form of part.ownerDocument.querySelectorAll("[data-deletes-take]"))
    form.addEventListener("submit", () => recordings.remove(take));

  async function send(sound, button) {
    button.disabled = true;
    say("Sending …");
    const body = new FormData();
    body.append("sound", sound, "answer");
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const sent = { method: "POST", headers, body };
    const reply = await fetch(part.dataset.address, sent).catch(() => null);
    if (reply?.ok) {
      page.reload();
      return;
    }
    button.disabled = false;
    const reason = reply?.status === 409 ? (await reply.json()).reason : "";
    say(reason || "It could not be sent. It is still in this browser; try again.");
  }

  function show(here, { id, sound }) {
    here.querySelector("audio").src = URL.createObjectURL(sound);
    here.querySelector("[data-forget]").addEventListener("click", async () => {
      await recordings.remove(take, id);
      here.querySelector("audio").removeAttribute("src");
      here.hidden = true;
      say("Deleted in this browser.");
    });
    const upload = here.querySelector("[data-upload]");
    upload?.addEventListener("click", () => send(sound, upload));
  }

  const found = await recordings.all(take);
  if (!found.length) return;
  part.hidden = false;
  const first = part.querySelector("[data-here]");
  const places = found.map((_, n) => (n ? first.cloneNode(true) : first));
  first.after(...places.slice(1));
  for (const [n, one] of found.entries()) {
    if (found.length > 1) {
      const name = `, ${n + 1} of ${found.length}`;
      places[n].querySelector(".label").textContent += name;
      const player = places[n].querySelector("audio");
      player.setAttribute("aria-label", player.getAttribute("aria-label") + name);
    }
    show(places[n], one);
  }
}
