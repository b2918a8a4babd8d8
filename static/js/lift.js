// Entry point of the lift calculator: what is typed is worked out at once. The server does the
// same when the form is sent.

import { mount } from "./lift/live.js";

const form = document.querySelector("[data-lift]");
if (form) mount(form, document.querySelector("#lift"));
