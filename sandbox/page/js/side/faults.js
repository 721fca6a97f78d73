/** Switches that make Discord go wrong, to see how the bot behaves then. */

/** @import { Acts } from "../acts.js" */
import { el } from "../dom.js";

/** Every call from now on. */
const EVERY = 0xffffffff;

/** What can go wrong: in words, and as the control API has it. @type {[string, string, Record<string, unknown>][]} */
const FAULTS = [
  ["Fail (500)", "The bot’s next call to Discord fails with 500", { kind: "fail", status: 500, method: "*", pattern: "**" }],
  ["Limit (429)", "The bot’s next call is rate limited for one second", { kind: "rate_limit", millis: 1_000, method: "*", pattern: "**" }],
  ["Slow (2 s)", "Every call takes two seconds longer, until all is well again", { kind: "delay", millis: 2_000, method: "*", pattern: "**", times: EVERY }],
  ["Drop the gateway", "Cuts the bot’s live connection", { gateway: "drop" }],
];

/** @param {Acts} acts */
export function faultSwitches(acts) {
  return el("div", { class: "row", role: "group", "aria-label": "Faults" }, FAULTS.map(([label, title, fault]) =>
    el("button", { type: "button", class: "button secondary", title, onclick: () => acts.fault(fault) }, label)));
}

/**
 * Faults that are still to come, and the way to be rid of them.
 *
 * @param {string[]} pending in words
 * @param {Acts} acts
 */
export function pendingFaults(pending, acts) {
  if (!pending.length) return el("p", { class: "muted" }, "Nothing is about to go wrong.");
  return el("div", { class: "pending-faults" }, el("ul", {}, pending.map((words) => el("li", {}, words))),
    el("button", { type: "button", class: "button success", "data-key": "well", onclick: () => acts.clearFaults() }, "All is well again"));
}
