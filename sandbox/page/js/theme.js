/** Light or dark: as the system has it, until the member chooses. */

import { byId } from "./dom.js";

const KEPT = "sandbox-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

/** Shows the theme that was chosen, or the system's, and lets the button change it. */
export function startTheme() {
  const button = byId("theme");
  const shown = () => localStorage.getItem(KEPT) ?? (dark.matches ? "dark" : "light");
  const show = () => {
    const theme = shown();
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === "dark" ? "☀" : "☾";
    button.setAttribute("aria-label", theme === "dark" ? "Light theme" : "Dark theme");
    button.title = button.getAttribute("aria-label") ?? "";
  };
  button.addEventListener("click", () => {
    localStorage.setItem(KEPT, shown() === "dark" ? "light" : "dark");
    show();
  });
  dark.addEventListener("change", show);
  addEventListener("storage", show);
  show();
}
