/** What the member just did and no message shows yet: a command on its way, or one that failed. */

/** @import { World } from "../world.js" */
import { avatar, byId, el } from "../dom.js";

/** The most that are shown at once. */
const MOST = 5;

export class Pending {
  #list = byId("pending");
  #world;

  /** @param {World} world */
  constructor(world) {
    this.#world = world;
    world.listen("opened", () => this.#list.replaceChildren());
    world.listen("news", ({ news }) => {
      for (const item of news) {
        const act = "message" in item ? item.message.interaction_metadata : null;
        if (act?.name && act.user.id === world.me?.id) this.#done(act.name);
      }
    });
  }

  /**
   * Shows that a command is on its way.
   *
   * @param {string} path such as `streak show`
   * @param {string} bot its name
   * @returns {(failure?: string) => void} to be called when it is answered, or with the reason why it is not
   */
  begin(path, bot) {
    const state = el("p", { class: "thinking" }, "Sending…");
    const row = el("li", { class: "message", "data-path": path },
      el("p", { class: "lead" }, el("bdi", {}, this.#world.me?.name), " used ", el("span", { class: "lead-command" }, `/${path}`)),
      avatar(bot),
      el("div", { class: "message-body" },
        el("p", { class: "message-head" }, el("bdi", { class: "author" }, bot), el("span", { class: "badge" }, "APP")), state));
    this.#list.append(row);
    while (this.#list.childElementCount > MOST) this.#list.firstElementChild?.remove();
    return (failure) => {
      if (!failure) {
        row.remove();
        return;
      }
      delete row.dataset.path;
      state.replaceWith(
        el("p", { class: "failure", role: "alert" }, failure),
        el("p", { class: "only-you" }, "Only you can see this · ",
          el("button", { type: "button", class: "text-button", onclick: () => row.remove() }, "Dismiss")));
    };
  }

  /** The oldest pending use of a command has its message. @param {string} path */
  #done(path) {
    this.#list.querySelector(`[data-path="${CSS.escape(path)}"]`)?.remove();
  }
}
