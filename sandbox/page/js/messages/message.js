/** One message, as it is shown. */

/** @import { Message, Reaction } from "../types.js" */
/** @import { Around } from "../markdown/render.js" */
/** @import { Uses } from "./components.js" */
import { avatar, css, el } from "../dom.js";
import { markdown } from "../markdown/render.js";
import { componentElement } from "./components.js";
import { embedElement } from "./embed.js";
import { attachmentElement } from "./files.js";

/** Message flags that the page reads. */
export const FLAG = Object.freeze({ suppressEmbeds: 1 << 2, ephemeral: 1 << 6, loading: 1 << 7 });

/** How long a bot may think, in milliseconds of the sandbox's time. */
const THINKING = 15 * 60_000;

/**
 * What a member can do with a message besides using its components.
 *
 * @typedef {Uses & { dismiss: (message: Message) => void, react: (message: Message, reaction: Reaction) => void,
 *   go: (channel: string) => void, jump: (message: string) => void, failed: (message: Message) => string | undefined }} MessageUses
 */

/**
 * @param {Message} message
 * @param {Around} around
 * @param {MessageUses} uses
 * @returns {HTMLLIElement}
 */
export function messageElement(message, around, uses) {
  const { world, clock } = around;
  const sent = Date.parse(message.timestamp);
  const ephemeral = Boolean(message.flags & FLAG.ephemeral);
  const me = world.me;
  const mentioned = me && (message.mention_everyone || message.mentions.some((user) => user.id === me.id) ||
    message.mention_roles.some((role) => me.roles.includes(role)));
  const failed = uses.failed(message);
  return el("li", { class: classes({ message: true, ephemeral, mentioned: Boolean(mentioned) }), id: `message-${message.id}`, "data-id": message.id },
    leadElement(message, uses),
    avatar(message.author.username),
    el("div", { class: "message-body" },
      authorElement(message, world, clock.format(sent, { dateStyle: "medium", timeStyle: "short" }), clock.format(sent, { timeStyle: "short" })),
      contentElement(message, around),
      message.flags & FLAG.suppressEmbeds ? null : message.embeds.map((embed) => embedElement(embed, message, around)),
      message.attachments.length ? el("div", { class: "attachments" }, message.attachments.map(attachmentElement)) : null,
      message.poll && el("p", {}, `📊 ${message.poll.question.text ?? "Poll"}`),
      message.components.map((component) => componentElement(component, message, around, uses)),
      reactionsElement(message, uses),
      message.thread && threadElement(message.thread, uses),
      failed && el("p", { class: "failure", role: "alert" }, failed),
      ephemeral && el("p", { class: "only-you" }, el("span", { "aria-hidden": "true" }, "👁 "), "Only you can see this · ",
        el("button", { type: "button", class: "text-button", onclick: () => uses.dismiss(message) }, "Dismiss message"))));
}

/** Names of the classes that are on. @param {Record<string, boolean>} of */
function classes(of) {
  return Object.keys(of).filter((name) => of[name]).join(" ");
}

/** What led to the message: a command, or the message that it replies to. @param {Message} message @param {MessageUses} uses */
function leadElement(message, uses) {
  const act = message.interaction_metadata;
  if (act?.name && act.type === 2 && !message.message_reference) {
    return el("p", { class: "lead" }, el("bdi", {}, act.user.username), " used ", el("span", { class: "lead-command" }, `/${act.name}`));
  }
  if (!message.message_reference) return null;
  const replied = message.referenced_message;
  if (!replied) return el("p", { class: "lead" }, "Original message was deleted");
  const text = replied.content || replied.embeds[0]?.title || replied.embeds[0]?.description || "a message";
  return el("p", { class: "lead" }, el("span", { "aria-hidden": "true" }, "↱ "),
    el("button", { type: "button", class: "text-button", onclick: () => uses.jump(replied.id) },
      el("span", { class: "unseen" }, "In reply to "), el("bdi", {}, `${replied.author.username}: `), el("bdi", { class: "lead-text" }, plain(text))));
}

/** The beginning of a text without markdown's marks. @param {string} text */
function plain(text) {
  return text.replace(/[*_~|`]|^#+ |<[^>]*>/gm, "").slice(0, 100);
}

/** @param {Message} message @param {import("../world.js").World} world @param {string} when @param {string} time */
function authorElement(message, world, when, time) {
  const color = world.member(message.author.id)?.color;
  const name = el("bdi", { class: "author" }, message.author.username);
  if (color) name.style.setProperty("--name", css(color));
  return el("p", { class: "message-head" }, name, message.author.bot && el("span", { class: "badge" }, "APP"),
    el("time", { datetime: message.timestamp, title: when }, time));
}

/** @param {Message} message @param {Around} around */
function contentElement(message, around) {
  if (message.flags & FLAG.loading) {
    const over = around.clock.now() - Date.parse(message.timestamp) > THINKING;
    if (over) return el("p", { class: "failure" }, "The application did not respond");
    return el("p", { class: "thinking" }, el("bdi", {}, message.author.username), " is thinking…");
  }
  if (!message.content) return null;
  const content = markdown(message.content, around);
  if (message.edited_timestamp) {
    const edited = around.clock.format(Date.parse(message.edited_timestamp), { dateStyle: "medium", timeStyle: "medium" });
    (content.lastElementChild?.tagName === "P" ? content.lastElementChild : content)
      .append(" ", el("span", { class: "edited", title: edited }, "(edited)"));
  }
  return content;
}

/** @param {Message} message @param {MessageUses} uses */
function reactionsElement(message, uses) {
  const reactions = message.reactions ?? [];
  if (!reactions.length) return null;
  return el("div", { class: "reactions", role: "group", "aria-label": "Reactions" }, reactions.map((reaction) =>
    el("button", {
      type: "button", class: "reaction", "aria-pressed": String(reaction.me), "data-key": `reaction-${reaction.emoji.name}`,
      // Custom emoji can't be chosen by members here.
      disabled: Boolean(reaction.emoji.id), onclick: () => uses.react(message, reaction),
    }, `${reaction.emoji.name} ${reaction.count}`)));
}

/** @param {{ id: string, name: string }} thread @param {MessageUses} uses */
function threadElement(thread, uses) {
  return el("button", { type: "button", class: "thread-link", "data-key": `thread-${thread.id}`, onclick: () => uses.go(thread.id) },
    el("bdi", {}, thread.name), el("span", { "aria-hidden": "true" }, " ›"));
}
