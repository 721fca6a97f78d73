/** The messages of the open channel: a window onto it that follows what is said, and loads what is scrolled to. */

/** @import { History, Message, News } from "../types.js" */
/** @import { Around } from "../markdown/render.js" */
/** @import { Live } from "../live.js" */
/** @import { MessageUses } from "./message.js" */
import { byId, el, focusKey, focusedKey } from "../dom.js";
import { Kept } from "./kept.js";
import { FLAG, messageElement } from "./message.js";

/** How near an end, in pixels, more is loaded; and how near the bottom counts as being there. */
const NEAR = 800;
const AT_BOTTOM = 60;

/** How long after an author's message the next one stands without its own head, in milliseconds. */
const TOGETHER = 7 * 60_000;

export class MessageList {
  #kept = new Kept();
  /** What each row shows, to be drawn anew when it differs. @type {Map<string, Message | null>} */
  #shown = new Map();
  /** The side that is being loaded. @type {"before" | "after" | null} */
  #loading = null;
  #follows = true;
  /** Where to go once it is loaded. @type {string | null} */
  #goal = null;
  #rows = byId("messages");
  #scroller = byId("scroller");
  #toPresent = byId("to-present");
  #around;
  #live;
  #uses;

  /** @param {Around} around @param {Live} live @param {MessageUses} uses */
  constructor(around, live, uses) {
    this.#around = around;
    this.#live = live;
    this.#uses = uses;
    const { world } = around;
    world.listen("history", (history) => this.#load(history));
    world.listen("news", (news) => this.#take(news));
    world.listen("scene", () => this.#redrawAll());
    world.listen("connected", () => (this.#loading = null));
    world.listen("tick", () => this.#redrawThinking());
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#toPresent.addEventListener("click", () => this.toPresent());
    const follow = new ResizeObserver(() => {
      if (this.#follows) this.#toBottom();
    });
    for (const element of [this.#rows, this.#scroller, byId("pending")]) follow.observe(element);
  }

  /** Shows the newest messages. */
  toPresent() {
    const { open } = this.#around.world;
    this.#follows = true;
    if (this.#kept.newer && open) this.#live.ask({ open });
    else this.#toBottom();
  }

  /** Shows a message, loading it when it is far away. @param {string} id */
  jump(id) {
    const row = this.#row(id);
    if (!row) {
      this.#goal = id;
      this.#live.ask({ around: id });
      return;
    }
    this.#follows = false;
    row.scrollIntoView({ block: "center" });
    row.classList.remove("pointed-at");
    void row.offsetWidth; // Restarts the animation.
    row.classList.add("pointed-at");
  }

  /** Draws one message anew. @param {string} id */
  redraw(id) {
    if (this.#shown.has(id)) this.#shown.set(id, null);
    this.#draw();
  }

  /** @param {History} history */
  #load(history) {
    if (history.channel !== this.#around.world.open) return;
    this.#loading = null;
    const { messages, older, newer, part } = history;
    if (part === "before") this.#kept.addBefore(messages, older);
    else if (part === "after") this.#kept.addAfter(messages, newer);
    else this.#kept.reset(messages, older, newer);
    if (part === "newest") this.#follows = true;
    this.#draw();
    if (part === "around" && this.#goal === history.around) this.jump(this.#goal ?? "");
    this.#goal = null;
  }

  /** @param {{ channel: string, news: News[] }} told */
  #take({ channel, news }) {
    if (channel !== this.#around.world.open) return;
    /** @type {string | null} */
    let newest = null;
    for (const item of news) {
      if ("gone" in item) {
        this.#kept.drop(item.gone);
      } else if (this.#kept.take(item.message)) {
        newest = item.message.id;
        // Whoever says something wants to see it.
        if (item.message.author.id === this.#around.world.me?.id) this.#follows = true;
      }
    }
    this.#draw();
    if (newest && this.#follows) this.#showBeginning(newest);
  }

  /** A message that is taller than the view is read from its beginning. @param {string} id */
  #showBeginning(id) {
    const row = this.#row(id);
    if (!row || row.offsetHeight <= this.#scroller.clientHeight) return;
    this.#follows = false;
    this.#scroller.scrollTop += row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
  }

  #redrawAll() {
    for (const id of this.#shown.keys()) this.#shown.set(id, null);
    this.#draw();
  }

  /** A bot that thinks for too long is given up, which no news tells. */
  #redrawThinking() {
    for (const message of this.#kept.messages) {
      if (message.flags & FLAG.loading) this.redraw(message.id);
    }
  }

  /** Brings the rows in line with what is kept, touching only those that differ. */
  #draw() {
    const { messages, older } = this.#kept;
    const anchor = this.#follows ? null : this.#anchor();
    const ids = new Set(messages.map((message) => message.id));
    for (const row of [...this.#rows.children]) {
      if (!ids.has(/** @type {HTMLElement} */ (row).dataset.id ?? "")) row.remove();
    }
    for (const id of this.#shown.keys()) if (!ids.has(id)) this.#shown.delete(id);
    let row = /** @type {HTMLElement | null} */ (this.#rows.firstElementChild);
    messages.forEach((message, at) => {
      const there = row?.dataset.id === message.id ? row : null;
      let current = there;
      if (!current || this.#shown.get(message.id) !== message) {
        current = messageElement(message, this.#around, this.#uses);
        this.#shown.set(message.id, message);
        if (there) replace(there, current);
        else this.#rows.insertBefore(current, row);
      }
      this.#together(current, message, messages[at - 1]);
      row = /** @type {HTMLElement | null} */ (current.nextElementSibling);
    });
    const beginning = byId("beginning");
    const { channel } = this.#around.world;
    beginning.hidden = older || !channel;
    beginning.textContent = channel ? `This is the beginning of ${channel.kind === "direct" ? "" : "#"}${channel.name}.` : "";
    if (this.#follows) this.#toBottom();
    else if (anchor) this.#keepPlace(anchor);
    this.#showToPresent();
  }

  /**
   * Messages of one author that follow each other have one head, unless only one of them is for everybody; the first of a day has the day above it.
   *
   * @param {HTMLElement} row
   * @param {Message} message
   * @param {Message | undefined} before
   */
  #together(row, message, before) {
    const { clock } = this.#around;
    const [sent, day] = [Date.parse(message.timestamp), clock.day(Date.parse(message.timestamp))];
    const sameDay = before !== undefined && clock.day(Date.parse(before.timestamp)) === day;
    const follows = before !== undefined && sameDay && before.author.id === message.author.id &&
      sent - Date.parse(before.timestamp) < TOGETHER && !message.message_reference && !message.interaction_metadata &&
      !((before.flags ^ message.flags) & FLAG.ephemeral);
    row.classList.toggle("follows", follows);
    const shown = row.querySelector(":scope > .day");
    if (sameDay) shown?.remove();
    else if (!shown) row.prepend(el("p", { class: "day" }, el("span", {}, day)));
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const below = scrollHeight - scrollTop - clientHeight;
    this.#follows = below < AT_BOTTOM && !this.#kept.newer;
    this.#showToPresent();
    const { messages, older, newer } = this.#kept;
    if (this.#loading || !messages.length) return;
    if (scrollTop < NEAR && older) {
      this.#loading = "before";
      this.#live.ask({ before: messages[0].id });
    } else if (below < NEAR && newer) {
      this.#loading = "after";
      this.#live.ask({ after: messages[messages.length - 1].id });
    }
  }

  #showToPresent() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#toPresent.hidden = !this.#kept.newer && scrollHeight - scrollTop - clientHeight < clientHeight;
  }

  /** The row at the top of what is seen, and where it stands. */
  #anchor() {
    const top = this.#scroller.getBoundingClientRect().top;
    for (const row of this.#rows.children) {
      const place = row.getBoundingClientRect();
      if (place.bottom > top) return { id: /** @type {HTMLElement} */ (row).dataset.id ?? "", top: place.top };
    }
    return null;
  }

  /** @param {{ id: string, top: number }} anchor */
  #keepPlace(anchor) {
    const row = this.#row(anchor.id);
    if (row) this.#scroller.scrollTop += row.getBoundingClientRect().top - anchor.top;
  }

  #toBottom() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** @param {string} id */
  #row(id) {
    return document.getElementById(`message-${id}`);
  }
}

/**
 * Puts a row in another's place; what had the focus has it again.
 *
 * @param {HTMLElement} old
 * @param {HTMLElement} row
 */
function replace(old, row) {
  const key = focusedKey(old);
  old.replaceWith(row);
  focusKey(row, key);
}
