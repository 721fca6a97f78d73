/** Buttons, menus and the layout components of a message. */

/** @import { Component, Emoji, Message } from "../types.js" */
/** @import { Around } from "../markdown/render.js" */
import { css, el, link } from "../dom.js";
import { markdown } from "../markdown/render.js";
import { picture } from "./files.js";
import { TYPE } from "./kinds.js";
import { menuElement } from "./menu.js";

/**
 * What components do when they are used.
 *
 * @typedef {{ press: (message: Message, customId: string) => void,
 *   select: (message: Message, customId: string, values: string[]) => void,
 *   busy: (message: Message) => string | undefined }} Uses `busy`: the id of the component that waits for an answer
 */

/** Discord's numbers of button styles. */
const STYLES = ["", "primary", "secondary", "success", "danger", "link"];

/**
 * @param {Component} component
 * @param {Message} message
 * @param {Around} around
 * @param {Uses} uses
 * @returns {HTMLElement}
 */
export function componentElement(component, message, around, uses) {
  const inner = () => (component.components ?? []).map((child) => componentElement(child, message, around, uses));
  switch (component.type) {
    case TYPE.row:
      return el("div", { class: "row", role: "group", "aria-label": "Actions" }, inner());
    case TYPE.button:
      return buttonElement(component, message, uses);
    case TYPE.stringMenu: case TYPE.userMenu: case TYPE.roleMenu: case TYPE.mentionableMenu: case TYPE.channelMenu:
      return menuElement(component, message, around.world, uses);
    case TYPE.text:
      return markdown(component.content ?? "", around);
    case TYPE.section:
      return el("div", { class: "section" }, el("div", {}, inner()),
        component.accessory && componentElement(component.accessory, message, around, uses));
    case TYPE.thumbnail:
      return el("div", { class: "embed-thumbnail" }, picture(component.media?.url ?? "", message, component.description ?? ""));
    case TYPE.gallery:
      return el("div", { class: "gallery" },
        (component.items ?? []).map((item) => picture(item.media?.url ?? "", message, item.description ?? "")));
    case TYPE.file:
      return el("div", {}, picture(component.file?.url ?? "", message, "File"));
    case TYPE.separator:
      return el("hr", { class: component.divider === false ? "invisible" : null });
    case TYPE.container: {
      const box = el("div", { class: "embed container" }, el("div", { class: "embed-inside" }, inner()));
      if (component.accent_color) box.style.setProperty("--edge", css(component.accent_color));
      return box;
    }
    default:
      return el("p", { class: "muted" }, `A component of type ${component.type}, which this page does not show.`);
  }
}

/** @param {Component} component @param {Message} message @param {Uses} uses */
function buttonElement(component, message, uses) {
  const content = [emojiElement(component.emoji), component.label && el("bdi", {}, component.label)];
  const style = STYLES[component.style ?? 2] ?? "secondary";
  if (component.url) {
    return link(component.url, { class: `button ${style}` }, ...content, el("span", { "aria-hidden": "true" }, " ↗"));
  }
  const id = component.custom_id ?? "";
  const busy = uses.busy(message);
  return el("button", {
    type: "button", class: `button ${style}`, disabled: component.disabled || false, "data-key": id,
    "aria-busy": busy === id ? "true" : null, "aria-label": component.label ? null : component.emoji?.name,
    onclick: () => {
      if (busy === undefined) uses.press(message, id);
    },
  }, ...content);
}

/** @param {Emoji | undefined} emoji */
function emojiElement(emoji) {
  if (!emoji?.name) return null;
  return el("span", { class: "emoji", "aria-hidden": "true" }, emoji.id ? `:${emoji.name}:` : emoji.name);
}
