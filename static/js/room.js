// Entry point of the interview page.

import { Room } from "./room/room.js";

const facts = JSON.parse(document.querySelector("#room-facts").textContent);
Room.open(facts);
