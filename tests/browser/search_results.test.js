/** The page of results: what an address with a query shows, and where it leads. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { narrow, searchFiles, settled, visits } from "./browser.js";
import { hostedFiles } from "./site.js";

const site = visits();

const answers = visits(() =>
  hostedFiles({
    "both.md": "---\ntitle: Both\nanswer: Push the tank until it clicks. Wait.\n---\nPush the tank until it clicks.\n",
    "longer.md": "---\ntitle: Longer\nanswer: Push the tank.\n---\nPush the tank. When it clicks, wait.\n",
    "two.md": "---\ntitle: Two\nanswer: Empty it.\n---\nThe tank clicks.\n",
  }),
);

test("an address with a query shows its results, and the back button returns to them", async () => {
  const { page, troubles, close } = await site.open();
  await page.goto(`${site.origin}/search/?q=machina%20nn%20scalda`);
  const result = page.locator("main").getByRole("link", { name: /La macchina non scalda/ }).first();
  await result.waitFor();
  assert.equal(await page.getByRole("combobox").inputValue(), "machina nn scalda");
  assert.match(await page.title(), /^machina nn scalda · /);
  await result.click();
  await page.waitForURL(/la-macchina-non-scalda/);
  await page.goBack();
  await result.waitFor();
  assert.deepEqual(troubles, []);
  await close();
});

test("a result shows title, short answer, excerpt, category, type, its passage and when it was checked", async () => {
  const { page, troubles, close } = await site.open();
  await page.goto(`${site.origin}/search/?q=macchina+calda+spia+lampeggia`);
  const result = page.locator("ol.hits > li").filter({ has: page.getByRole("link", { name: "La macchina non scalda" }) });
  await result.waitFor();
  assert.ok(await result.locator(".hit-title mark").count(), "marks in the title");
  assert.ok(await result.locator("p mark").count(), "marks in the text");
  assert.ok(await result.locator(".hit-answer").innerText(), "the short answer");
  assert.match(
    await result.locator(".hit-place").innerText(),
    /^Qualcosa non va · Rimedio · Controllato il \d+ \p{L}+ \d{4}$/u,
  );
  const part = page.locator(".hit-part").first();
  const target = new URL((await part.getAttribute("href")) ?? "");
  assert.ok(target.hash, "the passage has a link of its own");
  await part.click();
  await page.waitForURL(target.href);
  assert.ok(await page.locator(`[id="${decodeURIComponent(target.hash.slice(1))}"]`).isVisible());
  assert.deepEqual(troubles, []);
  await close();
});

test("what the short answer and the excerpt both say is said once, with its marks", async () => {
  const { page, troubles, close } = await answers.open();
  await page.goto(`${answers.origin}/search/?q=tank+clicks`);
  await page.locator("ol.hits").waitFor();
  const shown = await page.locator("ol.hits > li").evaluateAll((items) =>
    items.map((item) => [
      item.querySelector(".hit-title")?.textContent,
      ...[...item.querySelectorAll("p")].map((one) => `${one.className}: ${one.textContent}, ${one.querySelectorAll("mark").length}`),
    ]),
  );
  assert.deepEqual(shown.sort(), [
    ["Both", "hit-answer: Push the tank until it clicks. Wait., 2"],
    ["Longer", "hit-text: Push the tank. When it clicks, wait., 2"],
    ["Two", "hit-answer: Empty it., 0", "hit-text: The tank clicks., 2"],
  ]);
  assert.deepEqual(troubles, []);
  await close();
});

test("one type of article: by keyboard, told, in the address, back and forth", async () => {
  const { page, troubles, close } = await site.open({ viewport: narrow });
  await page.goto(`${site.origin}/search/?q=serbatoio`);
  const filter = page.getByRole("navigation", { name: "Filtra per tipo" });
  const fixes = filter.getByRole("link", { name: "Rimedio", exact: true });
  const every = filter.getByRole("link", { name: "Tutti i tipi" });
  const places = () => page.locator("ol.hits .hit-place").allInnerTexts();
  await every.waitFor();
  assert.equal(await every.getAttribute("aria-current"), "true");
  const before = await places();
  assert.ok(before.some((place) => !/Rimedio/.test(place)), "there is something to leave out");

  await fixes.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\?q=serbatoio&type=fix$/);
  await page.locator("ol.hits .hit-place").first().waitFor();
  await page.waitForFunction(() =>
    [...document.querySelectorAll("ol.hits .hit-place")].every((place) => place.textContent?.includes("Rimedio")),
  );
  assert.ok(await fixes.evaluate((one) => one === document.activeElement), "the keyboard stays where it was");
  assert.equal(await fixes.getAttribute("aria-current"), "true");
  assert.match(await page.getByRole("status").innerText(), /^\d+ risultat.*Rimedio/, "told with its type");
  assert.match(await page.title(), /^serbatoio · Rimedio · /);

  await page.goBack();
  await page.waitForURL(/\?q=serbatoio$/);
  await page.waitForFunction((count) => document.querySelectorAll("ol.hits > li").length === count, before.length);
  assert.deepEqual(await places(), before);
  await page.goForward();
  await page.waitForURL(/&type=fix$/);
  await page.reload();
  await page.locator("ol.hits").waitFor();
  assert.ok((await places()).every((place) => /Rimedio/.test(place)), "an address with a type can be sent to somebody");
  assert.deepEqual(troubles, []);
  await close();
});

test("a correction is taken back by a link, and the address says so", async () => {
  const { page, troubles, close } = await site.open();
  await page.goto(`${site.origin}/search/?q=machina`);
  const note = page.locator(".results .search-note");
  await note.getByText("macchina").waitFor();
  await note.getByRole("link", { name: "Cerca machina così com'è" }).click();
  await page.waitForURL(/\?q=machina&exact=$/);
  await page.getByRole("heading", { name: "Nessun risultato per machina" }).waitFor();
  await page.getByRole("link", { name: "Mostra i risultati per macchina" }).click();
  await page.waitForURL(/\?q=machina$/);
  await note.getByText("macchina").waitFor();
  assert.deepEqual(troubles, []);
  await close();
});

test("a search in vain says so, keeps the words, and leads on: symptoms, lists, a person", async () => {
  const { page, troubles, close } = await site.open();
  /** @type {string[]} */
  const sent = [];
  page.on("request", (request) => sent.push(request.url()));
  await page.goto(`${site.origin}/search/?q=xqzwv`);
  const main = page.locator("main");
  await main.getByRole("heading", { name: "Nessun risultato per xqzwv" }).waitFor();
  assert.equal(await page.getByRole("combobox").inputValue(), "xqzwv");
  assert.equal(await page.getByRole("status").innerText(), "Nessun risultato per xqzwv");
  assert.equal(await main.locator(".symptoms a:visible").count(), 6);
  const mail = page.locator("#contact a[href^='mailto:']");
  assert.equal(
    await mail.getAttribute("href"),
    "mailto:aiuto@caslani.example?subject=Nessun%20risultato%20per%20xqzwv",
  );
  assert.ok(await mail.isVisible());
  assert.deepEqual(sent.filter((url) => url.includes("xqzwv")), [page.url()], "nothing is sent by itself");
  assert.deepEqual(troubles, []);
  await close();
});

