/** The wire: what went between the bot and Discord, and switches that make it go wrong. */

/** @import { WireEntry } from "../types.js" */
/** @import { World } from "../world.js" */
/** @import { Live } from "../live.js" */
/** @import { Acts } from "../acts.js" */
import { byId, el, fill, refill } from "../dom.js";
import { faultSwitches, pendingFaults } from "./faults.js";

/** The most entries that are kept. */
const MOST = 300;

/** Discord's number of an interaction that only asks for suggestions. */
const AUTOCOMPLETE = 4;

/** Discord's names of gateway operations. @type {Record<number, string>} */
const OPERATIONS = {
  0: "Dispatch", 2: "Identify", 3: "Presence", 4: "Voice", 6: "Resume", 7: "Reconnect", 8: "Request members", 9: "Invalid session", 10: "Hello",
};

export class Wire {
  /** @type {WireEntry[]} */
  #entries = [];
  #all = false;
  #list = el("ol", { class: "entries" });
  #title = el("p", { class: "muted" });
  #world;
  #live;

  /** @param {World} world @param {Live} live @param {Acts} acts */
  constructor(world, live, acts) {
    this.#world = world;
    this.#live = live;
    const only = el("input", {
      type: "checkbox", onchange: (/** @type {Event} */ event) => {
        this.#all = /** @type {HTMLInputElement} */ (event.target).checked;
        this.#draw();
      },
    });
    const pending = el("div", { role: "status" });
    fill(byId("wire"), el("h2", {}, "The wire"), el("h3", {}, "Let it go wrong"), faultSwitches(acts), pending, el("h3", {}, "Traffic"),
      el("label", { class: "check" }, only, " Everything, not only my last interaction"), this.#title, this.#list);
    world.listen("faults", (words) => refill(pending, pendingFaults(words, acts)));
    world.listen("wire", (entries) => {
      // After a reconnect the sandbox begins again with what is known.
      const last = this.#entries.at(-1)?.number ?? -1;
      this.#entries.push(...entries.filter((/** @type {WireEntry} */ entry) => entry.number > last));
      this.#entries.splice(0, this.#entries.length - MOST);
      this.#draw();
    });
    world.listen("connected", () => this.show(this.#open));
  }

  #open = false;

  /** Asks for the traffic, or no longer: it costs nothing while nobody looks. @param {boolean} on */
  show(on) {
    this.#open = on;
    this.#entries = [];
    this.#live.ask({ wire: on });
    this.#draw();
  }

  #draw() {
    const from = this.#all ? 0 : this.#lastInteraction();
    const shown = from < 0 ? [] : this.#entries.slice(from);
    const start = shown[0]?.at ?? 0;
    const took = shown.filter((entry) => entry.kind === "rest").length;
    this.#title.textContent = !shown.length ? "Use a command or a button, and see what goes over the wire."
      : this.#all ? `The newest ${shown.length} entries` : `Since your last interaction: ${counted(took, "call")}, ${counted(shown.length - took, "gateway event")}`;
    const known = new Map([...this.#list.children].map((row) => [row.getAttribute("data-number"), row]));
    const base = this.#all ? "all" : String(shown[0]?.number);
    const rows = shown.map((entry) => {
      const there = known.get(String(entry.number));
      return there?.getAttribute("data-base") === base ? there : entryElement(entry, start, base);
    });
    fill(this.#list, rows);
  }

  /** Where the member's last interaction begins among the entries; -1 when there is none. */
  #lastInteraction() {
    return this.#entries.findLastIndex(({ event, data }) => event === "INTERACTION_CREATE" && data?.type !== AUTOCOMPLETE &&
      (data?.member?.user ?? data?.user)?.id === this.#world.me?.id);
  }
}

/** @param {number} count @param {string} what */
function counted(count, what) {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** @param {WireEntry} entry @param {number} start @param {string} base */
function entryElement(entry, start, base) {
  const at = `+${Math.max(0, Math.round(entry.at - start))} ms`;
  const details = el("details", {
    ontoggle: () => {
      if (details.childElementCount > 1) return;
      const bodies = entry.kind === "rest" ? { Request: entry.request, Response: entry.response } : { Data: entry.data };
      for (const [name, body] of Object.entries(bodies)) {
        if (body === null || body === undefined) continue;
        details.append(el("p", { class: "muted" }, name), el("pre", { tabindex: 0, "aria-label": name }, JSON.stringify(body, null, 2)));
      }
    },
  }, el("summary", {}, entry.kind === "rest" ? restSummary(entry) : gatewaySummary(entry), el("span", { class: "muted when" }, at)));
  return el("li", { "data-number": entry.number, "data-base": base }, details);
}

/** @param {WireEntry} entry */
function restSummary(entry) {
  const status = entry.status || 0;
  const kind = status >= 200 && status < 400 ? "good" : "bad";
  return [el("span", { class: `status ${kind}` }, status || "no answer"), ` ${entry.method} `,
    el("bdi", {}, entry.route || entry.path), ` · ${(entry.took ?? 0).toFixed(1)} ms`];
}

/** @param {WireEntry} entry */
function gatewaySummary(entry) {
  const name = entry.event ?? OPERATIONS[entry.operation ?? -1] ?? `Operation ${entry.operation}`;
  return [el("span", { class: "status gateway" }, entry.from_bot ? "bot →" : "→ bot"), ` ${name}`];
}
