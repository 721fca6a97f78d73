/** The open channel: its messages, what is done with them, and where to go from there. */

/** @import { Message, Outcome } from "./types.js" */
/** @import { Live } from "./live.js" */
/** @import { Acts } from "./acts.js" */
/** @import { Around } from "./markdown/render.js" */
import { address, note } from "./address.js";
import { byId } from "./dom.js";
import { tickTimes } from "./markdown/time.js";
import { MessageList } from "./messages/list.js";
import { openModal } from "./modal.js";
import { notice } from "./notice.js";

/** What Discord's own client says when a button or menu is not answered. */
const FAILED = "This interaction failed";

export class Conversation {
  /** The component that waits for an answer, by message. @type {Map<string, string>} */
  #busy = new Map();
  /** What went wrong, by message. @type {Map<string, string>} */
  #failures = new Map();
  #list;
  #world;
  #live;

  /** @param {Around} around @param {Live} live @param {Acts} acts */
  constructor(around, live, acts) {
    const { world, clock } = around;
    this.#world = world;
    this.#live = live;
    this.#list = new MessageList(around, live, {
      press: (message, customId) => this.#use(message, customId, () => acts.press(message.id, customId)),
      select: (message, customId, values) => this.#use(message, customId, () => acts.select(message.id, customId, values)),
      busy: (message) => this.#busy.get(message.id),
      failed: (message) => this.#failures.get(message.id),
      dismiss: (message) => acts.dismiss(message.id),
      react: (message, reaction) => acts.react(message.id, reaction.emoji.name ?? "", !reaction.me),
      go: (channel) => this.go(channel),
      jump: (message) => this.#list.jump(message),
    });
    world.listen("scene", () => this.#settle());
    world.listen("modal", ({ modal, interaction }) => openModal(modal, interaction, acts, world));
    world.listen("go", (channel) => this.go(channel));
    world.listen("connected", () => this.#reopen());
    world.listen("tick", () => tickTimes(clock));
    world.listen("lost", () => (byId("lost").hidden = false));
  }

  /** Opens a channel. @param {string} id */
  go(id) {
    if (this.#world.open === id) {
      this.#list.toPresent();
      return;
    }
    this.#world.open = id;
    this.#world.commands = [];
    this.#busy.clear();
    this.#failures.clear();
    this.#live.ask({ open: id });
    this.#world.tell("opened", id);
    this.#show();
  }

  /** After a connection was lost, asks for what was open; the sandbox may be another one. */
  #reopen() {
    byId("lost").hidden = true;
    if (this.#world.open) this.#live.ask({ open: this.#world.open });
  }

  /** Opens the channel of the address, or the first, when none is open or the open one is gone. */
  #settle() {
    const { scene, channel } = this.#world;
    if (!scene) return;
    if (!channel) {
      const places = scene.channels.filter((it) => it.kind !== "category");
      /** @param {string | null} wanted */
      const named = (wanted) => places.find((it) => it.id === wanted || it.name === wanted);
      const first = named(address().channel) ?? named(scene.opens) ?? places[0];
      if (first) this.go(first.id);
    }
    this.#show();
  }

  #show() {
    const { channel, scene, me } = this.#world;
    if (!channel || !scene || !me) return;
    const sign = channel.kind === "direct" ? "@" : channel.kind === "thread" ? "🧵 " : "#";
    byId("channel-name").textContent = `${sign}${channel.name}`;
    byId("channel-topic").textContent = channel.topic ?? "";
    document.title = `${sign}${channel.name} · ${scene.guild.name} · ${me.name}`;
    note({ as: me.name, channel: channel.kind === "text" ? channel.name : channel.id });
  }

  /**
   * Uses a component: it waits until it is answered, and the message says when it was not.
   *
   * @param {Message} message
   * @param {string} customId
   * @param {() => Promise<Outcome>} act
   */
  async #use(message, customId, act) {
    this.#busy.set(message.id, customId);
    this.#failures.delete(message.id);
    this.#list.redraw(message.id);
    const outcome = await act();
    this.#busy.delete(message.id);
    if (outcome.outcome === "failed") this.#failures.set(message.id, FAILED);
    if (outcome.outcome === "refused") notice(outcome.text ?? FAILED);
    this.#list.redraw(message.id);
    if (outcome.outcome === "modal") this.#world.tell("modal", outcome);
  }
}
