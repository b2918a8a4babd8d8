// Interviews read and marked with others: evidence that lights up, the sheet.

import { mountAll } from "./behaviours.js";
import { mount as linePicker } from "./marking/line-picker.js";
import { mount as passage } from "./marking/passage.js";
import { mount as sheet } from "./marking/sheet.js";
import { mount as evidence } from "./review/evidence.js";

const BEHAVIOURS = { evidence, "line-picker": linePicker, passage, sheet };

mountAll(document, BEHAVIOURS);
document.addEventListener("htmx:after:swap", () => mountAll(document, BEHAVIOURS));
