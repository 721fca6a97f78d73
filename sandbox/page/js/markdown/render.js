/** Markdown's tree as elements. */

/** @import { Inline } from "./inline.js" */
/** @import { Block } from "./blocks.js" */
/** @import { World } from "../world.js" */
/** @import { Clock } from "../clock.js" */
import { css, el, link, safeAddress } from "../dom.js";
import { parse } from "./blocks.js";
import { parseInline } from "./inline.js";
import { timeElement } from "./time.js";

/** @typedef {{ world: World, clock: Clock }} Around what mentions and times are looked up in */

/**
 * A text with Discord's markdown, in blocks.
 *
 * @param {string} text
 * @param {Around} around
 * @returns {HTMLElement}
 */
export function markdown(text, around) {
  return el("div", { class: "markdown", dir: "auto" }, parse(text).map((block) => blockElement(block, around)));
}

/**
 * A text with markdown within a line only, as in titles.
 *
 * @param {string} text
 * @param {Around} around
 * @returns {HTMLElement}
 */
export function inlineMarkdown(text, around) {
  return el("bdi", {}, parseInline(text).map((inline) => inlineElement(inline, around)));
}

/** @param {Block} block @param {Around} around @returns {HTMLElement} */
function blockElement(block, around) {
  switch (block.kind) {
    case "heading":
      // The page has headings of its own: these are the messages', two levels below it.
      return el("p", { class: `heading heading-${block.level}`, role: "heading", "aria-level": block.level + 2 }, inlines(block.children, around));
    case "small":
      return el("p", { class: "small" }, inlines(block.children, around));
    case "quote":
      return el("blockquote", {}, block.children.map((child) => blockElement(child, around)));
    case "code":
      return el("pre", { tabindex: 0, "aria-label": "Code" }, el("code", { "data-language": block.language || null }, block.text));
    case "list": {
      const items = block.items.map((item) => el("li", {}, item.map((child) => blockElement(child, around))));
      return block.ordered ? el("ol", { start: block.start }, items) : el("ul", {}, items);
    }
    default:
      return el("p", {}, inlines(block.children, around));
  }
}

/** @param {Inline[]} list @param {Around} around */
function inlines(list, around) {
  return list.map((inline) => inlineElement(inline, around));
}

/** @type {Record<string, "strong" | "em" | "u" | "s">} */
const TAGS = { bold: "strong", italic: "em", underline: "u", strike: "s" };

/** @param {Inline} inline @param {Around} around @returns {Node | string} */
function inlineElement(inline, around) {
  const { world, clock } = around;
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "break":
      return el("br");
    case "code":
      return el("code", {}, inline.text);
    case "spoiler":
      return spoiler(inlines(inline.children, around));
    case "link":
      return linkTo(inline.address, inlines(inline.children, around));
    case "user":
      return pill(`@${world.member(inline.id)?.name ?? "unknown-user"}`, null, inline.id === world.me?.id);
    case "role": {
      const role = world.scene?.roles.find((role) => role.id === inline.id);
      return pill(`@${role?.name ?? "unknown-role"}`, role?.color ?? null, false);
    }
    case "channel": {
      const channel = world.scene?.channels.find((channel) => channel.id === inline.id);
      return channel ? button(`#${channel.name}`, () => world.tell("go", channel.id)) : pill("#unknown", null, false);
    }
    case "command":
      return button(`/${inline.name}`, () => world.tell("type", `/${inline.name}`));
    case "everyone":
      return pill(inline.text, null, true);
    case "emoji":
      return el("span", { class: "emoji" }, `:${inline.name}:`);
    case "time":
      return timeElement(inline.instant, inline.style, clock);
    default:
      return el(TAGS[inline.kind], {}, inlines(inline.children, around));
  }
}

/** A link that says where it leads when its text does not. @param {string} address @param {(Node | string)[]} children */
function linkTo(address, children) {
  return safeAddress(address) ? link(address, {}, children) : el("span", {}, children);
}

/** @param {string} text @param {number | null} color @param {boolean} mine */
function pill(text, color, mine) {
  const shown = el("bdi", { class: mine ? "pill mine" : "pill" }, text);
  if (color) shown.style.setProperty("--pill", css(color));
  return shown;
}

/** @param {string} text @param {() => void} onclick */
function button(text, onclick) {
  return el("button", { type: "button", class: "pill", onclick }, el("bdi", {}, text));
}

/** A text that is covered until it is pressed. @param {(Node | string)[]} children */
function spoiler(children) {
  const inside = el("span", { class: "spoiler-inside", "aria-hidden": "true" }, children);
  inside.inert = true;
  const reveal = () => {
    cover.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
    inside.removeAttribute("aria-hidden");
    inside.inert = false;
  };
  const cover = el("span", {
    class: "spoiler", role: "button", tabindex: 0, "aria-label": "Spoiler: reveal", onclick: reveal,
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      reveal();
    },
  }, inside);
  return cover;
}
