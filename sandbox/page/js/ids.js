/** Discord's ids are numbers too large for a double: they are compared as text. */

/**
 * Which of two ids is older: negative when `one` is.
 *
 * @param {string} one
 * @param {string} other
 */
export function compareIds(one, other) {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);
}
