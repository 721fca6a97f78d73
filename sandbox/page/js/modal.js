/** Modals: forms that a bot opens. */

/** @import { Component, Modal } from "./types.js" */
/** @import { Acts } from "./acts.js" */
/** @import { World } from "./world.js" */
import { el, fill } from "./dom.js";
import { TYPE } from "./messages/kinds.js";
import { picker } from "./messages/menu.js";

let next = 0;

/**
 * Shows a modal until it is sent or left.
 *
 * @param {Modal} modal
 * @param {string} interaction the id of the interaction that opened it
 * @param {Acts} acts
 * @param {World} world
 */
export function openModal(modal, interaction, acts, world) {
  /** What was entered, by the field's id. @type {Map<string, () => string | string[]>} */
  const entries = new Map();
  const problem = el("p", { class: "failure", role: "alert" });
  const send = el("button", { class: "button primary", type: "submit" }, "Submit");
  const title = el("h2", { id: `modal-${next++}` }, el("bdi", {}, modal.title));
  const form = el("form", { onsubmit: submit },
    title, modal.components.map((row) => fieldElement(row, entries, world)), problem,
    el("div", { class: "modal-end" }, el("button", { class: "button secondary", type: "button", onclick: () => dialog.close() }, "Cancel"), send));
  const dialog = el("dialog", { class: "modal", "aria-labelledby": title.id, onclose: () => dialog.remove() }, form);
  document.body.append(dialog);
  dialog.showModal();

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    send.disabled = true;
    const outcome = await acts.submit(interaction, Object.fromEntries([...entries].map(([id, value]) => [id, value()])));
    send.disabled = false;
    if (outcome.outcome === "failed") fill(problem, "Something went wrong. Try again.");
    else if (outcome.outcome === "refused") fill(problem, outcome.text);
    else dialog.close();
  }
}

/**
 * @param {Component} row
 * @param {Map<string, () => string | string[]>} entries
 * @param {World} world
 */
function fieldElement(row, entries, world) {
  if (row.type === TYPE.text) return el("p", {}, row.content);
  const input = row.type === TYPE.label ? row.component : row.components?.[0];
  if (!input?.custom_id) return null;
  const required = input.required !== false;
  const id = `field-${next++}`;
  const label = [el("bdi", {}, row.label ?? input.label), required && el("span", { class: "star", "aria-hidden": "true" }, " *")];
  const note = row.description && el("p", { class: "muted" }, row.description);
  if (input.type !== TYPE.textInput) {
    /** @type {string[]} */
    let chosen = (input.options ?? []).filter((option) => option.default).map((option) => option.value);
    entries.set(input.custom_id, () => chosen);
    const menu = picker(input, world, { busy: false, choose: (values) => (chosen = values) });
    return el("div", { class: "field", role: "group", "aria-labelledby": id }, el("p", { id, class: "field-label" }, label), note, menu);
  }
  const attributes = {
    id, required, minlength: input.min_length, maxlength: input.max_length, placeholder: input.placeholder, dir: "auto",
  };
  const field = input.style === 2 ? el("textarea", { ...attributes, rows: 4 }) : el("input", { ...attributes, type: "text" });
  field.value = input.value ?? "";
  entries.set(input.custom_id, () => field.value);
  return el("div", { class: "field" }, el("label", { class: "field-label", for: id }, label), note, field);
}
