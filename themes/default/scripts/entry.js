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

const results = () => document.querySelector("[data-results]");

/**
 * Fetches search in one step, its program and the root file. When the program does not come, it is
 * asked for by a name that the browser cannot have kept something else by; when that does not come
 * either, the form stays what it is without script.
 * @param {HTMLFormElement} form
 */
const search = (form) =>
  (searching ??= Promise.all([
    import("./search.js").catch(() => import(`./search.js?${Date.now()}`)),
    fetch(form.dataset.root ?? "").catch(() => undefined),
  ]).then(
    ([program, root]) => program.start(form, root),
    () => {
      searching = undefined;
      form.classList.replace("open", "plain");
      results()?.replaceChildren(JSON.parse(form.dataset.strings ?? "{}").offline);
      document.querySelector("[data-results-none]")?.classList.add("wanted");
    },
  ));

/** The search box, wherever it is. */
const find = () => /** @type {HTMLInputElement | null} */ (document.querySelector("[data-root] input"));

/** Puts the cursor into the search box, which on a phone is hidden until it is open. */
const focus = () => {
  const input = find();
  input?.form?.classList.add("open");
  input?.focus();
  return input;
};

document.addEventListener("focusin", ({ target }) => {
  const form = target instanceof HTMLInputElement && target.form;
  if (!form || !form.dataset.root) return;
  form.classList.add("open");
  search(form);
});
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const writes = target instanceof Element && target.closest("input,textarea,select,[contenteditable]");
  const asked = key === "k" && (event.ctrlKey || event.metaKey) ? true : key === "/" && !writes;
  if (asked && focus()) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const tapped = event.target instanceof Element && event.target.closest(".search-link,.search-close");
  if (!tapped) return;
  if (tapped.matches(".search-close")) find()?.form?.classList.remove("open");
  else if (focus()) event.preventDefault();
});
// Without its program a menu opens and closes all the same.
document.addEventListener("toggle", () => import("./menus.js").then((menus) => menus.start(), () => {}), true);

const ready = () => {
  const input = find();
  if (!input?.form) return;
  input.role = "combobox";
  input.ariaExpanded = "false";
  if (results()) input.value ||= new URLSearchParams(location.search).get("q") ?? "";
  if (results() || input === document.activeElement) search(input.form);
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
else ready();
