// A list put in order: by its handle, by its buttons, by Alt and an arrow. The place of the focus
// is kept, where an item went is said aloud, and the server has the order at once.

import { csrfToken } from "../csrf.js";
import { moved, OrderSaver } from "./order-saver.js";

const MOVES = { ArrowUp: -1, ArrowDown: 1 };
// A list that htmx has swapped in place is the same element, with its listeners.
const mounted = new WeakSet();

export function idsOf(list) {
  return [...list.children].map((item) => item.dataset.item);
}

/** Where `item` went, for the ears. */
export function placeOf(list, item) {
  const ids = idsOf(list);
  return `“${item.dataset.name}” is now ${ids.indexOf(item.dataset.item) + 1} of ${ids.length}.`;
}

async function post(form, order, base, fetching) {
  const reply = await fetching(form.action, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
    body: new URLSearchParams({ order, base }),
  });
  const told = reply.ok ? await reply.json() : {};
  return { status: reply.status, base: told.base };
}

export function mount(list, { page = document, fetching = fetch } = {}) {
  if (mounted.has(list)) return;
  mounted.add(list);
  const form = () => page.getElementById(list.dataset.form);
  const state = (words) => {
    page.getElementById("order-state").textContent = words;
  };
  let said = "";
  let saver;

  function save(item) {
    said = placeOf(list, item);
    state(said);
    const { base } = form().elements;
    // Items may have come and gone since: the form that htmx brought knows the order of now.
    saver ??= makeSaver(base.value);
    if (!saver.busy) saver.base = base.value;
    saver.save(idsOf(list).join(","));
  }

  function makeSaver(base) {
    return new OrderSaver({
      base,
      send: (order, known) => post(form(), order, known, fetching),
      say(words) {
        form().elements.base.value = saver.base;
        state(`${said} ${words}`);
      },
      conflict(order) {
        const { elements } = form();
        elements.base.value = saver.base;
        elements.order.value = order;
        form().submit();
      },
    });
  }

  function move(item, places) {
    const focus = page.activeElement;
    const order = moved(idsOf(list), item.dataset.item, places);
    put(item, order);
    focus?.focus();
    save(item);
  }

  function put(item, order) {
    const after = order[order.indexOf(item.dataset.item) + 1];
    const next = [...list.children].find((one) => one.dataset.item === after);
    list.insertBefore(item, next ?? null);
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    move(button.closest("[data-item]"), Number(button.dataset.move));
  });

  list.addEventListener("keydown", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item || !event.altKey || event.ctrlKey || event.metaKey || !(event.key in MOVES)) return;
    event.preventDefault();
    move(item, MOVES[event.key]);
  });

  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".grip");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    drag(handle.closest("[data-item]"));
  });

  function drag(item) {
    const before = idsOf(list).join(",");
    const follow = ({ clientY }) => {
      const others = [...list.children].filter((one) => one !== item);
      const next = others.find((one) => {
        const box = one.getBoundingClientRect();
        return clientY < box.top + box.height / 2;
      });
      if (item.nextElementSibling !== (next ?? null)) list.insertBefore(item, next ?? null);
    };
    const drop = () => {
      page.removeEventListener("pointermove", follow);
      page.removeEventListener("pointerup", drop);
      page.removeEventListener("pointercancel", drop);
      item.classList.remove("is-dragged");
      if (idsOf(list).join(",") !== before) save(item);
    };
    item.classList.add("is-dragged");
    page.addEventListener("pointermove", follow);
    page.addEventListener("pointerup", drop);
    page.addEventListener("pointercancel", drop);
  }
}
