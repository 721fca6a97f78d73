/** What the page knows: the last that the live connection told of each kind. Parts listen to the kinds they show. */

/** @import { Scene, Command, ClockSetting, Guide, Channel, Member, Bot } from "./types.js" */

export class World extends EventTarget {
  /** @type {Scene | null} */
  scene = null;
  /** @type {Command[]} */
  commands = [];
  /** @type {ClockSetting | null} */
  clock = null;
  /** @type {Guide | null} */
  guide = null;
  /** Faults that are still to come, in words. @type {string[]} */
  faults = [];
  /** The open channel's id. @type {string | null} */
  open = null;

  /**
   * Listens to a kind of news.
   *
   * @param {string} kind
   * @param {(body: any) => void} listener
   */
  listen(kind, listener) {
    this.addEventListener(kind, (event) => listener(/** @type {CustomEvent} */ (event).detail));
  }

  /**
   * Tells all who listen to a kind.
   *
   * @param {string} kind
   * @param {unknown} [body]
   */
  tell(kind, body) {
    this.dispatchEvent(new CustomEvent(kind, { detail: body }));
  }

  /**
   * Keeps what was told, where it is kept, and passes it on.
   *
   * @param {string} kind
   * @param {any} body
   */
  hear(kind, body) {
    if (kind === "scene" || kind === "commands" || kind === "clock" || kind === "guide" || kind === "faults") {
      Object.assign(this, { [kind]: body });
    }
    this.tell(kind, body);
  }

  /** The open channel. @returns {Channel | undefined} */
  get channel() {
    return this.scene?.channels.find((channel) => channel.id === this.open);
  }

  /** Who acts on this page. */
  get me() {
    return this.scene?.me ?? null;
  }

  /** @param {string} id @returns {Member | undefined} */
  member(id) {
    return this.scene?.members.find((member) => member.id === id);
  }

  /** The bot of an application's id. @param {string} id @returns {Bot | undefined} */
  bot(id) {
    return this.scene?.bots.find((bot) => bot.id === id);
  }
}
