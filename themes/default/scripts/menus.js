/**
 * The popups of the header, once one of them was opened: Escape and a click elsewhere close them,
 * and the colour scheme can be changed. Without this file they are plain foldable lists.
 */

let started = false;

/** Wakes the popups up; again does nothing. */
export function start() {
  if (started) return;
  started = true;
  document.addEventListener("click", (event) => closeAll(event.target));
  document.addEventListener("focusin", (event) => closeAll(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.activeElement?.closest("details.popup[open]");
    closeAll(null);
    open?.querySelector("summary")?.focus();
  });
  for (const button of document.querySelectorAll("[data-scheme-switch]")) {
    button.removeAttribute("hidden");
    button.addEventListener("click", changeScheme);
  }
}

/**
 * Closes every popup but the one that `target` is in.
 * @param {EventTarget | null} target
 */
function closeAll(target) {
  for (const popup of document.querySelectorAll("details.popup[open]")) {
    if (!(target instanceof Node) || !popup.contains(target)) popup.removeAttribute("open");
  }
}

/** From what is shown to the other one; back at the system's own, the wish is forgotten. */
function changeScheme() {
  const page = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const next = (page.dataset.scheme ?? system) === "dark" ? "light" : "dark";
  try {
    if (next === system) {
      delete page.dataset.scheme;
      localStorage.removeItem("dopo.scheme");
    } else {
      page.dataset.scheme = next;
      localStorage.setItem("dopo.scheme", next);
    }
  } catch {
    page.dataset.scheme = next;
  }
}
