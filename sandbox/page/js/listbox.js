/** A list to choose from by keyboard or pointer, for menus and for what is typed. */

import { el, fill } from "./dom.js";

/**
 * @typedef {{ label: string, note?: string, mark?: string, value: any, chosen?: boolean }} Item what is shown of it:
 *   its label, a note below it, a mark (an emoji, a letter) before it
 */

let next = 0;

export class Listbox {
  /** @type {Item[]} */
  #items = [];
  #at = -1;
  #id = `list-${next++}`;
  #choose;
  element;
  #list;
  #title;

  /**
   * @param {string} label for screen readers
   * @param {(item: Item) => void} choose
   * @param {boolean} [several] whether items stay chosen beside each other
   */
  constructor(label, choose, several = false) {
    this.#choose = choose;
    this.#list = el("ul", { id: this.#id, role: "listbox", tabindex: 0, "aria-label": label, "aria-multiselectable": several ? "true" : null });
    this.#title = el("p", { class: "listbox-title" });
    this.element = el("div", { class: "listbox" }, this.#title, this.#list);
    // A press must not take the focus from the field that the list belongs to.
    this.element.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = /** @type {Element} */ (event.target).closest("[role=option]");
      const item = option && this.#items[Number(option.getAttribute("data-at"))];
      if (item) this.#choose(item);
    });
  }

  /** The list's id, for `aria-controls`. */
  get id() {
    return this.#id;
  }

  /** The marked item's id, for `aria-activedescendant`. */
  get active() {
    return this.#at >= 0 ? `${this.#id}-${this.#at}` : null;
  }

  get isEmpty() {
    return this.#items.length === 0;
  }

  /**
   * Shows items; the mark stays on the item of the same label, or is on the first.
   *
   * @param {Item[]} items
   * @param {string} [title]
   */
  show(items, title = "") {
    const before = this.#items[this.#at]?.label;
    this.#items = items;
    this.#title.textContent = title;
    this.#title.hidden = !title;
    this.#list.hidden = items.length === 0;
    fill(this.#list, items.map((item, at) => this.#option(item, at)));
    const again = items.findIndex((item) => item.label === before);
    this.#mark(again >= 0 ? again : items.length ? 0 : -1);
  }

  /** Moves the mark; past an end it comes back at the other. @param {number} by */
  move(by) {
    const count = this.#items.length;
    if (count) this.#mark((this.#at + by + count) % count);
  }

  /** Chooses the marked item; `false` when there is none. */
  chooseActive() {
    const item = this.#items[this.#at];
    if (item) this.#choose(item);
    return Boolean(item);
  }

  /** @param {Item} item @param {number} at */
  #option(item, at) {
    return el("li", {
      id: `${this.#id}-${at}`, role: "option", "data-at": at, "aria-selected": item.chosen ? "true" : "false",
      class: item.chosen ? "chosen" : null,
    },
      item.mark && el("span", { class: "listbox-mark", "aria-hidden": "true" }, item.mark),
      el("span", { class: "listbox-text" }, el("bdi", {}, item.label), item.note && el("span", { class: "muted" }, el("bdi", {}, item.note))));
  }

  /** @param {number} at */
  #mark(at) {
    this.#list.querySelector(".active")?.classList.remove("active");
    this.#at = at;
    const option = this.#list.children[at];
    option?.classList.add("active");
    option?.scrollIntoView({ block: "nearest" });
  }
}
