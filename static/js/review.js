// The pages after an interview: estimates by key, evidence that lights up, the replay.

import { mountAll } from "./behaviours.js";
import { mount as estimateKeys } from "./review/estimate-keys.js";
import { mount as evidence } from "./review/evidence.js";
import { mount as replay } from "./review/replay.js";

const BEHAVIOURS = { evidence, "estimate-keys": estimateKeys, replay };

mountAll(document, BEHAVIOURS);
document.addEventListener("htmx:after:swap", () => mountAll(document, BEHAVIOURS));
