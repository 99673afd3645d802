/** axe-core on every kind of page: light and dark, narrow and wide, and with the search open. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import { narrow, searchFiles, settled, visits, wide } from "./browser.js";
import { kinds } from "./site.js";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const site = visits();

/**
 * What axe finds wrong, one line a place.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
async function violations(page) {
  return page.evaluate(async () => {
    const { axe } = /** @type {any} */ (window);
    const found = await axe.run(document, { resultTypes: ["violations"] });
    return found.violations.flatMap((/** @type {any} */ rule) =>
      rule.nodes.map((/** @type {any} */ node) => `${rule.id}: ${node.html} (${rule.help})`),
    );
  });
}

for (const [kind, address] of Object.entries(kinds)) {
  test(`axe finds nothing on: ${kind}`, async () => {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      for (const viewport of [narrow, wide]) {
        const { page, close } = await site.open({
          colorScheme,
          viewport,
          reducedMotion: "reduce",
        });
        await page.addInitScript({ path: axe });
        await page.goto(site.origin + address);
        await settled(page);
        assert.deepEqual(await violations(page), [], `${colorScheme}, ${viewport.width} px`);
        await close();
      }
    }
  });
}

/**
 * What the search box shows, one after the other.
 * @type {Record<string, (page: import("playwright-core").Page) => Promise<unknown>>}
 */
const states = {
  empty: (page) => page.getByRole("option").first().waitFor(),
  results: async (page) => {
    await page.keyboard.type("scalda");
    await page.locator(".hit mark").first().waitFor();
  },
  corrected: async (page) => {
    await page.getByRole("combobox").fill("machina");
    await page.locator(".search-note b").first().waitFor();
  },
  none: async (page) => {
    await page.getByRole("combobox").fill("xqzwv");
    await page.getByText("Nessun risultato").first().waitFor();
  },
  "results page": async (page) => {
    await page.goto(`${site.origin}/search/?q=machina`);
    await page.locator("ol.hits").waitFor();
  },
  "results page of one type": async (page) => {
    await page.goto(`${site.origin}/search/?q=macchina&type=fix`);
    await page.locator("ol.hits").waitFor();
  },
  "results page without results": async (page) => {
    await page.goto(`${site.origin}/search/?q=xqzwv`);
    await page.locator(".results h2").waitFor();
  },
  waiting: async (page) => {
    await page.goto(`${site.origin}/`);
    await page.getByRole("combobox").click();
    await page.getByRole("option").first().waitFor();
    await page.route(searchFiles, () => {});
    await page.keyboard.type("scalda");
    await page.locator(".waiting").first().waitFor();
  },
  offline: async (page) => {
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.goto(`${site.origin}/`);
    await page.getByRole("combobox").click();
    await page.getByRole("option").first().waitFor();
    await page.route(searchFiles, (route) => route.abort());
    await page.keyboard.type("scalda");
    await page.getByRole("button", { name: "Riprova" }).waitFor();
  },
};

test("axe finds nothing in any state of the search", async () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const viewport of [narrow, wide]) {
      const { page, close } = await site.open({ colorScheme, viewport, reducedMotion: "reduce" });
      await page.addInitScript({ path: axe });
      await page.goto(`${site.origin}/`);
      await page.getByRole("combobox").click();
      for (const [state, reach] of Object.entries(states)) {
        await reach(page);
        assert.deepEqual(await violations(page), [], `${state}, ${colorScheme}, ${viewport.width} px`);
      }
      await close();
    }
  }
});
