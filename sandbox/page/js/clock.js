/** The sandbox's time, which can be turned; all times on the page are told by it. */

/** @import { World } from "./world.js" */
/** @import { Live } from "./live.js" */
import { byId, el, fill } from "./dom.js";

/** How often what is told by the clock is told anew, in milliseconds. */
const TICK = 1_000;

export class Clock {
  /** What the clock showed, and when by this page's own time. */
  #shown = Date.now();
  #since = performance.now();
  #running = true;
  #zone = "UTC";
  /** What writes instants, by how: making one is slow. @type {Map<string, Intl.DateTimeFormat>} */
  #writers = new Map();
  #world;

  /** @param {World} world @param {Live} live */
  constructor(world, live) {
    this.#world = world;
    world.listen("now", (now) => {
      this.#shown = now;
      this.#since = performance.now();
    });
    world.listen("clock", (setting) => {
      this.#running = setting.running;
      if (this.#zone !== setting.zone) this.#writers.clear();
      this.#zone = setting.zone;
      this.#draw(live);
      this.#tick();
    });
    setInterval(() => this.#tick(), TICK);
  }

  /** What the clock shows, in Unix milliseconds. */
  now() {
    return this.#shown + (this.#running ? performance.now() - this.#since : 0);
  }

  /**
   * An instant by the sandbox's zone.
   *
   * @param {number} instant in Unix milliseconds
   * @param {Intl.DateTimeFormatOptions} options
   */
  format(instant, options) {
    const how = JSON.stringify(options);
    const writer = this.#writers.get(how) ?? new Intl.DateTimeFormat("en-GB", { ...options, timeZone: this.#zone });
    this.#writers.set(how, writer);
    return writer.format(instant);
  }

  /** The local day of an instant, to compare and to show. @param {number} instant */
  day(instant) {
    return this.format(instant, { day: "numeric", month: "long", year: "numeric" });
  }

  #tick() {
    const shown = document.getElementById("clock-shows");
    if (shown) {
      const now = this.now();
      const date = this.format(now, { weekday: "short", day: "numeric", month: "short" });
      fill(shown, el("span", { class: "clock-date" }, date), ` ${this.format(now, { timeStyle: "medium" })}`);
    }
    this.#world.tell("tick");
  }

  /** @param {Live} live */
  #draw(live) {
    const setting = this.#world.clock;
    if (!setting) return;
    const shows = document.getElementById("clock-shows") ?? el("time", { id: "clock-shows", class: "clock-shows" });
    shows.title = `By the sandbox’s clock, in ${setting.zone}`;
    /** @param {"day" | "morning" | "run" | "stop"} how @param {string} label @param {string} title */
    const button = (how, label, title) =>
      el("button", { type: "button", class: "icon-button", "data-clock": how, title, onclick: () => live.ask({ clock: how }) }, label);
    const focused = document.activeElement?.getAttribute("data-clock");
    fill(
      byId("clock"), shows,
      setting.running ? button("stop", "Pause", "Let time stand") : button("run", "Run", "Let time run"),
      button("morning", `Next ${setting.morning}`, `Turn the clock to the next ${setting.morning}`),
      button("day", "Next day", "Turn the clock a day on"),
    );
    if (focused) {
      const again = focused === "stop" ? "run" : focused === "run" ? "stop" : focused;
      /** @type {HTMLElement | null} */ (byId("clock").querySelector(`[data-clock=${again}]`))?.focus();
    }
  }
}
