// Every page of a built site by html-validate's rules for standards. Prints "ok PAGE" or "FAIL PAGE: why".
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";

const validate = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: { "no-raw-characters": "off", "long-title": "off", "no-trailing-whitespace": "off", "prefer-native-element": "off" },
});
const pages = readdirSync(process.argv[2], { recursive: true }).filter((name) => name.endsWith(".html")).sort();
let wrong = 0;
for (const name of pages) {
  const report = await validate.validateFile(join(process.argv[2], name));
  if (report.valid) continue;
  wrong++;
  const messages = report.results.flatMap((r) => r.messages).slice(0, 4).map((m) => `${m.line}:${m.column} ${m.message} [${m.ruleId}]`);
  console.log(`FAIL validate/${name}: ${messages.join(" | ")}`);
}
if (!wrong && pages.length) console.log(`ok validate/${pages.length} pages`);
