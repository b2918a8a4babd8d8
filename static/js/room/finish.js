// Handing in, by choice or because time is up: first every word is sent, then the interview is
// closed, then the page moves on. Without a connection it says so and keeps trying.

const AGAIN = 2000;
// Everyone's clock ends together: spread the last request a little.
const JITTER = 1500;

export class Finish {
  #trying = false;

  constructor(room, { wait = (ms) => new Promise((done) => setTimeout(done, ms)) } = {}) {
    this.room = room;
    this.wait = wait;
    this.dialog = document.querySelector("#finish-dialog");
    this.trouble = this.dialog.querySelector("[data-trouble]");
    this.dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#handIn();
    });
    this.dialog.addEventListener("close", () => {
      this.#trying = false;
    });
  }

  /** A click on the button is asked about only where something is open; a key, always. */
  ask({ byKey = false } = {}) {
    const { questions } = this.room;
    const blank = questions.filter(({ answered }) => !answered).map(({ position }) => position);
    const flagged = questions.filter((one) => one.flagged).map(({ position }) => position);
    const torn = questions.filter(({ saver }) => saver.state === "conflict");
    const torns = torn.map(({ position }) => position);
    this.dialog.querySelector("[data-summary]").textContent = summary(blank, flagged, torns);
    this.dialog.querySelector("[data-confirm]").disabled = torns.length > 0;
    const settled = !byKey && !blank.length && !flagged.length && !torns.length;
    this.dialog.querySelector("h2").textContent = settled ? "Handing in" : "Finish now?";
    this.dialog.querySelector("[data-confirm]").hidden = settled;
    this.trouble.hidden = true;
    this.dialog.showModal();
    if (settled) this.#handIn();
  }

  async #handIn() {
    if (this.#trying) return;
    this.#trying = true;
    while (this.#trying) {
      const trouble = await this.#try();
      if (!trouble) return;
      this.trouble.textContent = `Not handed in yet: ${trouble} Trying again; what you typed is kept on this device.`;
      this.trouble.hidden = false;
      await this.wait(AGAIN);
    }
  }

  /** One attempt; what went wrong, or null. */
  async #try(form) {
    if (!(await this.room.flushAll())) return "your last words have not reached the server.";
    const askedAt = performance.now();
    try {
      const { status, reply } = await this.room.api.request("finish/", { form });
      if (status === 200 && reply?.state === "finished") return this.#leaveFor(reply.next);
      if (status === 200 && reply?.state === "running") return this.#goOn(reply, askedAt);
      return "the server did not accept it.";
    } catch {
      return "the server cannot be reached.";
    }
  }

  async timeIsUp() {
    this.dialog.close();
    const { over, story } = this.#over();
    story.textContent = "Your last words are being saved.";
    // Nobody can choose any more: of two texts, the one in front of the person counts. The other
    // stays in the history of the answer.
    for (const { saver } of this.room.papers) if (saver.state === "conflict") saver.keepMine();
    if (!over.open) over.showModal();
    await this.wait(Math.random() * JITTER);
    for (;;) {
      const trouble = await this.#try({ because: "time" });
      if (!trouble || this.#refusedForGood(story)) return;
      story.textContent = `Not there yet: ${trouble} What you typed is kept on this device; it still counts when it arrives within ${this.room.facts.grace} seconds of the end.`;
      await this.wait(AGAIN);
    }
  }

  /** Finished on another device, or closed by the server. */
  elsewhere(next) {
    this.room.stop();
    this.dialog.close();
    const { over, story, link } = this.#over();
    const lost = this.room.papers.some(({ saver }) => saver.dirty);
    story.textContent = lost
      ? "This interview is finished: time ran out, or it was handed in on another device. Words that did not arrive in time are still on this page; copy what you want to keep before you go on."
      : "This interview is finished: time ran out, or it was handed in on another device. Everything you typed arrived.";
    link.href = next;
    link.hidden = false;
    if (!over.open) over.showModal();
  }

  #refusedForGood(story) {
    const closed = this.room.papers.filter(({ saver }) => saver.state === "closed");
    if (!closed.length) return false;
    const { link } = this.#over();
    story.textContent =
      "The last words arrived too late to count. They are still on this page; copy what you want to keep before you go on.";
    link.hidden = false;
    return true;
  }

  #over() {
    const over = document.querySelector("#over-dialog");
    return {
      over,
      story: over.querySelector("[data-story]"),
      link: over.querySelector("[data-next]"),
    };
  }

  /** The server says there is time left: it was given more while this page was not looking. */
  #goOn(facts, askedAt) {
    this.#over().over.close();
    this.room.goOn(facts, askedAt);
    return null;
  }

  #leaveFor(next) {
    location.assign(next);
    return null;
  }
}

function list(numbers) {
  const words = numbers.map(String);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function questions(numbers) {
  return numbers.length > 1 ? `Questions ${list(numbers)} have` : `Question ${list(numbers)} has`;
}

/** What is still open, in a sentence. */
export function summary(blank, flagged, torn = []) {
  if (torn.length) return `${questions(torn)} two texts. Choose which one counts, then finish.`;
  const parts = [];
  if (blank.length) parts.push(`${questions(blank)} no answer yet.`);
  if (flagged.length) parts.push(`You flagged ${list(flagged)}.`);
  if (!parts.length) parts.push("Every question is answered.");
  return `${parts.join(" ")} You cannot come back after finishing.`;
}
