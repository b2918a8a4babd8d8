// The pages on which stored answers are marked: points by key.

import { mountAll } from "./behaviours.js";
import { mount as pointKeys } from "./marking/point-keys.js";

const BEHAVIOURS = { "point-keys": pointKeys };

mountAll(document, BEHAVIOURS);
