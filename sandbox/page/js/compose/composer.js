/** Where the member writes: a message, or a slash command. */

/** @import { Command } from "../types.js" */
/** @import { World } from "../world.js" */
/** @import { Acts } from "../acts.js" */
/** @import { Pending } from "../messages/pending.js" */
import { byId, el, fill } from "../dom.js";
import { Listbox } from "../listbox.js";
import { notice } from "../notice.js";
import { CommandForm } from "./command_form.js";
import { readLine, uses } from "./uses.js";

/** @import { Use } from "./uses.js" */

/** The longest message, in code points. */
const LONGEST = 2_000;

export class Composer {
  /** @type {CommandForm | null} */
  #form = null;
  #list = new Listbox("Commands", (item) => this.#begin(item.value, {}));
  #text = el("textarea", {
    rows: 1, class: "write", maxlength: LONGEST, dir: "auto", "aria-autocomplete": "list", "aria-haspopup": "listbox",
    "aria-controls": this.#list.id, oninput: () => this.#typed(), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    onblur: () => (this.#list.element.hidden = true), onfocus: () => this.#typed(),
  });
  #home = byId("composer");
  #world;
  #acts;
  #pending;

  /** @param {World} world @param {Acts} acts @param {Pending} pending */
  constructor(world, acts, pending) {
    this.#world = world;
    this.#acts = acts;
    this.#pending = pending;
    world.listen("opened", () => this.#write(""));
    world.listen("scene", () => this.#label());
    world.listen("commands", () => {
      if (document.activeElement === this.#text) this.#typed();
    });
    world.listen("type", (line) => this.type(line));
    this.#write("");
  }

  /** Types a command for the member, to be looked at and sent. @param {string} line */
  type(line) {
    const read = readLine(line, uses(this.#world.commands));
    if (read) this.#begin(read.use, read.values);
    else {
      this.#write(line);
      this.#text.focus();
      this.#typed();
    }
  }

  /** Goes (back) to writing a message. @param {string} text */
  #write(text) {
    this.#form = null;
    this.#text.value = text;
    this.#list.element.hidden = true;
    fill(this.#home, this.#list.element, el("form", { class: "write-row", onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#send();
    } }, this.#text, el("button", { type: "submit", class: "send", "aria-label": "Send message" }, "➤")));
    this.#label();
    this.#grow();
  }

  #label() {
    const channel = this.#world.channel;
    const sign = channel?.kind === "direct" ? "@" : "#";
    const label = !channel ? "…" : channel.speaks ? `Message ${sign}${channel.name}` : `You can’t write in ${sign}${channel.name}`;
    this.#text.placeholder = channel?.speaks ? `${label} · / for commands` : label;
    this.#text.setAttribute("aria-label", label);
  }

  #grow() {
    this.#text.style.height = "auto";
    this.#text.style.height = `${Math.min(this.#text.scrollHeight, 200)}px`;
  }

  /** Shows the commands that fit what is typed; a whole command and a space begin to fill it in. */
  #typed() {
    this.#grow();
    const line = this.#text.value;
    const known = uses(this.#world.commands);
    if (!line.startsWith("/") || line.includes("\n")) {
      this.#list.element.hidden = true;
      return;
    }
    const read = known.some(({ path }) => line.startsWith(`/${path} `)) ? readLine(line, known) : null;
    if (read) {
      this.#begin(read.use, read.values);
      return;
    }
    const wanted = line.slice(1).toLowerCase().replace(/\s+/g, " ");
    const fitting = known.filter((use) => use.path.includes(wanted))
      .sort((one, other) => Number(other.path.startsWith(wanted)) - Number(one.path.startsWith(wanted)));
    this.#list.show(
      fitting.map((use) => ({ label: `/${use.path}`, note: `${use.description} · ${this.#botName(use.command)}`, value: use })),
      fitting.length ? "Commands" : "No command fits",
    );
    this.#list.element.hidden = document.activeElement !== this.#text;
    this.#pointAt();
  }

  #pointAt() {
    if (this.#list.active && !this.#list.element.hidden) this.#text.setAttribute("aria-activedescendant", this.#list.active);
    else this.#text.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const open = !this.#list.element.hidden && !this.#list.isEmpty;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      this.#list.move(event.key === "ArrowDown" ? 1 : -1);
      this.#pointAt();
    } else if (open && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey) {
      this.#list.chooseActive();
    } else if (event.key === "Escape" && !this.#list.element.hidden) {
      this.#list.element.hidden = true;
    } else if (event.key === "Enter" && !event.shiftKey) {
      this.#send();
    } else return;
    event.preventDefault();
  }

  async #send() {
    const text = this.#text.value.trim();
    if (!text) return;
    this.#write("");
    this.#text.focus();
    const outcome = await this.#acts.say(text);
    if (outcome.outcome !== "refused") return;
    notice(outcome.text ?? "That could not be sent.");
    if (!this.#text.value) this.#write(text);
  }

  /** @param {Command} command */
  #botName(command) {
    return this.#world.bot(command.app)?.name ?? "";
  }

  /** @param {Use} use @param {Record<string, string>} values */
  #begin(use, values) {
    this.#form = new CommandForm(use, values, this.#world, this.#acts, {
      leave: (text) => {
        this.#write(text);
        this.#text.focus();
      },
      send: (options) => this.#use(use, options),
    });
    fill(this.#home, this.#form.element);
    this.#form.focus();
  }

  /** @param {Use} use @param {{ name: string, value: string }[]} options */
  async #use(use, options) {
    const form = this.#form;
    const done = this.#pending.begin(use.path, this.#botName(use.command));
    this.#write("");
    this.#text.focus();
    const outcome = await this.#acts.command(use.path, options);
    if (outcome.outcome === "refused") {
      done();
      notice(outcome.text ?? "That command could not be sent.");
      if (form && !this.#text.value && !this.#form) {
        this.#form = form;
        fill(this.#home, form.element);
        form.focus();
      }
      return;
    }
    done(outcome.outcome === "failed" ? "The application did not respond" : undefined);
    if (outcome.outcome === "modal") this.#world.tell("modal", outcome);
  }
}
