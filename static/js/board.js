// Entry point of the board of a whiteboard meeting.

import { mountAll } from "./behaviours.js";
import { mount as board } from "./board/draw.js";

mountAll(document, { board });
