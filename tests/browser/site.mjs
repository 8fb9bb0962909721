// The site in a browser. Arguments: the address of a served site, and its web root on disk.
//   node tests/browser/site.mjs http://127.0.0.1:8080/ build/site/www
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { check, holds, same } from "../check.mjs";
import { inspect, launch, open, THEMES, WIDTHS } from "./browser.mjs";

const [base, www] = process.argv.slice(2);
const files = readdirSync(www).filter((name) => name.endsWith(".html"));
const search = "cgi-bin/whyfix.cgi";
const first = (start) => files.find((name) => name.startsWith(start));
// A page of each type.
const PAGES = {
  start: "index.html", question: "phase-1-failed.html", code: "one-way.html", concept: "remote-gateway-subnet.html", section: first("section."), causes: "causes.html",
  cause: first("cause."), map: "map.html", diagnose: "diagnose.html", diagnosis: `${search}/diagnose?q=${encodeURIComponent("協商失敗")}`,
  tags: "tags.html", tag: first("tag."), all: "all.html", guide: "guide.html", "not-found": "404.html", variant: "zh-Hans/phase-1-failed.html",
  results: `${search}?q=${encodeURIComponent("協商失敗")}`, nothing: `${search}?q=${encodeURIComponent("齉齾")}`, "search-page": search,
};
const browser = await launch();

for (const [type, path] of Object.entries(PAGES))
  await check(`page/${type}`, async () => {
    const look = async (width) => {
      const page = await open(browser, { viewport: { width, height: 900 }, colorScheme: THEMES[0] });
      await page.goto(base + path);
      await inspect(page);
      for (const colorScheme of THEMES.slice(1)) {
        await page.emulateMedia({ colorScheme });
        await inspect(page, { colours: true });
      }
      await page.done();
    };
    await Promise.all(WIDTHS.map(look));
  });

const typing = async (text, options = {}) => {
  const page = await open(browser, { viewport: { width: 768, height: 900 }, ...options });
  await page.goto(`${base}index.html`);
  await page.fill("#q", text);
  await page.waitForSelector(".panel:not([hidden]) [role=option]");
  return page;
};

await check("search/results while typing, in the other script, highlighted", async () => {
  const page = await typing("协商失败");
  holds((await page.textContent("[role=option].q")).includes("協商失敗"), "the first result");
  holds((await page.locator(".panel mark").count()) > 0, "highlights");
  holds((await page.locator("[role=option].c").count()) > 0, "records under the question");
  holds((await page.locator("[role=option].c").first().getAttribute("href")).includes("#record-"), "records have anchors");
  await inspect(page);
  await page.done();
});

await check("search/keyboard", async () => {
  const page = await typing("協商失敗");
  await page.keyboard.press("ArrowDown");
  const active = await page.getAttribute("#q", "aria-activedescendant");
  same(await page.getAttribute(`#${active}`, "aria-selected"), "true", "the active option");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Escape");
  holds(await page.isHidden(".panel"), "Escape closes");
  await page.keyboard.press("ArrowDown");
  await Promise.all([page.waitForURL(/phase-1-failed\.html/), page.keyboard.press("Enter")]);
  await page.keyboard.press("/");
  same(await page.evaluate(() => document.activeElement.id), "q", "the slash key");
  await page.done();
});

await check("search/facets", async () => {
  const page = await typing("協商");
  const before = await page.locator("[role=option].q").count();
  const chip = page.locator(".chips button").last();
  await chip.click();
  await page.waitForSelector(".chips button[aria-pressed=true]");
  holds((await page.locator("[role=option].q").count()) <= before, "fewer results");
  await inspect(page);
  await page.done();
});

await check("search/shareable address and recent searches", async () => {
  const page = await typing("UDP500");
  await page.waitForURL(/q=UDP500/);
  await page.reload();
  await page.waitForSelector(".panel:not([hidden]) [role=option]");
  same(await page.inputValue("#q"), "UDP500", "the query of the address");
  await page.keyboard.press("ArrowDown");
  await page.focus("#q");
  await page.keyboard.press("ArrowDown");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await page.goto(`${base}index.html`);
  await page.focus("#q");
  await page.waitForSelector(".panel:not([hidden]) [role=option]");
  holds((await page.textContent(".panel")).includes("UDP500"), "recent searches");
  await page.done();
});

