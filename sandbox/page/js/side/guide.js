/** The card of things to try, which tick themselves off. */

/** @import { Guide, Offer } from "../types.js" */
/** @import { Live } from "../live.js" */
/** @import { Around } from "../markdown/render.js" */
import { addressOf } from "../address.js";
import { byId, el, refill } from "../dom.js";
import { markdown } from "../markdown/render.js";

/**
 * @param {Around} around
 * @param {Live} live
 * @param {{ first: () => void, left: () => void }} told of when there is a guide at first, and of when one of its buttons
 *   leads away from it
 */
export function startGuide(around, live, told) {
  const { world } = around;
  let known = false;
  world.listen("guide", (guide) => {
    byId("show-guide").hidden = guide.steps.length === 0;
    if (!guide.steps.length) return;
    draw(guide, around, live, told.left);
    if (!known) told.first();
    known = true;
  });
  // A step may name channels, which are known only then.
  world.listen("scene", () => {
    if (world.guide?.steps.length) draw(world.guide, around, live, told.left);
  });
}

/** @param {Guide} guide @param {Around} around @param {Live} live @param {() => void} left */
function draw(guide, around, live, left) {
  const done = guide.steps.filter((step) => step.done).length;
  refill(byId("guide"),
    el("h2", {}, guide.title),
    el("p", { class: "muted", role: "status" }, done === guide.steps.length ? "All done: the ship is yours." : `${done} of ${guide.steps.length} done`),
    el("ol", { class: "steps" }, guide.steps.map((step, at) => el("li", { class: step.done ? "step done" : "step" },
      el("span", { class: "tick", role: "img", "aria-label": step.done ? "Done" : "To do" }, step.done ? "✓" : String(at + 1)),
      el("div", {}, markdown(step.text, around), step.offer && !step.done ? offerElement(step.offer, at, around, live, left) : null)))));
}

/** @param {Offer} offer @param {number} at @param {Around} around @param {Live} live @param {() => void} left */
function offerElement(offer, at, around, live, left) {
  const { world } = around;
  /** @param {string} label @param {() => void} onclick */
  const button = (label, onclick) => el("button", { type: "button", class: "button secondary", "data-key": `step-${at}`, onclick: () => {
    left();
    onclick();
  } }, label);
  if (offer === "next_day") return button("Turn to tomorrow", () => live.ask({ clock: "day" }));
  if ("type" in offer) return button(`Type ${offer.type}`, () => world.tell("type", offer.type));
  if ("act_as" in offer) {
    return el("a", { class: "button secondary", target: "_blank", "data-key": `step-${at}`, href: addressOf({ as: offer.act_as, channel: world.channel?.name }) },
      `Be ${offer.act_as} in a new tab ↗`);
  }
  return button(`Open #${offer.open}`, () => {
    const channel = world.scene?.channels.find((it) => it.name === offer.open);
    if (channel) world.tell("go", channel.id);
  });
}
