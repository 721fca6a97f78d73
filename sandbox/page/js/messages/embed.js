/** Embeds: the boxes with a colored edge. */

/** @import { Embed, Field, Message } from "../types.js" */
/** @import { Around } from "../markdown/render.js" */
import { css, el, link } from "../dom.js";
import { inlineMarkdown, markdown } from "../markdown/render.js";
import { picture } from "./files.js";

/**
 * @param {Embed} embed
 * @param {Message} message whose files the embed's pictures may be
 * @param {Around} around
 */
export function embedElement(embed, message, around) {
  const box = el("article", { class: "embed", "aria-label": embed.title ?? "Embed" });
  if (embed.color) box.style.setProperty("--edge", css(embed.color));
  const { author, footer, fields = [] } = embed;
  const inside = el("div", { class: "embed-inside" });
  if (author?.name) inside.append(el("p", { class: "embed-author" }, link(author.url, {}, el("bdi", {}, author.name))));
  if (embed.title) inside.append(el("p", { class: "embed-title" }, link(embed.url, {}, inlineMarkdown(embed.title, around))));
  if (embed.description) inside.append(markdown(embed.description, around));
  if (fields.length) inside.append(el("div", { class: "embed-fields" }, fields.map((field) => fieldElement(field, around))));
  if (embed.image?.url) inside.append(picture(embed.image.url, message, ""));
  const end = [
    footer?.text && el("bdi", {}, footer.text),
    embed.timestamp && el("time", { datetime: embed.timestamp },
      around.clock.format(Date.parse(embed.timestamp), { dateStyle: "medium", timeStyle: "short" })),
  ].filter(Boolean);
  if (end.length) inside.append(el("p", { class: "embed-footer" }, end[0], end[1] && " · ", end[1]));
  box.append(inside);
  if (embed.thumbnail?.url) box.append(el("div", { class: "embed-thumbnail" }, picture(embed.thumbnail.url, message, "")));
  return box;
}

/** @param {Field} field @param {Around} around */
function fieldElement(field, around) {
  return el("div", { class: field.inline ? "embed-field inline" : "embed-field" },
    el("p", { class: "embed-field-name" }, inlineMarkdown(field.name, around)), markdown(field.value, around));
}
