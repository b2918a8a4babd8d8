// Entry point of the list of one's own questions: its keys and its selection.

import { mountAll } from "./behaviours.js";
import { mount as questionList } from "./shelf/question-list.js";

const BEHAVIOURS = { "question-list": questionList };

mountAll(document, BEHAVIOURS);
document.addEventListener("htmx:after:swap", () => mountAll(document, BEHAVIOURS));
