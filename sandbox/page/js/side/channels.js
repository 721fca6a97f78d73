/** The list of channels, with the threads below them, and who the member is. */

/** @import { Channel } from "../types.js" */
/** @import { World } from "../world.js" */
import { addressOf } from "../address.js";
import { byId, el, fill, refill } from "../dom.js";
import { compareIds } from "../ids.js";
import { switcher } from "./switcher.js";

export class Channels {
  /** The newest message that was there when the channel was last open, by channel. @type {Map<string, string>} */
  #read = new Map();
  #home = byId("channels");
  #guild = el("div", { class: "guild" });
  #list = el("div", { class: "channel-list" });
  #me = el("div", { class: "me-box" });
  #opener = byId("show-channels");
  #world;

  /** @param {World} world */
  constructor(world) {
    this.#world = world;
    fill(this.#home, this.#guild, this.#list, this.#me);
    world.listen("scene", () => this.#draw());
    world.listen("opened", () => {
      this.#show(false);
      this.#draw();
    });
    this.#opener.addEventListener("click", () => this.#show(!this.#home.classList.contains("shown")));
    byId("scroller").addEventListener("pointerdown", () => this.#show(false));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#home.classList.contains("shown")) this.#show(false);
      else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) this.#step(event);
    });
  }

  /** Shows the list, or no longer, where the page is too narrow for it to stand beside. @param {boolean} on */
  #show(on) {
    const had = this.#home.contains(document.activeElement);
    this.#home.classList.toggle("shown", on);
    this.#opener.setAttribute("aria-expanded", String(on));
    if (on) /** @type {HTMLElement | null} */ (this.#home.querySelector("a, button"))?.focus();
    else if (had && this.#opener.offsetParent) this.#opener.focus();
  }

  /** Alt with an arrow opens the next channel. @param {KeyboardEvent} event */
  #step(event) {
    const links = [.../** @type {NodeListOf<HTMLElement>} */ (this.#home.querySelectorAll("[data-channel]"))];
    const at = links.findIndex((link) => link.dataset.channel === this.#world.open);
    const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    this.#world.tell("go", next.dataset.channel);
  }

  #draw() {
    const { scene, open } = this.#world;
    if (!scene) return;
    for (const channel of scene.channels) {
      if (channel.last && (channel.id === open || !this.#read.has(channel.id))) this.#read.set(channel.id, channel.last);
      else if (!this.#read.has(channel.id)) this.#read.set(channel.id, "0");
    }
    const tops = scene.channels.filter((it) => it.kind === "text" || it.kind === "voice");
    const directs = scene.channels.filter((it) => it.kind === "direct");
    refill(this.#guild, el("h2", {}, el("bdi", {}, scene.guild.name)), this.#otherGuilds());
    refill(this.#list, el("ul", {}, tops.map((channel) => this.#item(channel))),
      directs.length ? [el("h3", {}, "Direct messages"), el("ul", {}, directs.map((channel) => this.#item(channel)))] : null);
    refill(this.#me, switcher(this.#world));
  }

  #otherGuilds() {
    const { scene } = this.#world;
    if (!scene || scene.guilds.length < 2) return null;
    return el("select", {
      "aria-label": "Server", "data-key": "guild", onchange: (/** @type {Event} */ event) => {
        const { value } = /** @type {HTMLSelectElement} */ (event.target);
        location.assign(addressOf({ guild: value, as: scene.me.name }));
      },
    }, scene.guilds.map((guild) => el("option", { value: guild.id, selected: guild.id === scene.guild.id }, guild.name)));
  }

  /** @param {Channel} channel @returns {HTMLElement} */
  #item(channel) {
    const threads = (this.#world.scene?.channels ?? []).filter((it) => it.kind === "thread" && it.parent === channel.id);
    const sign = channel.kind === "direct" ? "@" : channel.kind === "thread" ? "↳" : channel.kind === "voice" ? "♪" : "#";
    const current = channel.id === this.#world.open;
    const unread = channel.last !== null && compareIds(this.#read.get(channel.id) ?? "0", channel.last) < 0;
    const link = el("a", {
      href: addressOf({ as: this.#world.me?.name, channel: channel.id }), "data-channel": channel.id, "data-key": channel.id,
      "aria-current": current ? "page" : null, class: unread ? "unread" : null, title: channel.name,
      onclick: (/** @type {MouseEvent} */ event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        this.#world.tell("go", channel.id);
      },
    }, el("span", { class: "sign", "aria-hidden": "true" }, sign), el("bdi", { class: "channel-label" }, channel.name),
    unread && el("span", { class: "dot", role: "img", "aria-label": "new messages" }));
    return el("li", {}, link, threads.length ? el("ul", { class: "threads" }, threads.map((thread) => this.#item(thread))) : null);
  }
}
