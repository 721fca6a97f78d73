/** A slash command being filled in: one field per option, the required ones from the start. */

/** @import { Option } from "../types.js" */
/** @import { World } from "../world.js" */
/** @import { Acts } from "../acts.js" */
/** @import { Use } from "./uses.js" */
import { el, fill } from "../dom.js";
import { OptionField } from "./option_field.js";

/**
 * @typedef {{ leave: (text: string) => void, send: (options: { name: string, value: string }[]) => void }} Ways `leave`:
 *   back to writing, with this text
 */

export class CommandForm {
  /** @type {OptionField[]} */
  #fields = [];
  #row = el("div", { class: "option-row" });
  #more = el("div", { class: "option-more" });
  #list = el("div", {});
  #problem = el("p", { class: "failure", role: "alert", hidden: true });
  #send = el("button", { type: "submit", class: "send", "aria-label": "Send command" }, "➤");
  element;
  #use;
  #world;
  #acts;
  #ways;

  /**
   * @param {Use} use
   * @param {Record<string, string>} values to begin with, by option
   * @param {World} world
   * @param {Acts} acts
   * @param {Ways} ways
   */
  constructor(use, values, world, acts, ways) {
    this.#use = use;
    this.#world = world;
    this.#acts = acts;
    this.#ways = ways;
    this.element = el("form", {
      class: "command-form", "aria-label": `/${use.path}`, onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        this.#submit();
      },
    }, this.#list, this.#problem, el("div", { class: "write-row" }, this.#row, this.#send));
    fill(this.#row, el("span", { class: "command-name" }, `/${use.path}`), this.#more);
    for (const option of use.options) {
      if (option.required || values[option.name] !== undefined) this.#add(option, values[option.name] ?? "");
    }
    this.#offerMore();
  }

  /** Puts the focus where something is missing, else on the last field, else on the button that sends. */
  focus() {
    const field = this.#fields.find((field) => field.isMissing) ?? this.#fields.at(-1);
    if (field) field.focus();
    else this.#send.focus();
  }

  /** @param {Option} option @param {string} text */
  #add(option, text) {
    const field = new OptionField(option, text, this.#world, {
      show: (list) => fill(this.#list, list),
      suggest: async () => {
        const outcome = await this.#acts.suggestions(this.#use.path, this.#entered(), option.name);
        return outcome.outcome === "choices" ? outcome.choices ?? [] : null;
      },
      erase: () => this.#erase(field),
      leave: () => this.#ways.leave(""),
      submit: () => this.#submit(),
    });
    this.#fields.push(field);
    this.#more.before(field.element);
    return field;
  }

  /** Takes an empty field away; an empty command with it. @param {OptionField} field */
  #erase(field) {
    const at = this.#fields.indexOf(field);
    const before = this.#fields[at - 1];
    if (field.option.required) {
      if (before) before.focus();
      else this.#ways.leave(`/${this.#use.path}`);
      return;
    }
    this.#fields.splice(at, 1);
    field.element.remove();
    fill(this.#list);
    this.#offerMore();
    if (before) before.focus();
    else this.#send.focus();
  }

  #offerMore() {
    const given = new Set(this.#fields.map((field) => field.option.name));
    fill(this.#more, this.#use.options.filter((option) => !given.has(option.name)).map((option) =>
      el("button", {
        type: "button", class: "option-offer", title: option.description, onclick: () => {
          this.#add(option, "").focus();
          this.#offerMore();
        },
      }, `+ ${option.name}`)));
  }

  /** What is entered, without fields that are empty. */
  #entered() {
    return this.#fields.filter((field) => field.value !== "")
      .map((field) => ({ name: field.option.name, value: field.value }));
  }

  #submit() {
    const wrong = this.#fields.find((field) => field.problem);
    this.#problem.hidden = !wrong;
    if (wrong) {
      this.#problem.textContent = wrong.problem;
      wrong.focus();
      return;
    }
    this.#ways.send(this.#entered());
  }
}
