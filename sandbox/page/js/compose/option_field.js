/** One option of a slash command: a field, and a list of what can be chosen. */

/** @import { Choice, Option } from "../types.js" */
/** @import { World } from "../world.js" */
/** @import { Item } from "../listbox.js" */
import { el } from "../dom.js";
import { Listbox } from "../listbox.js";
import { OPTION } from "./uses.js";

/** How long typing rests before suggestions are asked for, in milliseconds. */
const REST = 150;

/** The most that a list shows, as on Discord. */
const SHOWN = 25;

/**
 * @typedef {{ show: (list: HTMLElement) => void, suggest: () => Promise<Choice[] | null>, erase: () => void,
 *   leave: () => void, submit: () => void }} FieldWays `suggest`: `null` when the bot does not answer
 */

export class OptionField {
  option;
  element;
  /** What was chosen from the list, as long as the text is its label. @type {Item | null} */
  #chosen = null;
  /** Whether the list is wanted; Escape closes it until something is typed. */
  #listed = true;
  #asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #list;
  #input;
  #world;
  #ways;

  /** @param {Option} option @param {string} text @param {World} world @param {FieldWays} ways */
  constructor(option, text, world, ways) {
    this.option = option;
    this.#world = world;
    this.#ways = ways;
    this.#list = new Listbox(option.name, (item) => this.#choose(item));
    const number = option.type === OPTION.integer || option.type === OPTION.number;
    this.#input = el("input", {
      type: "text", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": this.#list.id,
      "aria-required": option.required ? "true" : null, "aria-label": `${option.name}: ${option.description}`, dir: "auto",
      inputmode: number ? "decimal" : null, size: 10, autocomplete: "off", spellcheck: "false", "data-option": option.name,
      oninput: () => this.#typed(), onfocus: () => this.#typed(), onblur: () => this.#close(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    });
    this.#input.value = text;
    this.element = el("span", { class: "option" },
      el("span", { class: "option-name", "aria-hidden": "true" }, option.name, option.required && el("span", { class: "star" }, "*")), this.#input);
    this.#size();
  }

  focus() {
    this.#input.focus();
  }

  /** What the bot gets, or what a choice is called; empty when nothing is entered. */
  get value() {
    const text = this.#input.value;
    return this.#chosen?.label === text ? String(this.#chosen.value) : text;
  }

  get isMissing() {
    return Boolean(this.option.required) && this.#input.value.trim() === "";
  }

  /** Why it can't be sent as it is; empty when it can. */
  get problem() {
    if (this.isMissing) return `${this.option.name} is needed.`;
    const fixed = this.#fixed();
    const text = this.#input.value;
    if (!fixed || text === "" || this.#chosen?.label === text) return "";
    const same = fixed.find((item) => item.label.toLowerCase() === text.trim().toLowerCase().replace(/^[@#]/, ""));
    if (!same) return `${this.option.name}: choose one from the list.`;
    this.#take(same);
    return "";
  }

  /** What can be chosen when it is no free text; `null` when it is. @returns {Item[] | null} */
  #fixed() {
    const { members = [], roles = [], channels = [] } = this.#world.scene ?? {};
    const people = () => members.map((it) => ({ label: it.name, value: it.id, mark: "@" }));
    const groups = () => roles.map((it) => ({ label: it.name.replace(/^@/, ""), value: it.id, mark: "@" }));
    const { type, choices, channel_types: types } = this.option;
    // A choice is sent by its name: names don't repeat.
    if (choices?.length) return choices.map((choice) => ({ label: choice.name, value: choice.name }));
    switch (type) {
      case OPTION.boolean: return ["True", "False"].map((label) => ({ label, value: label.toLowerCase() }));
      case OPTION.user: return people();
      case OPTION.role: return groups();
      case OPTION.mentionable: return [...people(), ...groups()];
      case OPTION.channel:
        return channels.filter((it) => it.kind !== "direct" && (!types?.length || types.includes(it.type)))
          .map((it) => ({ label: it.name, value: it.id, mark: "#" }));
      default: return null;
    }
  }

  #typed() {
    // Whoever types the whole line writes the option's name too.
    const name = `${this.option.name}:`;
    if (this.#input.value.startsWith(name)) this.#input.value = this.#input.value.slice(name.length).trimStart();
    this.#size();
    this.#listed = true;
    const title = `${this.option.name} · ${this.option.description}`;
    const fixed = this.#fixed();
    if (fixed) {
      // A field that was filled from the list shows all of it again.
      const wanted = this.#chosen?.label === this.#input.value ? "" : this.#input.value.trim().toLowerCase().replace(/^[@#]/, "");
      const fitting = fixed.filter((item) => item.label.toLowerCase().includes(wanted)).slice(0, SHOWN);
      this.#open(fitting, fitting.length ? title : `${title}: nothing fits`);
    } else if (this.option.autocomplete) {
      this.#suggest(title);
    } else {
      this.#open([], title);
    }
  }

  /** @param {string} title */
  #suggest(title) {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    this.#open([], `${title} · …`);
    this.#timer = setTimeout(async () => {
      const choices = await this.#ways.suggest();
      // Only the latest question is of interest, and only while the member is still here.
      if (asked !== this.#asked || document.activeElement !== this.#input || !this.#listed) return;
      const items = (choices ?? []).slice(0, SHOWN).map(({ name, value }) => ({ label: name, value }));
      const outcome = choices === null ? "Loading options failed" : items.length ? title : `${title} · No options match your search`;
      this.#open(items, outcome);
    }, REST);
  }

  /** @param {Item[]} items @param {string} title */
  #open(items, title) {
    this.#list.show(items, title);
    this.#ways.show(this.#list.element);
    this.#list.element.hidden = false;
    this.#point();
  }

  #close() {
    this.#asked += 1;
    this.#listed = false;
    this.#list.element.hidden = true;
    this.#point();
  }

  #point() {
    const open = !this.#list.element.hidden && !this.#list.isEmpty;
    this.#input.setAttribute("aria-expanded", String(open));
    if (open && this.#list.active) this.#input.setAttribute("aria-activedescendant", this.#list.active);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  /** @param {Item} item */
  #choose(item) {
    this.#take(item);
    this.#close();
    this.#input.focus();
    this.#close();
  }

  /** @param {Item} item */
  #take(item) {
    this.#chosen = item;
    this.#input.value = item.label;
    this.#size();
  }

  #size() {
    this.#input.size = Math.min(Math.max(this.#input.value.length + 1, 8), 40);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const open = this.#input.getAttribute("aria-expanded") === "true";
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      this.#list.move(event.key === "ArrowDown" ? 1 : -1);
      this.#point();
    } else if (event.key === "ArrowDown") this.#typed();
    else if (open && event.key === "Tab" && !event.shiftKey && this.#chosen?.label !== this.#input.value && this.#input.value) {
      this.#list.chooseActive();
    } else if (event.key === "Enter") {
      // Enter takes what is marked, then sends; suggestions are only a help, so a free text may be sent as it is typed.
      const pick = open && this.#chosen?.label !== this.#input.value && (this.#input.value !== "" || this.option.required);
      if (pick) this.#list.chooseActive();
      else this.#ways.submit();
    } else if (event.key === "Escape") {
      if (this.#list.element.hidden) this.#ways.leave();
      else this.#close();
    } else if (event.key === "Backspace" && this.#input.value === "") this.#ways.erase();
    else return;
    event.preventDefault();
  }
}
