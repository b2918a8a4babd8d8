// The recording this browser has of an answer: to hear, to keep on the server as well, to delete.

export async function mount(part, { recordings, token, page = globalThis.location }) {
  const take = Number(part.dataset.take);
  const say = (words) => {
    part.querySelector("[data-state]").textContent = words;
  };

  // Whoever deletes the answer deletes its sound here as well.
  for (const form of globalThis.document.querySelectorAll("[data-deletes-take]"))
    form.addEventListener("submit", () => recordings.remove(take));

  const sound = await recordings.get(take);
  if (!sound) return;
  part.hidden = false;
  part.querySelector("audio").src = URL.createObjectURL(sound);

  part.querySelector("[data-forget]").addEventListener("click", async () => {
    await recordings.remove(take);
    part.querySelector("audio").removeAttribute("src");
    part.querySelector("[data-here]").hidden = true;
    say("Deleted in this browser.");
  });

  part.querySelector("[data-upload]")?.addEventListener("click", async (event) => {
    event.target.disabled = true;
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
    event.target.disabled = false;
    const reason = reply?.status === 409 ? (await reply.json()).reason : "";
    say(reason || "It could not be sent. It is still in this browser; try again.");
  });
}
