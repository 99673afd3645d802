/**
 * All of search, as the entry fetches it once the box is touched: the engine, the box, and the page
 * of results when this is one.
 */

import { wake } from "./search-box.js";
import { createSearch } from "./search-engine.js";
import { showResults } from "./search-page.js";
import { setting } from "./search-view.js";

/** The engine by itself, for other interfaces and for measuring it. */
export const engineOf = createSearch;

/**
 * Wakes search up.
 * @param {HTMLFormElement} form
 * @param {Response | undefined} root the root file, asked for together with this program
 */
export function start(form, root) {
  const address = form.dataset.root ?? "";
  let early = root?.ok ? root : undefined;
  setting.words = JSON.parse(form.dataset.strings ?? "{}");
  setting.lang = /** @type {HTMLElement | null} */ (form.closest("[lang]"))?.lang ?? "";
  setting.base = address.slice(0, address.indexOf("/_dopo/"));
  setting.results = form.action;
  const get = (/** @type {RequestInfo | URL} */ url, /** @type {RequestInit | undefined} */ init) => {
    const known = url === address && !init?.cache ? early : undefined;
    early = undefined;
    return known ? Promise.resolve(known) : fetch(url, init);
  };
  wake(form, createSearch({ root: address, fetch: get }));
  const place = document.querySelector("[data-results]");
  if (place) showResults(place);
}
