// Entry point of the page on which an interviewer follows an interview.

import { mountAll } from "./behaviours.js";
import { mount as liveNotes } from "./live/notes.js";

mountAll(document, { "live-notes": liveNotes });