await check("search/nothing found and typing errors", async () => {
  const page = await open(browser);
  await page.goto(`${base}index.html`);
  await page.fill("#q", "齉齾");
  await page.waitForSelector(".panel:not([hidden]) .note");
  await page.fill("#q", "<img src=x onerror=alert(1)>");
  await page.waitForTimeout(400);
  same(await page.locator(".panel img").count(), 0, "no markup of the query");
  await inspect(page);
  await page.done();
});

await check("search/of a variant leads to the variant", async () => {
  const page = await open(browser);
  await page.goto(`${base}zh-Hans/index.html`);
  await page.fill("#q", "協商失敗");
  await page.waitForSelector(".panel:not([hidden]) [role=option]");
  await page.keyboard.press("Escape");
  await Promise.all([page.waitForURL(/whyfix\.cgi/), page.keyboard.press("Enter")]);
  holds((await page.getAttribute("html", "lang")) === "zh-Hans", "the results' language");
  await Promise.all([page.waitForURL(/zh-Hans\/.*\.html/), page.click(".results a")]);
  same(page.problems, [], "console");
  await page.done();
});

await check("copy", async () => {
  const page = await open(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`${base}one-way.html`);
  const code = page.locator("main .code:visible").first();
  await code.locator(".copy").click();
  same(await page.evaluate(() => navigator.clipboard.readText()), await code.locator("pre").textContent(), "the clipboard");
  same(await code.locator(".copy").textContent(), "已複製", "the button says so");
  await page.done();
});

await check("steps can be ticked off", async () => {
  const page = await open(browser);
  for (const file of files) {
    if (!readFileSync(join(www, file), "utf8").includes('class="tick"')) continue;
    await page.goto(base + file);
    await page.locator(".tick").first().check();
    await inspect(page);
    await page.done();
    return;
  }
  throw new Error("no page has steps");
});

await check("language switch keeps the page", async () => {
  const page = await open(browser);
  await page.goto(`${base}phase-1-failed.html`);
  await page.click(".languages summary");
  await inspect(page);
  await Promise.all([page.waitForURL(/zh-Hans\/phase-1-failed\.html/), page.click(".languages a[lang=zh-Hans]")]);
  holds((await page.textContent("h1")).includes("协商失败"), "converted");
  await page.click(".languages summary");
  await Promise.all([page.waitForURL((url) => !url.pathname.includes("zh-Hans")), page.click(".languages a[lang=zh-Hant]")]);
  holds((await page.textContent("h1")).includes("協商失敗"), "back");
  await page.done();
});

