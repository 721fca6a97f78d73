/** Making elements: what is given as text stays text, so nothing that a bot or a member writes becomes markup. */

/**
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes
 */

/**
 * An element with attributes, listeners (`onclick: …`) and children; `true` sets a bare attribute, `false`, `null` and
 * `undefined` leave it out.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...nodes(children));
  return element;
}

/**
 * Children without the gaps.
 *
 * @param {(Child | Child[])[]} children
 * @returns {(Node | string)[]}
 */
export function nodes(children) {
  return children.flat().filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => child instanceof Node ? child : String(child));
}

/**
 * Puts these children in place of all that an element has.
 *
 * @param {Element} element
 * @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/**
 * As {@link fill}; what had the focus, by its `data-key`, has it again.
 *
 * @param {Element} element
 * @param {...(Child | Child[])} children
 */
export function refill(element, ...children) {
  const key = focusedKey(element);
  fill(element, ...children);
  focusKey(element, key);
}

/** The `data-key` of what has the focus in an element; `null` when nothing there has. @param {Element} element */
export function focusedKey(element) {
  return element.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") ?? null : null;
}

/** Gives the focus to what has this `data-key` in an element. @param {Element} element @param {string | null} key */
export function focusKey(element, key) {
  if (key === null) return;
  /** @type {HTMLElement | null} */ (element.querySelector(`[data-key="${CSS.escape(key)}"]`))?.focus({ preventScroll: true });
}

/**
 * The element of an id that `index.html` has.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/**
 * An address that a link may lead to: http and https only, so that no script hides in it. `null` for any other.
 *
 * @param {string | null | undefined} text
 * @returns {string | null}
 */
export function safeAddress(text) {
  if (!text || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}

/**
 * A link to elsewhere, in a tab of its own; only its text where the address is not safe.
 *
 * @param {string | null | undefined} address
 * @param {Attributes} attributes
 * @param {...(Child | Child[])} children
 */
export function link(address, attributes, ...children) {
  const href = safeAddress(address);
  if (!href) return el("span", {}, ...children);
  return el("a", { ...attributes, href, target: "_blank", rel: "noopener noreferrer", title: href }, ...children);
}

/**
 * `0xRRGGBB` as CSS has it.
 *
 * @param {number} color
 */
export function css(color) {
  return `#${(color & 0xffffff).toString(16).padStart(6, "0")}`;
}

/** The letter and hue that stand in for a picture of someone. @param {string} name */
export function avatar(name) {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 12, 7);
  const letter = [...name][0]?.toUpperCase() ?? "?";
  return el("span", { class: "avatar", "data-hue": hue, "aria-hidden": "true" }, letter);
}
