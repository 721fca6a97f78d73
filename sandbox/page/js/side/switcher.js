/** Who the member of this tab is, and who it can be instead: each tab is a person of its own. */

/** @import { Member } from "../types.js" */
/** @import { World } from "../world.js" */
import { addressOf } from "../address.js";
import { avatar, el } from "../dom.js";

/** What stays open while the list around it is drawn anew. */
let opened = false;

/** @param {World} world @returns {HTMLElement[]} */
export function switcher(world) {
  const { scene } = world;
  if (!scene) return [];
  const me = world.member(scene.me.id);
  const people = scene.members.filter((member) => !member.bot);
  const list = el("ul", { id: "members", class: "members", hidden: !opened }, people.map((member) => memberItem(member, world)));
  const button = el("button", {
    type: "button", class: "me", "data-key": "me", "aria-expanded": String(opened), "aria-controls": "members",
    onclick: () => {
      opened = !opened;
      list.hidden = !opened;
      button.setAttribute("aria-expanded", String(opened));
    },
  }, avatar(scene.me.name), el("span", { class: "me-text" },
    el("span", { class: "unseen" }, "You are "),
    el("bdi", { class: "me-name" }, scene.me.name), el("span", { class: "muted" }, me ? standing(me) : "")), el("span", { class: "unseen" }, ": be somebody else"), el("span", { "aria-hidden": "true" }, "⇄"));
  const bots = scene.bots.filter((bot) => !bot.connected).map((bot) =>
    el("p", { class: "offline", role: "status" }, el("bdi", {}, bot.name), " is not connected"));
  return [...bots, list, button];
}

/** @param {Member} member @param {World} world */
function memberItem(member, world) {
  const mine = member.id === world.me?.id;
  const there = addressOf({ as: member.name, channel: world.open });
  return el("li", {},
    el("a", { href: there, class: "member", "aria-current": mine ? "true" : null, "data-member": member.name, "data-key": member.name },
      avatar(member.name), el("span", { class: "me-text" }, el("bdi", {}, member.name), el("span", { class: "muted" }, standing(member)))),
    el("a", { href: there, target: "_blank", class: "new-tab", "data-key": `${member.name} ↗`, "aria-label": `Be ${member.name} in a new tab`, title: "In a new tab" }, "↗"));
}

/** What a member is in the server. @param {Member} member */
function standing(member) {
  return member.owner ? "Owner" : member.roles.join(", ") || "Member";
}