await check("diagnosis from a symptom to its solution, without JavaScript, and back", async () => {
  const page = await open(browser, { javaScriptEnabled: false });
  await page.goto(`${base}diagnose.html`);
  await Promise.all([page.waitForURL(/no-proposal-chosen\.html#diagnose$/), page.click('main a[href^="no-proposal-chosen.html"]')]);
  const checks = page.locator(".checks > li");
  await checks.nth(0).locator("summary").click();
  await checks.nth(0).locator('a[href="#check-2"]').click();
  holds(await page.locator("#check-2").isVisible(), "none of these leads to the next check, and opens it");
  await page.locator('#check-2 a[href="#diagnose"]').click();
  await page.locator("#check-2 li a").first().click();
  const id = new URL(page.url()).hash.slice(1);
  holds(await page.locator(`[id="${id}"] .solution`).isVisible(), "the solution");
  await page.goto(`${base}no-proposal-chosen.html#check-none`);
  holds(await page.locator("#check-none").isVisible(), "a state has a permanent link");
  await Promise.all([page.waitForURL(/diagnose\.html/), page.locator("#check-none a").first().click()]);
  await page.done();
});

await check("diagnosis of a pasted log", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await open(browser, { javaScriptEnabled });
    await page.goto(`${base}diagnose.html`);
    await page.fill("#log", "Nov 25 gw charon: hello\nNov 25 gw charon: received NO_PROPOSAL_CHOSEN notify error\n");
    await Promise.all([page.waitForURL(/diagnose$/), page.click("form.log button")]);
    holds((await page.textContent(".evidence")).includes("NO_PROPOSAL_CHOSEN"), "the line is quoted");
    if (javaScriptEnabled) await inspect(page);
    await Promise.all([page.waitForURL(/no-proposal-chosen\.html#/), page.locator(".result h2 a").first().click()]);
    await page.done();
  }
});

await check("many lines pasted into the search are a log", async () => {
  const page = await open(browser);
  await page.goto(`${base}index.html`);
  await page.focus("#q");
  await Promise.all([
    page.waitForURL(/diagnose$/),
    page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text", "a line\nreceived AUTHENTICATION_FAILED notify error\n");
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }),
  ]);
  holds((await page.textContent(".evidence")).includes("AUTHENTICATION_FAILED"), "the line is quoted");
  await page.done();
});

await check("feedback with and without JavaScript", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await open(browser, { javaScriptEnabled });
    await page.goto(`${base}phase-1-failed.html`);
    await page.click(".feedback summary");
    if (javaScriptEnabled) await inspect(page);
    await page.check('.feedback input[value="no"]');
    await page.selectOption(".feedback select", "more");
    await page.fill(".feedback textarea", `還缺少抓包的方法 ${javaScriptEnabled}`);
    await page.click(".feedback button");
    if (javaScriptEnabled) await page.waitForSelector(".message[role=status]");
    else await Promise.all([page.waitForURL(/phase-1-failed\.html/), page.click('main a[href$="phase-1-failed.html"]')]);
    same(page.problems, [], "console");
    await page.done();
  }
  const said = readFileSync(process.env.WHYFIX_LOG, "utf8").split("\n").filter((line) => line.includes("抓包"));
  same(said.length, 2, "lines of the log");
});

await check("from disk", async () => {
  const page = await open(browser);
  await page.goto(pathToFileURL(resolve(www, "index.html")).href);
  await page.click(".cards a");
  holds((await page.locator(".record").count()) > 0, "records");
  await page.fill("#q", "協商");
  await page.waitForSelector(".panel:not([hidden]) [role=option]");
  holds((await page.textContent("[role=option].q")).includes("協商"), "found without an endpoint");
  await inspect(page);
  await page.done();
});

await check("without JavaScript", async () => {
  const page = await open(browser, { javaScriptEnabled: false });
  await page.goto(`${base}index.html`);
  await page.fill("#q", "协商失败");
  await Promise.all([page.waitForURL(/whyfix\.cgi/), page.click("form.search button")]);
  holds((await page.locator(".results mark").count()) > 0, "results");
  await Promise.all([page.waitForURL(/\.html/), page.locator(".results h2 a").first().click()]);
  holds((await page.textContent("main")).includes("UDP 500"), "the answer is in the page");
  await page.locator(".written summary").last().click();
  await page.done();
});

await check("weight of a question page, and nothing moves", async () => {
  const page = await open(browser);
  const weights = [];
  page.on("response", (response) => response.ok() && weights.push(response.body().then((body) => gzipSync(body).length)));
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.shift += e.value))).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${base}phase-1-failed.html`, { waitUntil: "networkidle" });
  const bytes = (await Promise.all(weights)).reduce((a, b) => a + b, 0);
  holds(bytes > 2000 && bytes <= 30 * 1024, `${bytes} bytes`);
  holds((await page.evaluate(() => window.shift)) < 0.01, "layout shift");
  const script = files.length && readdirSync(join(www, "static")).filter((n) => /^site\.[0-9a-f]+\.js$/.test(n)).map((n) => gzipSync(readFileSync(join(www, "static", n))).length)[0];
  holds(script > 500 && script <= 8 * 1024, `${script} bytes of JavaScript`);
  await page.done();
});

if (process.env.SCREENSHOTS)
  for (const [name, path, width, colorScheme] of [["start", "index.html", 1280, "light"], ["question", "phase-1-failed.html", 1280, "light"], ["phone", "one-way.html", 390, "dark"]]) {
    const page = await open(browser, { viewport: { width, height: 800 }, colorScheme });
    await page.goto(base + path);
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
    await page.done();
  }

await browser.close();
