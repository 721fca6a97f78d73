/**
 * Discord's markdown in blocks: paragraphs, headings, lists, quotes, code.
 *
 * @import { Inline } from "./inline.js"
 * @typedef {{ kind: "paragraph" | "small", children: Inline[] }
 *   | { kind: "heading", level: number, children: Inline[] }
 *   | { kind: "list", ordered: boolean, start: number, items: Block[][] }
 *   | { kind: "quote", children: Block[] }
 *   | { kind: "code", language: string, text: string }} Block
 */
import { parseInline } from "./inline.js";

/** How deep quotes and lists may stand in each other; deeper ones stay paragraphs. */
const DEEPEST = 8;

const FENCE = /```(?:([\w+\-.#]+)\n)?\n?([\s\S]*?)\n?```/g;
const HEADING = /^(#{1,3}) +(\S.*)$/;
const SMALL = /^-# +(\S.*)$/;
const QUOTE = /^> ?(.*)$/;
const QUOTE_REST = /^>>> ?/m;
const ITEM = /^( *)(?:[-*]|(\d{1,9})\.) +(\S.*)$/;

/**
 * Reads a text as markdown.
 *
 * @param {string} text
 * @param {number} [depth]
 * @returns {Block[]}
 */
export function parse(text, depth = 0) {
  /** @type {Block[]} */
  const blocks = [];
  const rest = depth < DEEPEST ? QUOTE_REST.exec(text) : null;
  const before = rest ? text.slice(0, rest.index) : text;
  let end = 0;
  for (const fence of before.matchAll(FENCE)) {
    blocks.push(...lines(before.slice(end, fence.index), depth));
    blocks.push({ kind: "code", language: fence[1] ?? "", text: fence[2] });
    end = fence.index + fence[0].length;
  }
  blocks.push(...lines(before.slice(end), depth));
  if (rest) {
    blocks.push({ kind: "quote", children: parse(text.slice(rest.index + rest[0].length), depth + 1) });
  }
  return blocks;
}

/**
 * Reads what stands between blocks of code, line by line.
 *
 * @param {string} text
 * @param {number} depth
 * @returns {Block[]}
 */
function lines(text, depth) {
  /** @type {Block[]} */
  const blocks = [];
  const all = text.replace(/^\n+|\n+$/g, "").split("\n");
  /** @type {string[]} */
  let paragraph = [];
  const endParagraph = () => {
    const joined = paragraph.join("\n").replace(/^\n+|\n+$/g, "");
    if (joined) blocks.push({ kind: "paragraph", children: parseInline(joined) });
    paragraph = [];
  };
  for (let at = 0; at < all.length;) {
    const [block, taken] = special(all, at, depth) ?? [null, 1];
    if (block) {
      endParagraph();
      blocks.push(block);
    } else {
      paragraph.push(all[at]);
    }
    at += taken;
  }
  endParagraph();
  return blocks;
}

/**
 * The heading, quote or list that begins at a line, and how many lines it takes.
 *
 * @param {string[]} all
 * @param {number} at
 * @param {number} depth
 * @returns {[Block, number] | null}
 */
function special(all, at, depth) {
  const line = all[at];
  const heading = HEADING.exec(line);
  if (heading) return [{ kind: "heading", level: heading[1].length, children: parseInline(heading[2]) }, 1];
  const small = SMALL.exec(line);
  if (small) return [{ kind: "small", children: parseInline(small[1]) }, 1];
  if (depth >= DEEPEST) return null;
  const quoted = run(all, at, QUOTE);
  if (quoted.length) {
    const inner = quoted.map((match) => match[1]).join("\n");
    return [{ kind: "quote", children: parse(inner, depth + 1) }, quoted.length];
  }
  const items = oneKind(run(all, at, ITEM));
  return items.length ? [list(items, depth), items.length] : null;
}

/** The matches of the lines from `at` on, as long as they match. @param {string[]} all @param {number} at @param {RegExp} pattern */
function run(all, at, pattern) {
  const found = [];
  for (let match; at < all.length && (match = pattern.exec(all[at])); at += 1) found.push(match);
  return found;
}

/** Items up to the first that begins a list of the other kind. @param {RegExpExecArray[]} items @returns {RegExpExecArray[]} */
function oneKind(items) {
  const [first] = items;
  const other = items.findIndex((item) =>
    item[1].length <= first[1].length + 1 && (item[2] === undefined) !== (first[2] === undefined));
  return other < 0 ? items : items.slice(0, other);
}

/**
 * A list of lines that are its items; those that stand further in are lists within.
 *
 * @param {RegExpExecArray[]} matches of {@link ITEM}
 * @param {number} depth
 * @returns {Block}
 */
function list(matches, depth) {
  const indent = matches[0][1].length;
  const ordered = matches[0][2] !== undefined;
  /** @type {Block[][]} */
  const items = [];
  for (let at = 0; at < matches.length;) {
    items.push([{ kind: "paragraph", children: parseInline(matches[at][3]) }]);
    let end = at + 1;
    while (end < matches.length && matches[end][1].length > indent + 1) end += 1;
    if (end > at + 1) {
      const inner = matches.slice(at + 1, end);
      if (depth < DEEPEST) items.at(-1)?.push(list(inner, depth + 1));
      else items.push(...inner.map((match) => [paragraph(match[3])]));
    }
    at = end;
  }
  return { kind: "list", ordered, start: ordered ? Number(matches[0][2]) : 1, items };
}

/** @param {string} text @returns {Block} */
function paragraph(text) {
  return { kind: "paragraph", children: parseInline(text) };
}
