// The search of a site on a server without an endpoint. Arguments: its web root, and [[query, the endpoint's first entry] …].
import { createServer } from "node:http";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { check, holds, same } from "../check.mjs";
import { launch, open } from "./browser.mjs";

const [www, wantedFile] = process.argv.slice(2);
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
let bytes = 0;
const server = createServer((request, response) => {
  try {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname), body = readFileSync(join(www, path));
    if (path.startsWith("/search/")) bytes += body.length;
    response.writeHead(200, { "Content-Type": TYPES[extname(path)] || "text/plain" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const base = `http://127.0.0.1:${server.address().port}/`;
const browser = await launch();

await check("static/the box falls back to its own index", async () => {
  const page = await open(browser);
  await page.goto(`${base}index.html`);
  await page.fill("#q", "协商失败");
  await page.waitForSelector(".panel:not([hidden]) [role=option]");
  holds((await page.textContent("[role=option].q")).includes("協商失敗"), "the other script");
  holds((await page.locator(".panel mark").count()) > 0, "highlights");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(200);
  same(new URL(page.url()).pathname, "/index.html", "stays");
  await page.fill("#q", "<img src=x onerror=alert(1)>");
  await page.waitForTimeout(400);
  same(await page.locator(".panel img").count(), 0, "no markup of the query");
  await page.done();
});

await check("static/nearly always the endpoint's first result, in few bytes", async () => {
  const page = await open(browser);
  await page.goto(`${base}index.html`);
  await page.fill("#q", "x");
  await page.waitForFunction(() => window.whyfixFind);
  const wanted = JSON.parse(readFileSync(wantedFile, "utf8"));
  let right = 0, most = 0;
  for (const [query, entry] of wanted) {
    bytes = 0;
    const found = await page.evaluate(async (q) => (await window.whyfixFind(q, "", 1)).results[0]?.entry ?? null, query);
    right += found === entry;
    most = Math.max(most, bytes);
  }
  holds(right / wanted.length >= 0.9, `${right} of ${wanted.length}`);
  holds(most > 0 && most <= 100 * 1024, `${most} bytes`);
  const scripts = readdirSync(join(www, "static")).filter((name) => /^(site|client)\.[0-9a-f]+\.js$/.test(name));
  const weight = scripts.reduce((all, name) => all + gzipSync(readFileSync(join(www, "static", name))).length, 0);
  holds(scripts.length === 2 && weight <= 12 * 1024, `${weight} bytes of JavaScript`);
  await page.done();
});
await browser.close();
server.close();
