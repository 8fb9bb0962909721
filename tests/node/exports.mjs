// Exports read back by the libraries they are made for. Arguments: a folder with each format under its name, and the records
// as jsonl. Prints "ok FORMAT" or "FAIL FORMAT: why".
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Document as LangChainDocument } from "@langchain/core/documents";
import { jsonToNode, ObjectType, TextNode } from "@llamaindex/core/schema";
import Ajv2020 from "ajv/dist/2020.js";
import { parse } from "csv-parse/sync";
import * as yaml from "js-yaml";
import { check, holds, same } from "../check.mjs";

const [folder] = process.argv.slice(2);
const read = (name) => readFileSync(join(folder, name), "utf8");
const lines = (name) => read(name).split("\n").filter(Boolean).map((line) => JSON.parse(line));
const records = lines("jsonl");
const entries = new Map();
for (const record of records) entries.set(record.entry, [...(entries.get(record.entry) || []), record]);
// Without what Markdown adds: marks, brackets, the addresses of links, tags.
const squeeze = (text) => text.replace(/\]\([^()\s]*\)/g, "").replace(/<\/?[a-z][^<>]*>/g, "").replace(/[\s|\\*_`~>#<\[\]+-]+|&(?:lt|gt|amp|nbsp);/g, "");

// A record's words: its solution line by line as plain text, or its Markdown as it is.
function hasRecord(text, record, what, fields) {
  const pieces = (field) => (record[field] || "").split(/\n|\t/);
  for (const field of fields) for (const piece of pieces(field)) holds(text.includes(squeeze(piece)), `${what}: ${record.id}: ${piece}`);
  if (text.includes(squeeze(record.solution_markdown))) return;
  for (const piece of pieces("solution")) holds(text.includes(squeeze(piece)), `${what}: ${record.id}: ${piece}`);
}

// The words of each record must be in what was read back for its entry.
function hasAllWords(textOf, what) {
  for (const [id, list] of entries) {
    const text = squeeze(textOf(id, list));
    for (const record of list)
      hasRecord(text, record, what, ["question", "category", "cause"]);
  }
}
const group = (items, idOf, textOf) => {
  const found = new Map();
  for (const item of items) found.set(idOf(item), (found.get(idOf(item)) || "") + "\n" + textOf(item));
  return (id) => found.get(id) || "";
};
const byQuestion = (rows, question, answer) => {
  const of = group(rows, (row) => row[question], (row) => `${row[question]}\n${row[answer]}`);
  return (id, list) => of(list[0].question);
};
const csv = (name, options = {}) => parse(read(name), { bom: true, relax_column_count: true, ...options });

await check("json-schema validates jsonl", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(read("json-schema")));
  for (const record of records) holds(validate(record), ajv.errorsText(validate.errors));
});
await check("csv", () => {
  const rows = csv("csv", { columns: true });
  same(rows.map((r) => r.id), records.map((r) => r.id), "ids");
  for (const [i, row] of rows.entries())
    for (const key of ["question", "cause", "solution", "solution_markdown", "url"]) same(row[key], records[i][key] ?? "", `${row.id} ${key}`);
});
await check("langchain", () => {
  const documents = lines("langchain").map(({ page_content, metadata, id }) => new LangChainDocument({ pageContent: page_content, metadata, id }));
  same(documents.map((d) => d.id), records.map((r) => r.id), "ids");
  hasAllWords(group(documents, (d) => d.metadata.entry, (d) => `${d.pageContent}`), "langchain");
  holds(documents.every((d) => d.metadata.source && Object.values(d.metadata).every((v) => typeof v === "string")), "flat metadata with a source");
});
await check("llamaindex", () => {
  const nodes = lines("llamaindex").map((json) => jsonToNode(json, ObjectType.TEXT));
  holds(nodes.every((node) => node instanceof TextNode), "text nodes");
  same(nodes.map((n) => n.id_), records.map((r) => r.id), "ids");
  hasAllWords(group(nodes, (n) => n.metadata.entry, (n) => n.getText()), "llamaindex");
});
await check("haystack", () => {
  const documents = lines("haystack");
  holds(documents.every((d) => Object.keys(d).join() === "id,content,meta"), "keys");
  hasAllWords(group(documents, (d) => d.meta.entry, (d) => d.content), "haystack");
});
await check("openai", () => {
  const dialogs = lines("openai").map((d) => d.messages);
  holds(dialogs.every((d) => d.map((m) => m.role).join() === "system,user,assistant"), "roles");
  hasAllWords(byQuestion(dialogs.map((d) => ({ q: d[1].content, a: d[2].content })), "q", "a"), "openai");
});
await check("azure", () => {
  const rows = csv("azure", { columns: true, delimiter: "\t", quote: null, escape: null });
  holds(rows.every((r) => Array.isArray(JSON.parse(r.Metadata)) && Number(r.QnaId) > 0), "metadata and ids");
  hasAllWords(byQuestion(rows.map((r) => ({ q: r.Question, a: r.Answer.replaceAll("\\n", "\n") })), "q", "a"), "azure");
});
await check("kendra-csv", () => hasAllWords(byQuestion(csv("kendra-csv", { columns: true }), "_question", "_answer"), "kendra-csv"));
await check("kendra-json", () => {
  const documents = JSON.parse(read("kendra-json")).FaqDocuments;
  holds(documents.every((d) => d.Attributes._source_uri), "addresses");
  hasAllWords(byQuestion(documents, "Question", "Answer"), "kendra-json");
});
await check("bedrock", () => {
  const names = readdirSync(join(folder, "bedrock"));
  const texts = names.filter((n) => n.endsWith(".md"));
  same(texts.length, records.length, "a file a record");
  const of = group(texts, (n) => JSON.parse(read(`bedrock/${n}.metadata.json`)).metadataAttributes.entry, (n) => read(`bedrock/${n}`));
  hasAllWords(of, "bedrock");
});
await check("qnabot", () => {
  const { qna } = JSON.parse(read("qnabot"));
  holds(qna.every((q) => !/\s/.test(q.qid) && q.q.length && q.a && q.q.every((text) => [...text].length <= 140)), "what its import checks");
  hasAllWords(group(qna, (q) => q.qid, (q) => `${q.r.title}\n${q.a}`), "qnabot");
});
await check("dialogflow", () => hasAllWords(byQuestion(csv("dialogflow").map(([q, a]) => ({ q, a })), "q", "a"), "dialogflow"));
await check("rasa", () => {
  const [nlu, domain, rules, config] = ["nlu", "domain", "rules", "config"].map((n) => yaml.load(read(`rasa/${n}.yml`)));
  const intents = nlu.nlu.map((n) => n.intent);
  same(intents.map((i) => `utter_${i}`), Object.keys(domain.responses), "an answer for each intent");
  holds(rules.rules[0].steps[1].action === "utter_faq" && config.pipeline.some((p) => p.retrieval_intent === "faq"), "rule and selector");
  const of = group(nlu.nlu, (n) => n.intent.slice(4), (n) => n.examples + domain.responses[`utter_${n.intent}`][0].text);
  hasAllWords((id) => of(id.replace(/[^A-Za-z0-9_-]/g, "_")), "rasa");
});
await check("ragflow", () => {
  const rows = read("ragflow").split("\n").filter(Boolean).map((line) => line.split("\t"));
  holds(rows.every((row) => row.length === 2), "two columns");
  hasAllWords(byQuestion(rows.map(([q, a]) => ({ q, a: a.replaceAll("\\n", "\n") })), "q", "a"), "ragflow");
});
await check("fastgpt", () => {
  const [header, ...rows] = csv("fastgpt");
  same(header, ["q", "a", "indexes"], "header");
  hasAllWords(byQuestion(rows.map(([q, a]) => ({ q, a })), "q", "a"), "fastgpt");
});
await check("dify", () => {
  holds(read("dify").startsWith("\ufeff"), "the byte order mark");
  hasAllWords(byQuestion(csv("dify", { columns: true }), "question", "answer"), "dify");
});
await check("maxkb", () => {
  const rows = csv("maxkb", { columns: true });
  same(Object.keys(rows[0]), ["分段标题", "分段内容", "问题"], "header");
  hasAllWords(byQuestion(rows, "分段标题", "分段内容"), "maxkb");
});
await check("phpmyfaq", () => {
  const rows = csv("phpmyfaq");
  holds(rows.every((row) => row.length === 9), "nine columns");
  hasAllWords(byQuestion(rows.map((r) => ({ q: r[1], a: r[2] })), "q", "a"), "phpmyfaq");
});
await check("opensearch", () => {
  const all = lines("opensearch");
  const sources = all.filter((_, i) => i % 2);
  holds(all.filter((_, i) => i % 2 === 0).every((a, i) => a.index._id === sources[i].id && Buffer.byteLength(a.index._id) <= 512), "actions");
  holds(read("opensearch").endsWith("\n"), "the last line ends");
  const { mappings } = JSON.parse(read("opensearch-mapping"));
  for (const source of sources) for (const key of Object.keys(source)) holds(mappings.properties[key], `mapping of ${key}`);
  JSON.parse(read("opensearch-mapping-plugins"));
  hasAllWords(group(sources, (s) => s.entry, (s) => `${s.question}\n${s.answer}`), "opensearch");
});
await check("json-ld", () => {
  const page = JSON.parse(read("json-ld"));
  same([page["@type"], page["@context"]], ["FAQPage", "https://schema.org"], "type");
  hasAllWords(byQuestion(page.mainEntity.map((q) => ({ q: q.name, a: q.acceptedAnswer.text })), "q", "a"), "json-ld");
});
await check("llms-full and llms-txt", () => {
  const full = squeeze(read("llms-full"));
  for (const record of records) hasRecord(full, record, "llms-full", ["question", "cause"]);
  const list = read("llms-txt");
  holds(/^# .+\n/.test(list) && [...list.matchAll(/^- \[.*\]\((.+?)\)/gm)].length === entries.size, "a link an entry");
});
process.exit(0);
