/**
 * Discord's markdown within a line, as a tree.
 *
 * @typedef {{ kind: "text" | "code", text: string }
 *   | { kind: "bold" | "italic" | "underline" | "strike" | "spoiler", children: Inline[] }
 *   | { kind: "link", address: string, children: Inline[] }
 *   | { kind: "user" | "role" | "channel", id: string }
 *   | { kind: "command", name: string }
 *   | { kind: "everyone", text: string }
 *   | { kind: "emoji", name: string }
 *   | { kind: "time", instant: number, style: string }
 *   | { kind: "break" }} Inline
 */

/** How deep marks may stand in each other; deeper ones stay text. */
const DEEPEST = 12;

/** The latest instant that a date can hold, in seconds. */
const LATEST = 8.64e12;

/** Marks around a text, in the order in which they are tried. Each takes what stands between as its only group. */
const AROUND = /** @type {const} */ ([
  ["bold", /\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y],
  ["underline", /__((?:\\[\s\S]|[^\\])+?)__(?!_)/y],
  ["italic", /\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/y],
  ["italic", /(?<![\p{L}\p{N}])_((?:__|\\[\s\S]|[^\\_])+?)_(?![\p{L}\p{N}])/uy],
  ["strike", /~~((?:\\[\s\S]|[^\\])+?)~~/y],
  ["spoiler", /\|\|((?:\\[\s\S]|[^\\])+?)\|\|/y],
]);

const ESCAPED = /\\([^\p{L}\p{N}\s])/uy;
const CODE = /(`+)([\s\S]*?[^`])\1(?!`)/y;
const ANGLE = /<(?:(@[!&]?|#)(\d{1,20})|\/([^:<>\n]{1,100}):\d{1,20}|a?:(\w{2,32}):\d{1,20}|t:(-?\d{1,13})(?::([tTdDfFsSR]))?|(https?:\/\/[^\s<>]+))>/y;
const MASKED = /\[((?:\\.|[^\]\\\n])+)\]\(<?(https?:\/\/[^\s<>()]+(?:\([^\s<>()]*\))?[^\s<>()]*)>?\)/y;
const BARE = /https?:\/\/[^\s<]+[^\s<"'.,:;!?)\]*_~|`]/y;
const EVERYONE = /@(?:everyone|here)/y;
const BREAK = /\n/y;
/** What no mark can begin with, taken at once. */
const PLAIN = /[^\\`*_~|<[h@\n]+/y;

/**
 * Reads a text as inline markdown.
 *
 * @param {string} text
 * @param {{ depth?: number, linked?: boolean }} [within]
 * @returns {Inline[]}
 */
export function parseInline(text, within = {}) {
  const depth = within.depth ?? 0;
  /** @type {Inline[]} */
  const found = [];
  let at = 0;
  /** @param {string} more */
  const addText = (more) => {
    const last = found.at(-1);
    if (last?.kind === "text") last.text += more;
    else found.push({ kind: "text", text: more });
  };
  /** @param {RegExp} pattern @returns {RegExpExecArray | null} */
  const match = (pattern) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const node = depth < DEEPEST ? mark(match, depth, within.linked ?? false) : null;
    if (node) {
      at += node.length;
      if (node.inline.kind === "text") addText(node.inline.text);
      else found.push(node.inline);
      continue;
    }
    const plain = match(PLAIN)?.[0] ?? text[at];
    addText(plain);
    at += plain.length;
  }
  return found;
}

/**
 * The mark that begins here.
 *
 * @param {(pattern: RegExp) => RegExpExecArray | null} match
 * @param {number} depth
 * @param {boolean} linked whether this stands in a link already
 * @returns {{ inline: Inline, length: number } | null}
 */
function mark(match, depth, linked) {
  const escaped = match(ESCAPED);
  if (escaped) return taken(escaped, { kind: "text", text: escaped[1] });
  if (match(BREAK)) return { inline: { kind: "break" }, length: 1 };
  const code = match(CODE);
  if (code) return taken(code, { kind: "code", text: code[2].trim() || code[2] });
  const angle = match(ANGLE);
  if (angle) return taken(angle, inAngles(angle, linked));
  const masked = linked ? null : match(MASKED);
  if (masked) {
    return taken(masked, { kind: "link", address: masked[2], children: parseInline(masked[1], { depth: depth + 1, linked: true }) });
  }
  const bare = linked ? null : match(BARE);
  if (bare) return taken(bare, { kind: "link", address: bare[0], children: [{ kind: "text", text: bare[0] }] });
  const everyone = match(EVERYONE);
  if (everyone) return taken(everyone, { kind: "everyone", text: everyone[0] });
  for (const [kind, pattern] of AROUND) {
    const around = match(pattern);
    if (around) return taken(around, { kind, children: parseInline(around[1], { depth: depth + 1, linked }) });
  }
  return null;
}

/** @param {RegExpExecArray} match @param {Inline} inline */
function taken(match, inline) {
  return { inline, length: match[0].length };
}

/** @param {RegExpExecArray} match of {@link ANGLE} @param {boolean} linked @returns {Inline} */
function inAngles([whole, sign, id, command, emoji, seconds, style, address], linked) {
  if (sign === "#") return { kind: "channel", id };
  if (sign === "@&") return { kind: "role", id };
  if (sign) return { kind: "user", id };
  if (command) return { kind: "command", name: command };
  if (emoji) return { kind: "emoji", name: emoji };
  if (address) return linked ? { kind: "text", text: address } : { kind: "link", address, children: [{ kind: "text", text: address }] };
  if (Math.abs(Number(seconds)) > LATEST) return { kind: "text", text: whole };
  return { kind: "time", instant: Number(seconds) * 1000, style: style ?? "f" };
}
