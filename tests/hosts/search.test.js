/** The help centre in Chromium, behind a real nginx, below a path beside a shop. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { shows, visits } from "../browser/browser.js";
import { start } from "./servers.js";

const site = visits(() => start("nginx", "/help"));

test("search finds, and the console stays empty under the headers of the server", async () => {
  const { page, troubles, close } = await site.open();
  const answer = await page.goto(`${site.origin}/`);
  assert.match(answer?.headers()["permissions-policy"] ?? "", /camera=\(\)/);
  assert.equal(answer?.headers()["content-encoding"], "gzip");
  await page.getByRole("combobox").first().click();
  await page.keyboard.type("machina nn scalda", { delay: 20 });
  await shows('[role="option"]', "La macchina non scalda")(page);
  await page.getByRole("option").first().click();
  await page.waitForURL(`${site.origin}/risolvi/la-macchina-non-scalda/**`);
  assert.deepEqual(troubles, []);
  await close();
});

test("a wrong address searches for its own words", async () => {
  const { page, troubles, close } = await site.open();
  await page.goto(`${site.origin}/non-scalda/`);
  await shows("ol.hits", "La macchina non scalda")(page);
  assert.deepEqual(troubles.filter((one) => !one.includes("status of 404")), []);
  await close();
});

test("a script in a picture does not run when the picture is opened by itself, and the picture is drawn", async () => {
  const { page, close } = await site.open();
  await page.goto(`${site.origin}/evil.svg`);
  assert.notEqual(await page.title(), "ran");
  await page.goto(`${site.origin}/`);
  const width = await page.evaluate(async (src) => {
    const picture = new Image();
    picture.src = src;
    await picture.decode();
    return picture.width;
  }, `${site.origin}/logo.svg`);
  assert.ok(width > 0);
  await close();
});
