/**
 * Attachments and pictures. Files that a bot uploaded come from the sandbox; pictures from elsewhere are named, not
 * loaded: the page asks nothing of any other host.
 */

/** @import { Attachment, Message } from "../types.js" */
import { el, link } from "../dom.js";

const SHOWN = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** Where an uploaded file is. @param {string} id of its attachment */
const address = (id) => `/page/files/${encodeURIComponent(id)}`;

/** @param {Attachment} attachment */
export function attachmentElement(attachment) {
  if (SHOWN.includes(attachment.content_type ?? "")) return uploaded(attachment, attachment.description ?? "");
  return el("a", { class: "file", href: address(attachment.id), download: attachment.filename },
    el("span", { "aria-hidden": "true" }, "📄 "), el("bdi", {}, attachment.filename), el("span", { class: "muted" }, ` ${size(attachment.size)}`));
}

/** @param {Attachment} attachment @param {string} description */
function uploaded(attachment, description) {
  return el("a", { class: "picture", href: address(attachment.id), target: "_blank" },
    el("img", { src: address(attachment.id), alt: description || attachment.filename, loading: "lazy" }));
}

/**
 * A picture of an embed or a component.
 *
 * @param {string} url `attachment://name` for one of the message's own files
 * @param {Message} message
 * @param {string} description
 */
export function picture(url, message, description) {
  const name = /^attachment:\/\/(.+)$/.exec(url)?.[1];
  const own = name && message.attachments.find((attachment) => attachment.filename === name);
  if (own) return uploaded(own, description);
  const host = URL.canParse(url) ? new URL(url).hostname : url;
  return link(url, { class: "picture elsewhere" }, `🖼 ${description || "Picture"} on ${host}`);
}

/** @param {number} bytes */
function size(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  const thousands = bytes / 1024;
  return thousands < 1024 ? `${thousands.toFixed(1)} KB` : `${(thousands / 1024).toFixed(1)} MB`;
}
