// What a page gains with JavaScript: results while typing, copy buttons. Without it the form and the pages work as they are.
(() => {
  "use strict";
  const form = document.querySelector("form.search");
  const html = (tag, props, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  };

  // ---- copy buttons ------------------------------------------------------------------------------------------------
  const words = [document.body.dataset.copy, document.body.dataset.copied];
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = html("textarea", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  const say = (node) => {
    const before = node.textContent;
    node.textContent = words[1];
    setTimeout(() => (node.textContent = before), 2000);
  };
  // The address of the page's Markdown; from disk, where it cannot be fetched, it is opened.
  document.querySelector(".as-markdown")?.addEventListener("click", async (event) => {
    if (location.protocol === "file:") return;
    event.preventDefault();
    const link = event.currentTarget;
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw answer.status;
      await copy(await answer.text());
      say(link);
    } catch {
      location.href = link.href;
    }
  });
  for (const pre of document.querySelectorAll("main pre")) {
    const button = html("button", { type: "button", className: "copy", textContent: words[0] });
    button.addEventListener("click", async () => {
      await copy(pre.textContent);
      say(button);
    });
    pre.tabIndex = 0;
    const box = html("div", { className: "code" });
    pre.replaceWith(box);
    box.append(pre, button);
  }
  // ---- what a reader says of an answer ---------------------------------------------------------------------------------
  // Without JavaScript the form leads to a page that says thank you.
  const said = document.querySelector(".feedback form");
  said?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const note = html("p", { className: "message", textContent: said.dataset.thanks });
    note.setAttribute("role", "status");
    try {
      const answer = await fetch(said.action, { method: "POST", body: new URLSearchParams(new FormData(said)), headers: { Accept: "application/json" } });
      if (!answer.ok) throw answer.status;
      said.replaceWith(note);
    } catch {
      said.submit();
    }
  });
  for (const table of document.querySelectorAll("main .prose table")) table.tabIndex = 0;
  if (!form) return;

  // ---- results while typing -------------------------------------------------------------------------------------------
  const input = form.querySelector("input[type=search]");
  const text = form.dataset;
  const list = html("div", { id: "results", role: "listbox" });
  list.setAttribute("aria-label", text.results);
  const above = html("div");
  const below = html("p", { className: "note" });
  const panel = html("div", { className: "panel", hidden: true }, above, list, below);
  form.append(panel);
  const status = html("p", { className: "hidden" });
  status.setAttribute("role", "status");
  form.append(status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "results", "aria-autocomplete": "list" }))
    input.setAttribute(name, value);

  let current = -1, category = "", asked = 0, timer, shown = "";
  const options = () => [...list.querySelectorAll("[role=option]")];
  const open = (is) => {
    panel.hidden = !is;
    input.setAttribute("aria-expanded", String(is));
    if (!is) select(-1);
  };
  const select = (to) => {
    const all = options();
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === to)));
    current = to;
    if (to < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[to].id);
    all[to].scrollIntoView({ block: "nearest" });
  };

  // Recent searches stay on the device.
  const KEY = "whyfix-recent";
  const recent = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || [];
    } catch {
      return [];
    }
  };
  const remember = (query) => {
    try {
      localStorage.setItem(KEY, JSON.stringify([query, ...recent().filter((q) => q !== query)].slice(0, 6)));
    } catch { /* a browser may forbid it */ }
  };

  const option = (href, className, content) => {
    const node = html("a", { href, className, id: `r${list.childElementCount}` });
    node.setAttribute("role", "option");
    node.setAttribute("aria-selected", "false");
    node.tabIndex = -1;
    node.append(...content);
    list.append(node);
    return node;
  };
  // The endpoint's snippets have <mark> and entities, and no other markup.
  const marked = (tag, markup) => {
    const node = html(tag);
    const parsed = new DOMParser().parseFromString(markup, "text/html").body;
    for (const child of parsed.childNodes)
      node.append(child.nodeName === "MARK" ? html("mark", { textContent: child.textContent }) : child.textContent);
    return node;
  };
  const clear = () => {
    above.replaceChildren();
    list.replaceChildren();
    below.replaceChildren();
    current = -1;
  };

  const address = (path, query, more = {}) => {
    const url = new URL(form.action);
    url.pathname += path;
    const site = form.elements.site;
    for (const [name, value] of Object.entries({ q: query, ...(site ? { site: site.value } : {}), ...more })) if (value) url.searchParams.set(name, value);
    return url;
  };

  const showRecent = () => {
    const queries = recent();
    clear();
    if (!queries.length) return open(false);
    const forget = html("button", { type: "button", textContent: text.clear });
    forget.addEventListener("click", () => {
      localStorage.removeItem(KEY);
      open(false);
      input.focus();
    });
    above.append(html("p", { className: "note" }, text.recent, forget));
    for (const query of queries) option(address("", query), "", [query]);
    open(true);
  };

  const chips = (facets) => {
    if (facets.length < 2 && !category) return;
    const row = html("div", { className: "chips" });
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", text.categories);
    for (const { value, count } of facets.slice(0, 8)) {
      const chip = html("button", { type: "button", textContent: `${value} ${count}` });
      chip.setAttribute("aria-pressed", String(value === category));
      chip.addEventListener("click", () => {
        category = value === category ? "" : value;
        ask();
      });
      row.append(chip);
    }
    above.append(row);
  };

  // The endpoint, or where there is none (a static host, a disk), the index that the build wrote for browsers.
  let client = location.protocol === "file:";
  const ownIndex = () =>
    (ownIndex.loading ||= new Promise((resolve, reject) => {
      const script = html("script", { src: text.client, onload: resolve });
      script.onerror = () => {
        ownIndex.loading = null;
        reject(new Error(text.client));
      };
      document.head.append(script);
    }));
  const find = async (query) => {
    if (!client)
      try {
        const answer = await fetch(address("", query, { category, n: 6, format: "json" }), { headers: { Accept: "application/json" } });
        if (!answer.ok) throw answer.status;
        return await answer.json();
      } catch {
        client = true;
      }
    await ownIndex();
    return window.whyfixFind(query, category, 6);
  };

  const show = (found, query) => {
    clear();
    shown = query;
    if (found.did_you_mean) above.append(html("p", { className: "note" }, `${text.meant} ${found.did_you_mean}`));
    if (found.loosened) above.append(html("p", { className: "note" }, text.loosened));
    chips(found.facets.category);
    for (const hit of found.results) {
      const page = `${text.pages}${hit.entry}.html`;
      const question = option(page, "q", [hit.question]);
      if (hit.snippet) question.append(marked("small", hit.snippet));
      if (hit.records.length > 1)
        for (const record of hit.records) if (record.cause) option(`${page}#${record.anchor}`, "c", [record.cause.split("\n")[0]]);
    }
    if (!found.results.length) below.append(text.none);
    else if (!client && found.total > found.results.length) below.append(html("a", { href: address("", query, { category }), textContent: `${text.all} (${found.total})` }));
    status.textContent = found.results.length ? `${text.results}: ${found.total}` : text.none;
    open(true);
  };

  const ask = async () => {
    const query = input.value.trim(), number = ++asked;
    const page = new URL(location.href);
    if (query) page.searchParams.set("q", query);
    else page.searchParams.delete("q");
    if (location.protocol !== "file:" && !document.querySelector(".results")) history.replaceState(null, "", page);
    if (!query) return showRecent();
    try {
      const found = await find(query);
      if (number === asked) show(found, query);
    } catch {
      if (number === asked) open(false); // the form still works, or says why not
    }
  };
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  };

  input.addEventListener("input", () => {
    category = "";
    later(120);
  });
  input.addEventListener("focus", () => {
    if (!input.value.trim()) showRecent();
    else if (shown === input.value.trim() && list.childElementCount) open(true);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    if (event.key === "Escape") {
      if (!panel.hidden) event.preventDefault();
      open(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && all.length && !event.isComposing) {
      event.preventDefault();
      if (panel.hidden) open(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      select(current < 0 && step < 0 ? all.length - 1 : (current + step + all.length) % all.length);
    } else if (event.key === "Enter" && current >= 0 && !event.isComposing) {
      event.preventDefault();
      remember(input.value.trim() || all[current].textContent);
      all[current].click();
    }
  });
  list.addEventListener("click", (event) => {
    const query = input.value.trim(), page = event.target.closest("a")?.pathname.match(/([^/]+)\.html$/);
    if (!query) return;
    remember(query);
    // What readers opened, where the site's authors want to know: no address, no cookie, no redirect.
    if ("beacon" in text && page && !client) navigator.sendBeacon(address("/click", "").href, new URLSearchParams({ q: query, entry: decodeURIComponent(page[1]) }));
  });
  form.addEventListener("submit", (event) => {
    remember(input.value.trim());
    if (!client) return;
    event.preventDefault();
    ask();
  });
  // A field has one line: many pasted ones are a log, and go where logs are read.
  input.addEventListener("paste", (event) => {
    const lines = event.clipboardData.getData("text");
    if (client || lines.trim().split("\n").length < 2) return;
    event.preventDefault();
    const log = html("form", { method: "post", action: address("/diagnose", "").href, hidden: true });
    for (const [name, value] of Object.entries({ log: lines, site: form.elements.site?.value || "" })) log.append(html("textarea", { name, value }));
    document.body.append(log);
    log.submit();
  });
  document.addEventListener("click", (event) => form.contains(event.target) || open(false));
  form.addEventListener("focusout", (event) => event.relatedTarget && !form.contains(event.relatedTarget) && open(false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  const asks = new URLSearchParams(location.search).get("q");
  if (asks && !document.querySelector(".results")) {
    input.value = asks;
    ask();
  }
})();
