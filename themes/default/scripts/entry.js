/**
 * The one script every page loads: it remembers the colour scheme and fetches the rest when it is
 * wanted. Everything here is small because everyone pays for it; it may run before the page is
 * parsed, so it listens on the document.
 */

const page = document.documentElement;
try {
  const scheme = localStorage.getItem("dopo.scheme");
  if (scheme) page.dataset.scheme = scheme;
} catch {
  // Storage is refused: the scheme is the system's.
}

/** @type {Promise<void> | undefined} */
let searching;

/**
 * Fetches search: program and root file at once, in one step.
 * @param {HTMLFormElement} form
 */
const search = (form) =>
  (searching ??= Promise.all([
    import("./search-box.js"),
    import("./search-engine.js"),
    fetch(form.dataset.root ?? "").catch(() => undefined),
    import("./search-view.js"),
  ]).then(
    ([box, engine, root]) => box.start(form, engine.createSearch, root),
    () => {
      searching = undefined;
      form.classList.remove("open");
      document.querySelector("[data-results-none]")?.classList.add("wanted");
    },
  ));

/** Puts the cursor into the search box, wherever it is; on a phone it covers the screen. */
const focus = () => {
  const input = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-root] input"));
  input?.form?.classList.add("open");
  input?.focus();
  return input;
};

document.addEventListener("focusin", ({ target }) => {
  if (target instanceof HTMLInputElement && target.form?.dataset.root) search(target.form);
});
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const writes = target instanceof Element && target.closest("input,textarea,select,[contenteditable]");
  const asked = key === "k" && (event.ctrlKey || event.metaKey) ? true : key === "/" && !writes;
  if (asked && focus()) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const asked = event.target instanceof Element && event.target.closest(".search-link");
  if (asked && focus()) event.preventDefault();
});
document.addEventListener("toggle", () => import("./menus.js").then((menus) => menus.start()), true);

const ready = () => {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-root]"));
  const input = form?.querySelector("input");
  if (!form || !input) return;
  input.role = "combobox";
  input.ariaExpanded = "false";
  if (input === document.activeElement || document.querySelector("[data-results]")) search(form);
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
else ready();