test("a search that asked too much offers the nearest that finds something", async () => {
  const { page, close } = await site.open();
  const cases = [
    { asked: '"xqzwv machina"', offered: "xqzwv macchina", leads: "?q=xqzwv+machina" },
    { asked: "schiuma&type=notice", offered: "schiuma", leads: "?q=schiuma" },
  ];
  for (const { asked, offered, leads } of cases) {
    await page.goto(`${site.origin}/search/?q=${asked}`);
    await page.getByRole("link", { name: `Mostra i risultati per ${offered}`, exact: true }).click();
    await page.locator("ol.hits").waitFor();
    assert.equal(new URL(page.url()).search, leads, asked);
  }
  await close();
});

test("an address that does not exist is searched for its words", async () => {
  const { page, close } = await site.open();
  const answer = await page.goto(`${site.origin}/risolvi/la-machina-non-scalda.html`);
  assert.equal(answer?.status(), 404);
  await page.locator("ol.hits").getByRole("link", { name: "La macchina non scalda" }).waitFor();
  assert.equal(await page.getByRole("navigation", { name: "Filtra per tipo" }).count(), 0);
  await close();
});

test("nothing moves while results arrive", async () => {
  const { page, close } = await site.open({ viewport: narrow });
  await page.addInitScript(() => {
    let moved = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved += /** @type {any} */ (entry).value;
      document.documentElement.dataset.moved = `${moved}`;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.route(searchFiles, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    await route.continue();
  });
  await page.goto(`${site.origin}/search/?q=macchina`);
  await page.locator(".results .waiting").first().waitFor();
  await page.locator("ol.hits").waitFor();
  await settled(page);
  assert.equal(await page.locator("html").getAttribute("data-moved"), null);
  await close();
});
