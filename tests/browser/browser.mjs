// What the browser tests share: Debian's Chromium, pages with their errors noted.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { holds, same } from "../check.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const WIDTHS = [360, 768, 1440];
export const THEMES = ["light", "dark"];

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

// A page whose console errors, failures and requests elsewhere are noted in page.problems.
export async function open(browser, options = {}) {
  const context = await browser.newContext({ reducedMotion: "reduce", permissions: [], ...options });
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
  page.on("pageerror", (error) => page.problems.push(error.message));
  page.on("requestfailed", (request) => page.problems.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["127.0.0.1", ""].includes(url.hostname)) page.problems.push(`elsewhere: ${url}`);
  });
  page.done = () => context.close();
  return page;
}

// WCAG 2.2 AA by axe-core (with `colours`, only the rules that another theme can break), horizontal scrolling, and what the page complained of.
export async function inspect(page, { colours = false } = {}) {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async (colours) => {
    const result = await window.axe.run(document, { preload: false, runOnly: colours ? ["color-contrast", "link-in-text-block"] : { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
    return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(" ; ")}`);
  }, colours);
  same(violations, [], "axe");
  const [scroll, view] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  holds(scroll <= view, `scrolls sideways: ${scroll} > ${view}`);
  same(page.problems, [], "console and network");
}
