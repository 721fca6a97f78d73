/**
 * Which messages of a channel the page keeps: a stretch of it without gaps, of bounded length, so that neither a long
 * channel nor a long day makes the page grow.
 */

/** @import { Message } from "../types.js" */
import { compareIds } from "../ids.js";

/** The most messages that are kept at once. */
export const MOST = 200;

export class Kept {
  /** Oldest first. @type {Message[]} */
  messages = [];
  /** Whether the channel has messages before, and after, those that are kept. */
  older = false;
  newer = false;

  /** Begins anew. @param {Message[]} messages @param {boolean} older @param {boolean} newer */
  reset(messages, older, newer) {
    Object.assign(this, { messages, older, newer });
  }

  /** Adds those before, and lets go of as many at the end as are too many. @param {Message[]} messages @param {boolean} older */
  addBefore(messages, older) {
    this.messages = [...messages, ...this.messages];
    this.older = older;
    if (this.messages.length > MOST) {
      this.messages.length = MOST;
      this.newer = true;
    }
  }

  /** Adds those after, and lets go of as many at the beginning as are too many. @param {Message[]} messages @param {boolean} newer */
  addAfter(messages, newer) {
    const known = new Set(this.messages.map((message) => message.id));
    this.messages.push(...messages.filter((message) => !known.has(message.id)));
    this.newer = newer;
    this.#letOldGo();
  }

  /**
   * Takes a message that is new or changed.
   *
   * @param {Message} message
   * @returns {boolean} whether it is new at the end of the channel; `false` also when it lies outside of what is kept
   */
  take(message) {
    const at = this.messages.findIndex((known) => compareIds(known.id, message.id) >= 0);
    if (at >= 0) {
      const first = at === 0 && this.messages[0].id !== message.id;
      if (this.messages[at].id === message.id) this.messages[at] = message;
      else if (!first || !this.older) this.messages.splice(at, 0, message);
      return false;
    }
    if (this.newer) return false;
    this.messages.push(message);
    this.#letOldGo();
    return true;
  }

  /** Lets a message go that is gone. @param {string} id */
  drop(id) {
    this.messages = this.messages.filter((message) => message.id !== id);
  }

  #letOldGo() {
    if (this.messages.length <= MOST) return;
    this.messages = this.messages.slice(-MOST);
    this.older = true;
  }
}
