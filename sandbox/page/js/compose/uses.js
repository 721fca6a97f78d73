/** Commands as they are typed: each subcommand is a use of its own, with a path such as `streak pause`. */

/** @import { Command, Option } from "../types.js" */

/** @typedef {{ path: string, description: string, options: Option[], command: Command }} Use */

/** Discord's numbers of option types. */
export const OPTION = Object.freeze({
  subcommand: 1, group: 2, string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10,
});

/**
 * All uses of all commands.
 *
 * @param {Command[]} commands
 * @returns {Use[]}
 */
export function uses(commands) {
  return commands.flatMap((command) => below(command.name, command.description, command.options ?? [], command));
}

/** @param {string} path @param {string} description @param {Option[]} options @param {Command} command @returns {Use[]} */
function below(path, description, options, command) {
  const inner = options.filter((option) => option.type === OPTION.subcommand || option.type === OPTION.group);
  if (!inner.length) return [{ path, description, options, command }];
  return inner.flatMap((option) => below(`${path} ${option.name}`, option.description, option.options ?? [], command));
}

/**
 * Reads a line such as `/explain topic:fargate`: a value runs to the next known `name:`. `null` when it does not begin
 * with a whole command, or has something else where an option's name should stand.
 *
 * @param {string} line
 * @param {Use[]} known
 * @returns {{ use: Use, values: Record<string, string> } | null}
 */
export function readLine(line, known) {
  const words = line.slice(1).trimStart();
  const use = known.find(({ path }) => words === path || words.startsWith(`${path} `));
  if (!use) return null;
  const rest = ` ${words.slice(use.path.length).trimStart()}`;
  const starts = use.options
    .map((option) => ({ name: option.name, at: rest.indexOf(` ${option.name}:`) }))
    .filter(({ at }) => at >= 0).sort((one, other) => one.at - other.at);
  if (rest.slice(0, starts[0]?.at ?? rest.length).trim()) return null;
  const values = starts.map(({ name, at }, index) =>
    [name, rest.slice(at + name.length + 2, starts[index + 1]?.at ?? rest.length).trim()]);
  return { use, values: Object.fromEntries(values) };
}
