/**
 * The page of results, and the page for addresses that do not exist, which searches for the words
 * of the address.
 *
 * What the page lists is what its address asks for: `q`, the words; `type`, one type of article;
 * `exact`, without mending. A link to another list of the same page changes the address and then
 * the list, so the back button, a reload and a link sent to somebody give the same.
 */

import { engine, input, instead, remember, tell } from "./search-box.js";
import {
  PATIENCE,
  around,
  button,
  corrected,
  counted,
  el,
  hitItem,
  listAddress,
  setting,
  skeleton,
  whole,
} from "./search-view.js";

/** @typedef {import("./search-engine.js").Outcome} Outcome */

/** Types to choose from; rarer ones help nobody to choose. */
const TYPES = 8;

/**
 * Shows what the address asks for, now and when it changes.
 * @param {Element} place
 */
export function showResults(place) {
  const { words } = setting;
  const { title } = document;
  const isMissing = !!document.querySelector("[data-not-found]");
  const filter = el("nav", { class: "types", "aria-label": words.filter });
  const list = el("div", { tabindex: "-1" });
  let shown = "";
  /** @type {string[] | undefined} */
  let offered;

  const show = async () => {
    const address = (shown = location.search);
    const asks = new URLSearchParams(address);
    const type = asks.get("type") ?? "";
    const verbatim = asks.has("exact");
    const query = isMissing ? wordsOf(location.pathname.slice(setting.base.length)) : wanted(asks);
    if (!query) return settle([]);
    if (input !== document.activeElement) input.value = query;
    if (!isMissing) document.title = [query, words[`kind_${type}`], title].filter(Boolean).join(" · ");
    place.ariaBusy = "true";
    const timer = setTimeout(() => list.replaceChildren(skeleton()), PATIENCE);
    try {
      const { types } = await engine.open();
      if (types.length > 1 && !isMissing) offer(types, type, query);
      const outcome = await engine.search(query, { attributes: type ? [`type:${type}`] : [], verbatim });
      const found = outcome.hits.length;
      const other = found || isMissing ? [] : await instead(query, verbatim, type);
      if (address !== shown) return;
      if (found && !isMissing) remember(query);
      settle(found ? results(query, outcome) : isMissing ? [] : nothing(query, other));
      tell(query, outcome, found, words[`kind_${type}`]);
    } catch {
      const retry = button([words.retry], show);
      if (address === shown) settle([el("div", { class: "search-note" }, el("p", {}, words.offline), retry)]);
    } finally {
      clearTimeout(timer);
    }
  };

  /**
   * Puts something new into the page; without results, what helps then comes out below it.
   * @param {Node[]} content
   */
  const settle = (content) => {
    const hadFocus = list.contains(document.activeElement);
    list.replaceChildren(...content);
    if (hadFocus) list.focus();
    document.querySelector("[data-results-none]")?.classList.toggle("wanted", !list.querySelector("ol"));
    place.ariaBusy = null;
  };

  /**
   * The types of article as links, each to the same words among its own. They stay where they are,
   * so that the keyboard does too.
   * @param {string[]} types
   * @param {string} type
   * @param {string} query
   */
  const offer = (types, type, query) => {
    if (!offered) list.before(filter);
    offered ??= [...new Set(["", ...types.slice(0, TYPES), words[`kind_${type}`] ? type : ""])];
    offered.forEach((one, at) => {
      const link = filter.children[at] ?? filter.appendChild(el("a", {}, words[one ? `kind_${one}` : "every"] ?? one));
      link.setAttribute("href", listAddress(query, one ? { type: one } : {}));
      link.ariaCurrent = `${one === type}`;
    });
  };

  place.replaceChildren(list);
  place.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a");
    const isPlain = event instanceof MouseEvent && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (!link || !isPlain || link.pathname !== location.pathname) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    show();
  });
  addEventListener("popstate", () => {
    if (location.search !== shown) show();
  });
  show();
}

/**
 * @param {string} query
 * @param {Outcome} outcome
 */
function results(query, { hits, corrections }) {
  const insist = el("a", { href: listAddress(query, { exact: "" }) }, ...around("insist", query));
  const told = corrected(query, corrections, insist);
  return [
    el("div", { class: "search-note" }, ...(told.length ? told : [el("p", {}, counted(hits.length))])),
    el("ol", { class: "hits", role: "list" }, ...hits.map(hitItem)),
  ];
}

/**
 * @param {string} query
 * @param {Node[]} other
 */
const nothing = (query, other) => [
  el("h2", {}, ...around("none", query)),
  el("p", {}, setting.words.none_help),
  ...other,
];

/**
 * The words of a query in an address, as many as the box takes.
 * @param {URLSearchParams} asks
 */
const wanted = (asks) => whole((asks.get("q") ?? "").slice(0, 200));

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
