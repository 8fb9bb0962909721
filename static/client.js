// The search of a site without an endpoint: the same folding, tokens, candidates and ranking as the endpoint's, from the
// files that src/index/client.c writes. site.js loads this when it is needed, and calls whyfixFind(query, category, most).
(() => {
  "use strict";
  const folder = new URL("../search/", document.currentScript.src);
  const QUERY_BYTES = 86000, LISTS_BYTES = 30000, TERMS_BYTES = 1300, TEXTS_BYTES = 3800, TEXTS_MOST = 16, TEXTS_LEAST = 5, CANDIDATES = 100, VARIANTS = 4, LETTERS = 64;
  const waiting = {}, loaded = {};
  let meta, fold = new Map(), holders = new Map(), asking, groups;

  // ---- files ---------------------------------------------------------------------------------------------------------
  window.whyfix = (name, value) => waiting[name]?.(value);
  const load = (name) =>
    (loaded[name] ||= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      waiting[name] = resolve;
      script.onerror = () => {
        delete loaded[name];
        reject(new Error(name));
      };
      script.onload = () => script.remove();
      script.src = new URL(`${name}.js${meta ? `?${meta.version}` : ""}`, folder);
      document.head.append(script);
    }));
  const begin = async () => {
    if (meta) return;
    const value = await load("meta");
    const pairs = [...value.folding];
    for (let i = 0; i < pairs.length; i += 2) fold.set(pairs[i], pairs[i + 1]);
    [...value.characters].forEach((c, i) => holders.set(c, value.holders[i]));
    asking = new Set(value.asking.split(" "));
    groups = value.synonyms.split("\n").filter(Boolean).map((line) => plain(line).split("\t"));
    meta = value;
  };

  // ---- text: folding and tokens (src/text/fold.c, token.c) ------------------------------------------------------------
  const HAN = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\p{scx=Thai}]/u;
  const LETTER = /[\p{L}\p{M}]/u, DIGIT = /\p{N}/u;
  const classes = new Map();
  const classOf = (c) => {
    let is = classes.get(c);
    if (is === undefined) classes.set(c, (is = DIGIT.test(c) ? "d" : HAN.test(c) && LETTER.test(c) ? "h" : LETTER.test(c) ? "l" : ""));
    return is;
  };
  const folded = (text) => {
    let out = "";
    for (const c of text.normalize("NFKC").toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "").normalize("NFC")) out += fold.get(c) || c;
    return out;
  };
  const plain = (text) => text.replace(/[-_/]/g, " ");
  // Calls token(text, term): the term is what is weighed, "" for a whole identifier; last characters give a term alone.
  const tokens = (text, token) => {
    const all = [...folded(text), " "];
    let han = "", run = 0, parts = [], joined = "", due = "";
    const endHan = () => {
      if (run === 1) token(han, han);
      else if (run) token("", han);
      run = 0;
    };
    const endWord = () => {
      const whole = parts.some((p) => p[1] === "l") ? parts.map((p) => p[0]).join("") : joined;
      parts.forEach((p, i) => {
        token(p[0], p[0]);
        if (!i && parts.length > 1) token(whole, "");
      });
      parts = [];
      joined = due = "";
    };
    all.forEach((c, i) => {
      const is = classOf(c);
      if (is === "h") {
        if (parts.length) endWord();
        if (run) token(han + c, han);
        han = c;
        run++;
      } else if (is) {
        endHan();
        const last = parts[parts.length - 1];
        if (!last || due || last[1] !== is) parts.push([c, is]);
        else last[0] += c;
        joined += due + c;
        due = "";
      } else if (parts.length && !due && "-_./:@+#&\\".includes(c) && /[ld]/.test(classOf(all[i + 1] || " "))) due = c;
      else {
        endHan();
        endWord();
      }
    });
  };
  const letters = (text) => [...folded(text)].filter(classOf).slice(0, LETTERS);
  const inOrder = (a, b) => {
    let row = new Uint8Array(b.length + 1);
    for (const c of a) {
      const next = new Uint8Array(row);
      for (let j = 0; j < b.length; j++) next[j + 1] = c === b[j] ? row[j] + 1 : Math.max(row[j + 1], next[j]);
      row = next;
    }
    return a.length + b.length ? (2 * row[b.length]) / (a.length + b.length) : 0;
  };

  // ---- terms and their entries ----------------------------------------------------------------------------------------
  const hash = (text) => {
    let h = 2166136261;
    for (const c of text) h = Math.imul(h ^ c.codePointAt(0), 16777619);
    return h >>> 0;
  };
  const weigh = (text, has) => (asking.has(text) ? 0.4 : 1) * Math.log(1 + (Math.max(meta.entries, has) - has + 0.5) / (has + 0.5));
  const DIGITS = " !#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
  const VALUES = new Map([...DIGITS].map((c, i) => [c, i])), OFTEN = [2, 3, 4, 6, 8, 12];
  const postings = (list, each) => {
    let entry = 0, rest = 0, place = 12;
    for (const c of list) {
      const value = VALUES.get(c);
      if (value >= 72) {
        rest += (value - 72) * place;
        place *= 20;
      } else {
        entry += rest + (value % 12) + 1;
        each(entry, OFTEN[(value / 12) | 0]);
        rest = 0;
        place = 12;
      }
    }
  };
  // [holders, list or the length of a long one]
  const bucket = async (text) => (await load(`t${hash(text) % meta.buckets}`).catch(() => ({})))[text];

  // ---- the query (src/search/query.c, synonym.c) -----------------------------------------------------------------------
  const isWord = (c) => /[ld]/.test(classOf(c || " "));
  const place = (text, term) => {
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1))
      if (!(isWord(text[at]) && isWord(text[at - 1])) && !(isWord(text[at + term.length - 1]) && isWord(text[at + term.length]))) return at;
    return -1;
  };
  const wordings = (query) => {
    const first = plain(folded(query).replace(/\s+/g, " ").trim()), all = [first];
    for (const group of groups) {
      const term = group.filter((t) => place(first, t) >= 0).sort((a, b) => b.length - a.length)[0];
      if (!term) continue;
      for (const other of group)
        if (other !== term)
          for (const text of [...all]) {
            const at = place(text, term);
            if (at < 0 || all.length >= VARIANTS) continue;
            const before = text.slice(0, at), after = text.slice(at + term.length);
            all.push(before + (isWord(before.slice(-1)) && isWord(other[0]) ? " " : "") + other + (isWord(other.slice(-1)) && isWord(after[0]) ? " " : "") + after);
          }
    }
    return [query, ...all.slice(1)];
  };
  const sum = (parts, skip) => [...parts].reduce((all, [text, weight]) => (skip?.has(text) ? all : all + weight), 0);
  const balance = (mine, typed) => {
    const gone = sum(typed, mine), added = sum(mine, typed);
    if (added <= gone || gone <= 0) return 1;
    for (const [text, weight] of mine) if (!typed.has(text)) mine.set(text, (weight * gone) / added);
    return gone / added;
  };
  const parse = async (query) => {
    const variants = wordings(query).map((text, i) => ({ text, part: i ? 0.95 : 1, terms: new Map(), tokens: new Map(), letters: letters(text) }));
    const known = new Map(), own = new Map();
    for (const variant of variants)
      tokens(variant.text, (token, term) => {
        if (token) variant.tokens.set(token, 0);
        if (term) variant.terms.set(term, 0);
      });
    const looked = new Set(variants.flatMap((v) => [...v.tokens.keys()]));
    await Promise.all([...looked].map(async (text) => known.set(text, await bucket(text))));
    const weightOf = (text) => weigh(text, known.get(text)?.[0] ?? holders.get(text) ?? 0);
    variants.forEach((variant, i) => {
      for (const kind of [variant.terms, variant.tokens]) for (const text of kind.keys()) kind.set(text, weightOf(text));
      variant.full = sum(variant.terms);
      variant.own = new Map(variant.terms);
      let part = variant.part;
      if (i) {
        balance(variant.terms, variants[0].terms);
        part *= balance(variant.tokens, variants[0].tokens);
      }
      for (const text of variant.tokens.keys())
        if (!own.has(text) && known.get(text)) own.set(text, { text, weight: weightOf(text), part, found: known.get(text) });
      variant.termWeight = sum(variant.terms);
      variant.tokenWeight = sum(variant.tokens);
    });
    return { variants, looked: looked.size, tokens: [...own.values()].sort((a, b) => b.weight - a.weight) };
  };

  // ---- candidates (src/search/candidates.c) -----------------------------------------------------------------------------
  const candidates = async (query) => {
    const score = new Float64Array(meta.entries + 1), seen = new Float64Array(meta.entries + 1), asked = new Float64Array(meta.entries + 1);
    let room = LISTS_BYTES, read = 0; // so that a query on a slow line does not fetch more than it is worth
    const wanted = query.tokens.filter((t, i) => i < 3 || t.weight >= query.tokens[0].weight * 0.3);
    const lists = await Promise.all(
      wanted.map(async ({ text, found }) => {
        if (typeof found[1] === "string") return found[1];
        if (found[1] > room && read) return ""; // what is left out is seen in the texts
        room -= found[1];
        read += found[1];
        return (await load(`l${hash(text).toString(16)}`).catch(() => ({})))[text] || "";
      }),
    );
    wanted.forEach((token, i) =>
      postings(lists[i], (entry, often) => {
        score[entry] += (2.2 * token.weight * token.part * often) / (often + 2.4 * (0.25 + (0.75 * meta.lengths[entry - 1]) / meta.average));
        seen[entry] += token.weight * token.part;
        if (often > 5) asked[entry] += token.weight * token.part; // it is in the question
      }),
    );
    const all = [];
    score.forEach((bm25, entry) => bm25 > 0 && all.push({ entry, bm25 }));
    all.sort((a, b) => b.bm25 - a.bm25 || a.entry - b.entry);
    // What the texts will tell, as far as the postings do: how much of the query an entry has, and its question.
    const { full, tokenWeight } = query.variants[0], part = (weight) => Math.min(1, weight / (tokenWeight || 1));
    const best = all[0]?.bm25;
    all.length = Math.min(all.length, CANDIDATES);
    for (const c of all) {
      const dice = (2 * part(asked[c.entry]) * full) / (full + meta.weights[c.entry - 1] / 2 || 1);
      c.bm25 /= best;
      c.score = c.bm25 + 2 * part(seen[c.entry]) + 2 * dice;
    }
    const texts = Math.min(TEXTS_MOST, Math.max(TEXTS_LEAST, (QUERY_BYTES - read - TERMS_BYTES * query.looked) / TEXTS_BYTES));
    return all.sort((a, b) => b.score - a.score || a.entry - b.entry).slice(0, texts);
  };
  const entryOf = async (number) => {
    let low = 0, high = meta.firsts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (meta.firsts[middle] <= number) low = middle;
      else high = middle;
    }
    return (await load(`d${low}`))[number - meta.firsts[low]];
  };

  // ---- their order (src/search/rank.c) ------------------------------------------------------------------------------------
  const partsOf = (text) => {
    const terms = new Set(), all = new Set();
    tokens(text, (token, term) => {
      if (token) all.add(token);
      if (term) terms.add(term);
    });
    return { terms, tokens: all };
  };
  const share = (parts, has, whole, also) => {
    let weight = 0;
    for (const [text, one] of parts) if (has.has(text) || also?.has(text)) weight += one;
    return whole > 0 ? weight / whole : 0;
  };
  const rank = (query, [, wording, , records, rest], bm25) => {
    const question = partsOf(wording[0]);
    const asked = wording.filter((_, i) => !(i % 2)).map(partsOf);
    const sentences = [...records.flatMap((r) => [r[2], r[3]]), rest].flatMap((text) => text.split(/(?<=[!?;\n。！？；])/)).map(partsOf);
    const whole = new Set([...asked, ...sentences, ...records.map((r) => partsOf(r[1]))].flatMap((p) => [...p.terms]));
    let best = 0;
    for (const variant of query.variants) {
      const dice = Math.max(...asked.map((p, i) => (2 * share(variant.own, p.terms, 1)) / (variant.full + wording[2 * i + 1] || 1)));
      const sentence = Math.max(...[{ terms: new Set(), tokens: new Set() }, ...sentences].map((p) =>
        0.5 * share(variant.terms, p.terms, variant.termWeight, question.terms) + share(variant.tokens, p.tokens, variant.tokenWeight, question.tokens)));
      best = Math.max(best, variant.part * (share(variant.terms, whole, variant.termWeight) + dice + sentence + 0.5 * inOrder(variant.letters, letters(wording[0]))));
    }
    return best + bm25;
  };

  // ---- what is shown (src/search/snippet.c, search.c) -----------------------------------------------------------------------
  const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const marked = (query, text) => {
    const chars = [...text], is = new Array(chars.length).fill(false), mine = chars.map(folded);
    for (const { text: token } of query.tokens) {
      const want = [...token];
      for (let i = 0; i + want.length <= mine.length; i++)
        if (want.every((c, k) => mine[i + k] === c) && !(isWord(want[0]) && (isWord(mine[i - 1]) || isWord(mine[i + want.length])))) is.fill(true, i, i + want.length);
    }
    return chars.map((c, i) => (is[i] && !is[i - 1] ? "<mark>" : "") + escaped(c) + (is[i] && !is[i + 1] ? "</mark>" : "")).join("");
  };
  const cover = (query, text) => Math.max(...query.variants.map((v) => share(v.terms, partsOf(text).terms, v.termWeight)));
  const hit = (query, [id, wording, topic, records, rest]) => {
    const scored = records.map((r) => ({ anchor: r[0], category: r[1], cause: r[2], solution: r[3], score: cover(query, r.slice(1).join("\n")) })).sort((a, b) => b.score - a.score);
    const lines = [...records.flatMap((r) => [r[2], r[3]]), rest].flatMap((text) => (text || "").split("\n")).filter(Boolean);
    const line = lines.reduce((best, text) => (cover(query, text) > cover(query, best) ? text : best), lines[0] || "");
    return { entry: id, question: wording[0], category: records.map((r) => r[1]).find(Boolean) || topic, snippet: marked(query, [...line].slice(0, 160).join("")), records: scored.slice(0, 3) };
  };

  window.whyfixFind = async (text, category, most) => {
    await begin();
    const query = await parse(text), found = await candidates(query);
    const near = await Promise.all(found.map(async (c) => ({ ...c, texts: await entryOf(c.entry) })));
    near.forEach((c) => (c.score = rank(query, c.texts, c.bm25)));
    near.sort((a, b) => b.score - a.score || a.entry - b.entry);
    const hits = near.map((c) => hit(query, c.texts));
    const counts = {};
    for (const one of hits) if (one.category) counts[one.category] = (counts[one.category] || 0) + 1;
    const results = hits.filter((one) => !category || one.category === category).slice(0, most);
    return { query: text, total: results.length, results, facets: { category: Object.entries(counts).map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count) } };
  };
})();
