// Runs queries through the browser's search engine on the files of a built site.
//
//   node engine.mjs SITE LOCALE QUERIES.jsonl
//
// Prints one line a query: {"q", "results": [[address, score], …], "bytes"}, each query with a cold engine.

import { readFile } from "node:fs/promises";
import path from "node:path";

import { createSearch } from "../../themes/default/scripts/search-engine.js";

const [site = "", locale = "", queries = ""] = process.argv.slice(2);
const origin = "http://site.invalid";

for (const line of (await readFile(queries, "utf8")).split("\n")) {
  if (!line.trim()) continue;
  const { q } = JSON.parse(line);
  let bytes = 0;
  const search = createSearch({
    root: `${origin}/_dopo/search-${locale}.bin`,
    fetch: async (url) => {
      try {
        const file = await readFile(path.join(site, decodeURIComponent(new URL(String(url)).pathname)));
        bytes += file.length;
        return new Response(file);
      } catch {
        return new Response("", { status: 404 });
      }
    },
  });
  const { hits } = await search.search(q);
  const results = hits.map(({ address, anchor, score }) => [anchor ? `${address}#${anchor}` : address, score]);
  console.log(JSON.stringify({ q, results, bytes }));
}
