// Entry point of a set's page: its items put in order, by drag and by keyboard.

import { mountAll } from "./behaviours.js";
import { mount as setOrder } from "./sets/order.js";

const BEHAVIOURS = { "set-order": setOrder };

mountAll(document, BEHAVIOURS);
document.addEventListener("htmx:after:swap", () => mountAll(document, BEHAVIOURS));
