// Entry point of the pages of answers aloud: the clock, the microphone, what this browser kept.

import { csrfToken, mountAll } from "./app.js";
import { Recorder } from "./speak/recorder.js";
import { Recordings } from "./speak/recordings.js";
import { mount as ownRecording } from "./speak/own-recording.js";
import { mount as speaking } from "./speak/speaking.js";

const recordings = new Recordings();

mountAll(document, {
  speaking: (page) => speaking(page, { recorder: new Recorder(), recordings, token: csrfToken }),
  "own-recording": (part) => ownRecording(part, { recordings, token: csrfToken }),
});
