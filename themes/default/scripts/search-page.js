/** The page of results, and the page for addresses that do not exist. */

import { counted, el, filled, item, skeleton } from "./search-view.js";

/** Milliseconds before the grey lines. */
const PATIENCE = 150;

/**
 * The page of results for `?q=`, and the one for addresses that do not exist, which searches for
 * the words of the address.
 * @param {import("./search-box.js").Box} box
 * @param {Element} place
 */
export async function showResults(box, place) {
  const { input, words } = box;
  const without = /** @type {HTMLElement | null} */ (document.querySelector("[data-results-none]"));
  const isMissing = !!document.querySelector("[data-not-found]");
  const query = isMissing
    ? wordsOf(location.pathname.slice(box.base.length))
    : (new URLSearchParams(location.search).get("q") ?? "").trim();
  const settle = (/** @type {boolean} */ found) => {
    without?.classList.toggle("wanted", !found);
    place.removeAttribute("aria-busy");
  };
  if (!query) return settle(false);
  input.value ||= query;
  place.setAttribute("aria-busy", "true");
  if (!isMissing) document.title = `${query} · ${document.title}`;
  const timer = setTimeout(() => place.replaceChildren(skeleton(5)), PATIENCE);
  try {
    const outcome = await box.engine.search(query, { verbatim: box.verbatim });
    clearTimeout(timer);
    const { hits } = outcome;
    if (!hits.length && isMissing) {
      place.replaceChildren();
    } else if (!hits.length) {
      place.replaceChildren(
        el("h2", {}, ...filled(words.none, "query", query)),
        el("p", {}, words.none_help),
      );
    } else {
      const note = box.correction(query, outcome, () => showResults(box, place));
      place.replaceChildren(
        el("p", { class: "search-note", role: "status" }, ...note, note.length ? "" : counted(words, hits.length)),
        el("ol", { class: "hits", role: "list" }, ...hits.map((hit) => item(hit, box.base, words))),
      );
    }
    settle(hits.length > 0);
  } catch {
    clearTimeout(timer);
    place.replaceChildren(el("p", { class: "search-note", role: "status" }, words.offline));
    settle(false);
  }
}

/**
 * The words of an address.
 * @param {string} path
 */
function wordsOf(path) {
  try {
    path = decodeURIComponent(path);
  } catch {
    // A broken escape: its letters serve as they are.
  }
  return path.replace(/(?:index)?\.[a-z]{2,5}$/, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
