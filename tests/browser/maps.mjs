// Cause maps: no text leaves its box, no box lies on another. Arguments: pages on disk.
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { check, holds, same } from "../check.mjs";
import { inspect, launch, open } from "./browser.mjs";

const browser = await launch();
for (const file of process.argv.slice(2))
  await check(`map/${basename(file, ".html")}`, async () => {
    const page = await open(browser, { viewport: { width: 360, height: 900 } });
    await page.goto(pathToFileURL(file).href);
    const wrong = await page.evaluate(() => {
      document.querySelectorAll("main details").forEach((details) => (details.open = true));
      const found = [];
      for (const map of document.querySelectorAll("svg.map")) {
        const whole = map.viewBox.baseVal, boxes = [];
        for (const group of map.querySelectorAll("g")) {
          const box = group.querySelector("rect").getBBox(), text = group.querySelector("text").getBBox();
          const name = group.textContent.slice(0, 20);
          if (text.x < box.x || text.y < box.y || text.x + text.width > box.x + box.width || text.y + text.height > box.y + box.height) found.push(`${name}: text leaves its box`);
          if (box.x < 0 || box.y < 0 || box.x + box.width > whole.width || box.y + box.height > whole.height) found.push(`${name}: out of the drawing`);
          for (const [other, its] of boxes)
            if (box.x < its.x + its.width && its.x < box.x + box.width && box.y < its.y + its.height && its.y < box.y + box.height) found.push(`${name} on ${other}`);
          boxes.push([name, box]);
        }
        if (boxes.length < 4) found.push("an empty map");
      }
      return document.querySelector("svg.map") ? found : ["no map"];
    });
    same(wrong, [], "boxes");
    holds(await page.evaluate(() => [...document.querySelectorAll("svg.map a")].every((a) => a.textContent.trim())), "links have names");
    await inspect(page);
    await page.done();
  });
await browser.close();
