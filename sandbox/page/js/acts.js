/**
 * What a member does. It goes through the sandbox's control API, as it does for tests in other languages: the page can do
 * no more than they can.
 */

/** @import { Outcome } from "./types.js" */
/** @import { World } from "./world.js" */

export class Acts {
  #world;

  /** @param {World} world */
  constructor(world) {
    this.#world = world;
  }

  /**
   * Does something as the member of this page, in the open channel unless told.
   *
   * @param {string} what
   * @param {Record<string, unknown>} more
   * @returns {Promise<Outcome>}
   */
  async #act(what, more) {
    const { scene, open } = this.#world;
    const body = { do: what, guild: scene?.guild.id, member: scene?.me.id, channel: open, ...more };
    return post("/sandbox/act", body);
  }

  /**
   * @param {string} path such as `streak pause`
   * @param {{ name: string, value: string }[]} options
   */
  command(path, options) {
    return this.#act("command", { path, options });
  }

  /**
   * What is suggested for the focused option.
   *
   * @param {string} path
   * @param {{ name: string, value: string }[]} options
   * @param {string} focused
   */
  suggestions(path, options, focused) {
    return this.#act("suggestions", { path, options, focused });
  }

  /** @param {string} message @param {string} customId */
  press(message, customId) {
    return this.#act("press", { message, custom_id: customId });
  }

  /** @param {string} message @param {string} customId @param {string[]} values */
  select(message, customId, values) {
    return this.#act("select", { message, custom_id: customId, values, by: "value" });
  }

  /** @param {string} interaction @param {Record<string, string | string[]>} fields */
  submit(interaction, fields) {
    return this.#act("submit", { interaction, fields });
  }

  /** @param {string} content */
  say(content) {
    return this.#act("say", { content });
  }

  /** @param {string} message */
  dismiss(message) {
    return this.#act("dismiss", { message });
  }

  /** @param {string} message @param {string} emoji @param {boolean} on */
  react(message, emoji, on) {
    return this.#act(on ? "react" : "unreact", { message, emoji });
  }

  /** Makes something go wrong. @param {Record<string, unknown>} fault */
  fault(fault) {
    return post("/sandbox/faults", fault);
  }

  /** Lets nothing more go wrong. */
  clearFaults() {
    return ask("DELETE", "/sandbox/faults");
  }
}

/** @param {string} path @param {unknown} body */
function post(path, body) {
  return ask("POST", path, JSON.stringify(body));
}

/**
 * @param {string} method
 * @param {string} path
 * @param {string} [body]
 * @returns {Promise<any>} the answer; `refused`, with the reason, when the sandbox can't be reached or does not know how
 */
async function ask(method, path, body) {
  try {
    const response = await fetch(path, { method, body });
    const answer = await response.json();
    return response.ok ? answer : { outcome: "refused", text: answer.error };
  } catch {
    return { outcome: "refused", text: "The sandbox can’t be reached." };
  }
}
