/** Select menus: of options, or of the guild's people, roles and channels. */

/** @import { Component, Message } from "../types.js" */
/** @import { World } from "../world.js" */
/** @import { Item } from "../listbox.js" */
/** @import { Uses } from "./components.js" */
import { el } from "../dom.js";
import { Listbox } from "../listbox.js";
import { TYPE } from "./kinds.js";

/**
 * @param {Component} menu
 * @param {Message} message
 * @param {World} world
 * @param {Uses} uses
 * @returns {HTMLElement}
 */
export function menuElement(menu, message, world, uses) {
  return picker(menu, world, {
    busy: uses.busy(message) !== undefined,
    choose: (values) => uses.select(message, menu.custom_id ?? "", values),
  });
}

/**
 * A button that opens a list. With one to choose, choosing is all; with several, a button below the list confirms.
 *
 * @param {Component} menu
 * @param {World} world
 * @param {{ busy: boolean, choose: (values: string[]) => void }} how
 * @returns {HTMLElement}
 */
export function picker(menu, world, { busy, choose }) {
  const items = menuItems(menu, world);
  const [min, max] = [menu.min_values ?? 1, menu.max_values ?? 1];
  const several = max > 1;
  const label = menu.placeholder || "Make a selection";
  const list = new Listbox(label, (item) => several ? toggle(item) : finish([item.value]), several);
  const chosen = items.filter((item) => item.chosen);
  const shown = el("bdi", {}, chosen.map((item) => item.label).join(", ") || label);
  const confirm = el("button", { type: "button", class: "button primary", onclick: () => finish(values()) }, "Choose");
  const opened = el("div", { class: "menu-open", hidden: true }, list.element, several && confirm);
  const opener = el("button", {
    type: "button", class: "menu-button", role: "combobox", "aria-expanded": "false", "aria-haspopup": "listbox",
    "aria-controls": list.id, "aria-label": label, "data-key": menu.custom_id ?? "", disabled: menu.disabled || busy || false,
    "aria-busy": busy ? "true" : null, onclick: () => open(opened.hidden), onkeydown: keys,
  }, shown, el("span", { "aria-hidden": "true" }, "▾"));

  const values = () => items.filter((item) => item.chosen).map((item) => String(item.value));
  /** @param {boolean} on */
  function open(on) {
    opened.hidden = !on;
    opener.setAttribute("aria-expanded", String(on));
    if (on) draw();
  }
  function draw() {
    const count = values().length;
    list.show(items, several ? `Choose ${min === max ? max : `${min} to ${max}`}: ${count} chosen` : "");
    opener.setAttribute("aria-activedescendant", list.active ?? "");
    confirm.disabled = count < min || count > max;
  }
  /** @param {Item} item */
  function toggle(item) {
    item.chosen = !item.chosen;
    draw();
  }
  /** @param {string[]} picked */
  function finish(picked) {
    for (const item of items) item.chosen = picked.includes(item.value);
    shown.textContent = items.filter((item) => item.chosen).map((item) => item.label).join(", ") || label;
    open(false);
    opener.focus();
    choose(picked);
  }
  /** @param {KeyboardEvent} event */
  function keys(event) {
    if (opened.hidden) {
      if (event.key === "ArrowDown") open(true);
      else return;
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      list.move(event.key === "ArrowDown" ? 1 : -1);
      opener.setAttribute("aria-activedescendant", list.active ?? "");
    } else if (event.key === "Enter" || event.key === " ") list.chooseActive();
    else if (event.key === "Escape") open(false);
    else return;
    event.preventDefault();
  }
  return el("div", {
    class: "menu",
    onfocusout: (/** @type {FocusEvent} */ event) => {
      const inside = /** @type {Element} */ (event.currentTarget).contains(/** @type {Node | null} */ (event.relatedTarget));
      if (!inside) open(false);
    },
  }, opener, opened);
}

/** @param {Component} menu @param {World} world @returns {Item[]} */
function menuItems(menu, world) {
  const { members = [], roles = [], channels = [] } = world.scene ?? {};
  const people = members.map((member) => ({ label: member.name, value: member.id, mark: "@" }));
  const groups = roles.map((role) => ({ label: role.name.replace(/^@/, ""), value: role.id, mark: "@" }));
  switch (menu.type) {
    case TYPE.userMenu: return people;
    case TYPE.roleMenu: return groups;
    case TYPE.mentionableMenu: return [...people, ...groups];
    case TYPE.channelMenu:
      return channels.filter((channel) => channel.kind !== "direct" && (menu.channel_types ?? [channel.type]).includes(channel.type))
        .map((channel) => ({ label: channel.name, value: channel.id, mark: "#" }));
    default:
      return (menu.options ?? []).map((option) => ({
        label: option.label, value: option.value, note: option.description, chosen: option.default,
        mark: option.emoji?.id ? undefined : option.emoji?.name,
      }));
  }
}
