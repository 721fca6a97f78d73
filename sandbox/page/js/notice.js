/** Short words at the edge of the page, read out by screen readers, gone after a while. */

import { byId, el } from "./dom.js";

/** How long they stay, in milliseconds. */
const STAYS = 6_000;
/** How many are shown at once. */
const SHOWN = 3;

/** @param {string} text */
export function notice(text) {
  const list = byId("notices");
  const shown = el("p", { class: "notice" }, text);
  list.append(shown);
  while (list.childElementCount > SHOWN) list.firstElementChild?.remove();
  setTimeout(() => shown.remove(), STAYS);
}
