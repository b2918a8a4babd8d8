// The microphone: asked for when somebody wants to record, let go as soon as the answer is over.

// Speech in 32 kbit a second; three minutes have 0.7 MB.
const BITS = 32_000;
// A part every second, so that a page that is lost or loaded again loses no more than that.
const PART = 1000;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export class Recorder {
  #stream = null;
  #recorder = null;
  #stopped = null;

  constructor({
    devices = globalThis.navigator?.mediaDevices,
    MediaRecorder = globalThis.MediaRecorder,
  } = {}) {
    this.devices = devices;
    this.MediaRecorder = MediaRecorder;
  }

  get isReady() {
    return Boolean(this.#stream);
  }

  get isRunning() {
    return this.#recorder?.state === "recording";
  }

  /** Ask for the microphone: "ready", "refused", "none" (no device) or "unable" (no such browser,
   *  or a page without https). */
  async ask() {
    if (!this.devices?.getUserMedia || !this.MediaRecorder) return "unable";
    try {
      this.#stream = await this.devices.getUserMedia({ audio: true });
      return "ready";
    } catch (trouble) {
      return trouble?.name === "NotFoundError" ? "none" : "refused";
    }
  }

  /** Record from now on; `keep(part, kind)` gets each piece as it is there. */
  start(keep) {
    if (!this.#stream || this.#recorder) return;
    const kind = KINDS.find((one) => this.MediaRecorder.isTypeSupported(one));
    const options = { audioBitsPerSecond: BITS, ...(kind && { mimeType: kind }) };
    const recorder = new this.MediaRecorder(this.#stream, options);
    recorder.addEventListener("dataavailable", ({ data }) => {
      if (data.size) keep(data, recorder.mimeType.split(";")[0]);
    });
    this.#stopped = new Promise((resolve) => {
      recorder.addEventListener("stop", resolve, { once: true });
    });
    recorder.start(PART);
    this.#recorder = recorder;
  }

  /** End the recording, once its last piece is there, and let the microphone go. */
  async stop() {
    if (this.isRunning) this.#recorder.stop();
    await this.#stopped;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }
}
