/** The example index that the Rust reader vouches for, as a site would serve it. */

import { readFile, readdir } from "node:fs/promises";

/** The folder of what Rust and script tests share. */
export const shared = new URL("../search/", import.meta.url);

const example = new URL("example/", shared);

/** @type {Map<string, Uint8Array>} */
export const files = new Map();
for (const name of await readdir(example)) files.set(name, await readFile(new URL(name, example)));

export const ROOT = "https://help.example/_dopo/search-en.bin";

/**
 * A site that has these files and nothing else.
 * @param {Map<string, Uint8Array>} files
 * @param {string[]} [asked] what was fetched
 * @returns {typeof fetch}
 */
export function serving(files, asked = []) {
  return async (url) => {
    const name = String(url) === ROOT ? "root" : (String(url).split("/").pop() ?? "");
    asked.push(name);
    const bytes = files.get(name);
    return bytes ? new Response(/** @type {BodyInit} */ (bytes)) : new Response("", { status: 404 });
  };
}
