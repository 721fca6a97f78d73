/** Who acts on this page, and where: in the address, so that each tab is a person of its own. */

/** @returns {{ guild: string | null, as: string | null, channel: string | null }} */
export function address() {
  const query = new URLSearchParams(location.search);
  return { guild: query.get("guild"), as: query.get("as"), channel: query.get("in") };
}

/**
 * The address of the page as somebody, in a channel.
 *
 * @param {{ guild?: string | null, as?: string | null, channel?: string | null }} where
 */
export function addressOf(where) {
  const query = new URLSearchParams();
  if (where.guild) query.set("guild", where.guild);
  if (where.as) query.set("as", where.as);
  if (where.channel) query.set("in", where.channel);
  return `/?${query}`;
}

/**
 * Notes who is here and where in the address, without a step in the browser's history.
 *
 * @param {{ as: string, channel: string }} where
 */
export function note(where) {
  const now = address();
  if (now.as === where.as && now.channel === where.channel) return;
  history.replaceState(null, "", addressOf({ guild: now.guild, ...where }));
}
