// The two interfaces whose cost is measured: where a reader types, and when the results stand.
//
// `ready` runs in the page. It gives nothing until the results of the query are there with their
// excerpts (the first five, or all when there are fewer), then how many are shown. What was there
// before the query is marked as stale.

/**
 * @typedef {object} Shown
 * @property {number} results
 * @property {number} excerpts how many of them have an excerpt
 *
 * @typedef {object} Interface
 * @property {string} input
 * @property {string} surface what holds results, once there are some
 * @property {(query: string, surface: Element) => Shown | undefined} ready
 * @property {(address: string) => string} part which part of the cost a file belongs to
 */

/** @type {Record<string, Interface>} */
export const INTERFACES = {
  dopo: {
    input: 'form[data-root] input',
    surface: '.search-panel',
    ready(_query, surface) {
      const hits = [...surface.querySelectorAll('[role=option]:not([data-stale])')].filter((hit) => hit.querySelector('.hit-text'));
      const nothing = surface.querySelector('.search-note p:not([data-stale])');
      if ((!hits.length && !nothing) || surface.querySelector('.waiting')) return undefined;
      return { results: hits.length, excerpts: hits.filter((hit) => hit.querySelector('.hit-text')?.textContent).length };
    },
    part(address) {
      if (address.endsWith('.js') || address.endsWith('.css')) return 'program';
      if (address.endsWith('.bin')) return 'root';
      const kind = /\/_dopo\/hashed\/search-[^/]+\/(w|n|r|t|pack)\d*-\w+$/.exec(address)?.[1] ?? '';
      const parts = { w: 'shards', pack: 'shards', n: 'near words', r: 'near words', t: 'texts' };
      return /** @type {Record<string, string>} */ (parts)[kind] ?? 'other';
    },
  },
  pagefind: {
    input: '.pagefind-ui__search-input',
    surface: '#search',
    ready(query, surface) {
      const message = surface.querySelector('.pagefind-ui__message')?.textContent ?? '';
      // 2,240 is written as the language of the page writes it.
      const found = /^\s*(\d[\d\s.,'’]*) for (.*?)\s*$/.exec(message);
      if (found?.[2] !== query.trim() || surface.querySelector('.pagefind-ui__loading')) return undefined;
      const hits = [...surface.querySelectorAll('.pagefind-ui__result')];
      if (hits.length < Math.min(5, Number(found[1]?.replace(/\D/g, '')))) return undefined;
      const excerpts = hits.filter((hit) => hit.querySelector('.pagefind-ui__result-excerpt')?.textContent);
      return { results: hits.length, excerpts: excerpts.length };
    },
    part(address) {
      if (/\.(js|css)$|\/wasm\./.test(address)) return 'program';
      if (/\.pf_meta$|pagefind-entry\.json$/.test(address)) return 'root';
      if (address.endsWith('.pf_index')) return 'shards';
      return address.endsWith('.pf_fragment') ? 'texts' : 'other';
    },
  },
};
