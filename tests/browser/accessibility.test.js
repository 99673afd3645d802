/** axe-core on every kind of page: light and dark, narrow and wide, and with the search open. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import { narrow, settled, visits, wide } from "./browser.js";
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

test("axe finds nothing while results are shown", async () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const { page, close } = await site.open({
      colorScheme,
      viewport: narrow,
      reducedMotion: "reduce",
    });
    await page.addInitScript({ path: axe });
    await page.goto(`${site.origin}/`);
    await page.getByRole("combobox").first().click();
    await page.keyboard.type("scalda");
    await page.getByRole("option").first().waitFor();
    assert.deepEqual(await violations(page), [], colorScheme);
    await close();
  }
});
