/** Discord's timestamps: `<t:1700000000:R>` and its styles. */

/** @import { Clock } from "../clock.js" */
import { el } from "../dom.js";

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: { day: "numeric", month: "long", year: "numeric" },
  f: { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
  F: { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
  s: { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" },
  S: { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

/** Units of relative times, in milliseconds, from the largest; each is used from 0.9 of it on, about as Discord does. */
const UNITS = /** @type {const} */ ([
  ["year", 365.25 * 86_400_000], ["month", 30.44 * 86_400_000], ["day", 86_400_000], ["hour", 3_600_000],
  ["minute", 60_000], ["second", 1_000],
]);

const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/**
 * How far an instant is from now, in words: `in 2 hours`.
 *
 * @param {number} instant
 * @param {number} now both in Unix milliseconds
 */
export function relative(instant, now) {
  const distance = instant - now;
  const [unit, length] = UNITS.find(([, length]) => Math.abs(distance) >= length * 0.95) ?? UNITS[5];
  return words.format(Math.round(distance / length), unit);
}

/**
 * A timestamp; {@link tickTimes} keeps a relative one right.
 *
 * @param {number} instant in Unix milliseconds
 * @param {string} style
 * @param {Clock} clock
 */
export function timeElement(instant, style, clock) {
  const date = new Date(instant);
  const text = style === "R" ? relative(instant, clock.now()) : clock.format(instant, STYLES[style] ?? STYLES.f);
  return el("time", {
    class: "stamp", datetime: date.toISOString(), title: clock.format(instant, STYLES.F),
    "data-instant": style === "R" ? instant : null,
  }, text);
}

/** Tells every relative time that is shown anew. @param {Clock} clock */
export function tickTimes(clock) {
  for (const shown of document.querySelectorAll("time[data-instant]")) {
    const text = relative(Number(/** @type {HTMLElement} */ (shown).dataset.instant), clock.now());
    if (shown.textContent !== text) shown.textContent = text;
  }
}
