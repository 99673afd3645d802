/** What search costs: nothing before the box is touched but a loader; then one file, in one step. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";

import { settled, visits } from "./browser.js";
import { hosted } from "./site.js";

const site = visits(() => hosted(""));

/** Bytes as a good host serves them. */
const LOADER = 1_024;
const PROGRAM = 10_240;

/**
 * Every request from now on.
 * @param {import("playwright-core").Page} page
 */
function listen(page) {
  /** @type {import("playwright-core").Request[]} */
  const requests = [];
  page.on("request", (request) => void requests.push(request));
  return requests;
}

/** @param {import("playwright-core").Request[]} requests */
async function scriptBytes(requests) {
  let bytes = 0;
  for (const request of requests) {
    if (!new URL(request.url()).pathname.endsWith(".js")) continue;
    const answer = await request.response();
    bytes += brotliCompressSync((await answer?.body()) ?? "").length;
  }
  return bytes;
}

test("a page brings the plain form and a small loader", async () => {
  const { page, close } = await site.open();
  const requests = listen(page);
  await page.goto(`${site.origin}/risolvi/`);
  await settled(page);
  assert.deepEqual(requests.filter((request) => /search/.test(request.url())), []);
  const bytes = await scriptBytes(requests);
  assert.ok(bytes > 0 && bytes <= LOADER, `${bytes} bytes`);
  await close();
});

test("the touch of the box brings the whole program and the root at once, within their size", async () => {
  const { page, close } = await site.open();
  await page.goto(`${site.origin}/risolvi/`);
  await settled(page);
  const chrome = await page.context().newCDPSession(page);
  await chrome.send("Network.enable");
  await chrome.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 300,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  const requests = listen(page);
  await page.getByRole("combobox").click();
  await page.getByRole("option").first().waitFor();
  await settled(page);
  const names = requests.map((request) => new URL(request.url()).pathname.split("/").pop()).sort();
  assert.deepEqual(names, ["search-it.bin", "search.js"]);
  const starts = requests.map((request) => request.timing().startTime);
  assert.ok(Math.max(...starts) - Math.min(...starts) < 150, `not in one step: ${starts}`);
  const bytes = await scriptBytes(requests);
  assert.ok(bytes > 0 && bytes <= PROGRAM, `${bytes} bytes`);
  await close();
});
