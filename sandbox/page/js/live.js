/** The live connection: what the member sees, as it changes. */

/** @import { World } from "./world.js" */
import { address } from "./address.js";

/** How long to wait before the next try, in milliseconds: it doubles from the first to the last. */
const FIRST_WAIT = 250;
const LAST_WAIT = 5_000;

export class Live {
  /** @type {WebSocket | null} */
  #socket = null;
  #wait = FIRST_WAIT;
  #world;

  /** @param {World} world */
  constructor(world) {
    this.#world = world;
    this.#connect();
  }

  #connect() {
    const { guild, as } = address();
    const query = new URLSearchParams();
    if (guild) query.set("guild", guild);
    if (as) query.set("as", as);
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/page/live?${query}`);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#wait = FIRST_WAIT;
      this.#world.tell("connected");
    });
    socket.addEventListener("message", ({ data }) => {
      const { kind, now, body } = JSON.parse(data);
      this.#world.tell("now", now);
      this.#world.hear(kind, body);
    });
    socket.addEventListener("close", () => {
      this.#world.tell("lost");
      setTimeout(() => this.#connect(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LAST_WAIT);
    });
  }

  /**
   * Asks for something; unheard while the connection is lost, as all is asked again afterwards.
   *
   * @param {{ open: string } | { before: string } | { after: string } | { around: string } | { wire: boolean } |
   *   { clock: "day" | "morning" | "run" | "stop" }} what
   */
  ask(what) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(what));
  }
}
