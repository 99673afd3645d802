/**
 * A short attack: every ninetieth of the texts that try to run a script, through every place that
 * can carry one, with the content security policy off and on. `tests/campaigns/payloads` sends them
 * all.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { attack, controls } from "../payloads/attack.js";
import { vectors } from "../payloads/vectors.js";
import { launch } from "./browser.js";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const some = vectors().filter((_, at) => at % 90 === 0);

test("there are more than 1,500 texts, no two alike", () => {
  const all = vectors();
  assert.ok(all.length > 1500, `${all.length}`);
  assert.equal(new Set(all.map(({ text }) => text)).size, all.length);
});

test("the controls run where nobody cleans", async () => {
  const fired = await controls(browser, vectors().slice(0, 40));
  assert.ok(fired.size >= 20, `only ${fired.size} ran`);
});

for (const withPolicy of [false, true]) {
  test(`nothing runs with the policy ${withPolicy ? "on" : "off"}`, async () => {
    const { pages, ran, armed } = await attack(browser, some, withPolicy);
    assert.ok(pages > 20, `only ${pages} pages were looked at`);
    assert.deepEqual(ran, []);
    assert.deepEqual(armed, []);
  });
}
