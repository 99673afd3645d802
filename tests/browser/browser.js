/**
 * Chromium for the tests, and what every page must keep: an empty console, no violation of its
 * content security policy, no request that leaves the site.
 */

import { after, before } from "node:test";

import { chromium } from "playwright-core";

import { serve } from "./site.js";

/** The files of the search beside its program and its roots: one pack, or many shards. */
export const searchFiles = /\/hashed\/[^/]+\/[^/.]+$/;

/** A small phone, and a desk. */
export const narrow = { width: 320, height: 640 };
export const wide = { width: 1280, height: 800 };

/**
 * A site and a browser for the tests of one file, from before its first to after its last.
 * @template {import("./site.js").Served} Site
 * @param {() => Promise<Site>} start The sample, as `dopo serve` shows it, when it is not given.
 */
export function visits(start = /** @type {() => Promise<any>} */ (serve)) {
  /** @type {Site} */
  let site;
  /** @type {import("playwright-core").Browser} */
  let browser;
  before(async () => {
    site = await start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });
  return {
    get origin() {
      return site.origin;
    },
    get served() {
      return site;
    },
    /** @param {import("playwright-core").BrowserContextOptions} [options] */
    open: (options = {}) => open(browser, site.origin, options),
  };
}

/** Starts Chromium: `CHROMIUM`, else where Debian has it. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/**
 * Opens a page that remembers what went wrong on it.
 * @param {import("playwright-core").Browser} browser
 * @param {string} origin What all requests must begin with.
 * @param {import("playwright-core").BrowserContextOptions} options
 */
async function open(browser, origin, options) {
  const context = await browser.newContext({ viewport: wide, locale: "it-IT", ...options });
  const page = await context.newPage();
  /** @type {string[]} */
  const troubles = [];
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} blocked ${event.blockedURI}`);
    });
  });
  page.on("console", (message) => {
    const notFound = message.text().includes("status of 404") && message.location().url === page.url();
    const asked = notFound && !page.url().endsWith(".html");
    if (!asked) troubles.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) troubles.push(`request to ${url}`);
  });
  return { page, troubles, close: () => context.close() };
}

/**
 * Waits until the scripts of a page have had their turn. (The network never rests: `dopo serve`
 * keeps a line open for reloading.)
 * @param {import("playwright-core").Page} page
 */
export async function settled(page) {
  await page.waitForLoadState("load");
  await page.waitForTimeout(250);
}

/**
 * Waits until the first element of a kind shows a text.
 * @param {string} selector
 * @param {string} text
 * @returns {(page: import("playwright-core").Page) => Promise<unknown>}
 */
export const shows = (selector, text) => (page) =>
  page.waitForFunction(
    ([selector, text]) => document.querySelector(selector ?? "")?.textContent?.includes(text ?? ""),
    [selector, text],
  );
