/** The panels at the side: one button each, and on a wide page the guide is open from the start. */

import { byId } from "../dom.js";

/** From this width on, in pixels, a panel stands beside the conversation. */
const WIDE = 1_100;

/** @typedef {"guide" | "wire"} Panel */

/** @param {(panel: Panel, open: boolean) => void} changed */
export function startPanels(changed) {
  /** @param {Panel} panel @param {boolean} on */
  const show = (panel, on) => {
    byId(panel).hidden = !on;
    byId(`show-${panel}`).setAttribute("aria-expanded", String(on));
    changed(panel, on);
  };
  /** @type {Panel[]} */
  const panels = ["guide", "wire"];
  for (const panel of panels) {
    byId(`show-${panel}`).addEventListener("click", () => {
      const on = byId(panel).hidden;
      // There is room for one.
      for (const other of panels) if (other !== panel && on) show(other, false);
      show(panel, on);
    });
    byId(panel).addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      show(panel, false);
      byId(`show-${panel}`).focus();
    });
  }
  return { show, isWide: () => innerWidth >= WIDE };
}
