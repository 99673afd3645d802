/** A help centre in a script that runs from right to left, from a bare folder. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import { narrow, settled, visits, wide } from "./browser.js";
import { hostedFiles } from "./site.js";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const site = visits(() =>
  hostedFiles({
    "إصلاح/لا-تسخن.md":
      "# الآلة لا تسخن\n\nانتظر دقيقة ثم جرب مرة أخرى.\n\n## أولا\n\n1. اضغط على زر التشغيل.\n2. انتظر حتى يثبت الضوء.\n\n## ثانيا\n\n| الرمز | المعنى |\n| --- | --- |\n| E02 | افصل الآلة عن الكهرباء |\n",
    "إصلاح/تسرب.md": "# الآلة تسرب الماء\n\nأفرغ الصينية ثم جفف القاع.\n",
  }),
);

test("pages run from right to left, fit and are accessible", async () => {
  const addresses = ["/", "/إصلاح/", "/إصلاح/لا-تسخن/", "/all/", "/search/"];
  for (const viewport of [narrow, wide]) {
    const { page, troubles, close } = await site.open({
      viewport,
      reducedMotion: "reduce",
    });
    await page.addInitScript({ path: axe });
    for (const address of addresses) {
      const answer = await page.goto(site.origin + encodeURI(address));
      assert.equal(answer?.status(), 200, address);
      await settled(page);
      assert.equal(await page.locator("html").getAttribute("dir"), "rtl", address);
      assert.equal(await page.locator("html").getAttribute("lang"), "ar", address);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(overflow <= 0, `${address}: ${overflow} px too wide at ${viewport.width} px`);
      const found = await page.evaluate(async () => {
        const { axe } = /** @type {any} */ (window);
        const { violations } = await axe.run(document, { resultTypes: ["violations"] });
        return violations.map((/** @type {any} */ rule) => `${rule.id}: ${rule.nodes[0].html}`);
      });
      assert.deepEqual(found, [], address);
    }
    assert.deepEqual(troubles, []);
    await close();
  }
});

test("a word is found from its beginning", async () => {
  const { page, close } = await site.open();
  await page.goto(`${site.origin}/`);
  await page.getByRole("combobox").first().click();
  await page.keyboard.type("تسخ");
  await page.waitForFunction(
    () => document.querySelector('[role="option"]')?.textContent?.includes("الآلة لا تسخن"),
  );
  await close();
});
