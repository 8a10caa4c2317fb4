/* Comforts of the composer. Loaded by pages that have one, after app.js; they work without it. */
(() => {
  "use strict";
  const { say } = window;
  const on = (name, handler, options) => document.addEventListener(name, handler, options);
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const textareaOf = (element) => one("textarea", element.closest("[data-composer]"));

  /* Put text where the selection is, in a way that Undo knows. */
  function insert(area, text, from = area.selectionStart, to = area.selectionEnd) {
    area.focus();
    area.setSelectionRange(from, to);
    const done = text ? document.execCommand("insertText", false, text) : false;
    if (!done && text) area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function wrap(area, mark) {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const words = value.slice(from, to);
    if (mark === "link") {
      const isAddress = /^https?:\/\/\S+$/.test(words);
      insert(area, isAddress ? `[](${words})` : `[${words}](https://)`);
      const place = isAddress ? from + 1 : from + words.length + 3;
      area.setSelectionRange(place, isAddress ? place : place + 8);
      return;
    }
    insert(area, mark + words + mark);
    area.setSelectionRange(from + mark.length, to + mark.length);
  }

  function startLines(area, mark) {
    const { value } = area;
    const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const end = value.indexOf("\n", area.selectionEnd);
    const to = end < 0 ? value.length : end;
    insert(area, value.slice(from, to).split("\n").map((line) => mark + line).join("\n"), from, to);
  }

  on("click", (event) => {
    const tool = event.target.closest("[data-wrap], [data-line]");
    if (!tool) return;
    const { wrap: mark, line } = tool.dataset;
    if (mark) wrap(textareaOf(tool), mark);
    else startLines(textareaOf(tool), line);
  });

  /* Ctrl with B or I; the list of suggestions has had its turn before. */
  on("keydown", (event) => {
    const area = event.target.closest("[data-composer] textarea");
    const mark = { b: "**", i: "*" }[event.key.toLowerCase()];
    if (!area || !mark || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    wrap(area, mark);
  });

  on("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest("[data-composer]")?.closest("form");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(one(".btn-primary", form));
  });

  /* Reply and Quote are links to this page with the post named; here they need no trip. */
  function answerTo(composer, number, words) {
    const field = one("[data-reply-to]", composer);
    if (!field) return;
    field.value = number;
    one("[data-reply-words]", composer).textContent = words;
    one(".composer-to", composer).hidden = !number;
  }

  function quotation(link) {
    const prose = one(".prose", link.closest(".post"));
    const chosen = getSelection();
    const isInside = !chosen.isCollapsed && prose.contains(chosen.anchorNode);
    const copy = prose.cloneNode(true);
    all("blockquote", copy).forEach((quote) => quote.remove());
    const text = isInside ? chosen.toString() : all("p, li, pre, h3, h4, h5, h6", copy)
      .filter((block) => !one("p", block)).map((block) => block.textContent).join("\n\n");
    const lines = text.trim().replace(/\n{3,}/g, "\n\n").split("\n").map((line) => `> ${line}`.trimEnd());
    const post = link.closest(".post");
    const address = one(".when a:last-of-type", post).getAttribute("href");
    const { quote, note } = link.dataset;
    const who = one(".who", post).textContent.trim().replace(/[[\]\\*_`<>]/g, "\\$&");
    return `> [${who}, post ${quote}${note ? `. ${note}` : ""}](${address})\n>\n${lines.join("\n")}\n\n`;
  }

  on("click", (event) => {
    const link = event.target.closest("[data-reply], [data-quote], [data-reply-clear]");
    const composer = link && one("[data-composer]:has([data-reply-to])");
    if (!composer || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const area = one("textarea", composer);
    const { reply, quote } = link.dataset;
    if (quote) {
      const text = quotation(link);
      const gap = area.value.trim() ? "\n\n" : "";
      link.closest("details")?.removeAttribute("open");
      const theme = one("[name=note]", composer);
      if (link.dataset.theme && theme && !theme.value) {
        theme.value = link.dataset.theme;
        theme.closest("details").open = true;
      }
      area.scrollIntoView({ block: "center" });
      insert(area, gap + text, area.value.trimEnd().length, area.value.length);
      return;
    }
    answerTo(composer, reply || "", reply ? link.textContent.trim().replace(/\s+/g, " ") : "");
    area.scrollIntoView({ block: "center" });
    area.focus({ preventScroll: true });
    if (reply) say(one("[data-reply-words]", composer).textContent);
  });

  /* ── files: dropped on the text or pasted into it, they go where files are chosen ──────────── */

  const filesOf = (area) => one("input[type=file][data-attach]", area.form);
  function attach(event, transfer) {
    const area = event.target.closest("[data-composer] textarea");
    const input = area && transfer?.files.length && filesOf(area);
    if (!input) return;
    event.preventDefault();
    const box = new DataTransfer();
    [...(input.multiple ? input.files : []), ...transfer.files].forEach((file) => box.items.add(file));
    input.files = box.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  on("drop", (event) => attach(event, event.dataTransfer));
  on("dragover", (event) => {
    const area = event.target.closest("[data-composer] textarea");
    if (area && filesOf(area) && event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  on("paste", (event) => { /* what holds words as well is pasted as words */
    if (!event.clipboardData.types.includes("text/plain")) attach(event, event.clipboardData);
  });

  /* ── suggestions: @ for people, : for emoji; an ARIA combobox while the list is open ───────── */

  const answers = new Map();
  let list = null; /* the open one, with its text box and where the name begins */
  let declined = -1; /* where a name begins whose list was closed */
  let asked = 0;

  function shut() {
    asked += 1;
    if (!list) return;
    const { area, box } = list;
    list = null;
    box.hidden = true;
    ["role", "aria-expanded", "aria-activedescendant", "aria-controls", "aria-autocomplete"]
      .forEach((name) => area.removeAttribute(name));
  }

  function choose(option) {
    all("[aria-selected=true]", list.box).forEach((other) => other.setAttribute("aria-selected", "false"));
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    list.area.setAttribute("aria-activedescendant", option.id);
  }

  function show(area, from, options) {
    shut();
    const composer = area.closest("[data-composer]");
    const box = one("[role=listbox]", composer);
    if (!options.length) {
      say(composer.dataset.none);
      return;
    }
    options.forEach((option, index) => { option.id = `${box.id}_${index}`; });
    box.replaceChildren(...options);
    box.hidden = false;
    list = { area, box, from };
    const state = { role: "combobox", "aria-expanded": "true", "aria-controls": box.id, "aria-autocomplete": "list" };
    Object.entries(state).forEach(([name, value]) => area.setAttribute(name, value));
    choose(options[0]);
  }

  function accept(option) {
    const { area, from } = list;
    declined = from;
    shut();
    insert(area, option.dataset.insert, from, area.selectionStart);
  }

  function once(address, read) {
    if (!answers.has(address)) {
      const answer = fetch(address).then((found) => {
        if (!found.ok || found.redirected) throw new Error();
        return read(found);
      });
      answers.set(address, answer);
      answer.catch(() => answers.delete(address));
    }
    return answers.get(address);
  }

  async function people(composer, words) {
    const html = await once(`${composer.dataset.mentions}&q=${encodeURIComponent(words)}`, (found) => found.text());
    const holder = document.createElement("ul");
    holder.innerHTML = html;
    return all("li", holder);
  }

  async function emoji(composer, words) {
    const named = Object.entries(await once(composer.dataset.emoji, (found) => found.json()));
    const fitting = [
      ...named.filter(([name]) => name.startsWith(words)),
      ...named.filter(([name]) => name.indexOf(words) > 0),
    ];
    return fitting.slice(0, 8).map(([name, character]) => {
      const option = document.createElement("li");
      option.setAttribute("role", "option");
      option.dataset.insert = character;
      option.textContent = `${character} ${name.replaceAll("_", " ")}`;
      return option;
    });
  }

  async function suggest(area, isAsked) {
    const composer = area.closest("[data-composer]");
    const upTo = area.value.slice(0, area.selectionStart);
    const start = Math.max(0, upTo.length - 40);
    const found = /(?<![\p{L}\p{N}_@:/])([@:])([\p{L}\p{N}_-]*)$/u.exec(upTo.slice(start));
    const from = found ? start + found.index : -1;
    if (from !== declined) declined = -1;
    const [, mark, words] = found ?? [];
    const isShort = !found || words.length < 2 && !(isAsked && mark === ":");
    if (isShort || from === declined || mark === "@" && !composer.dataset.mentions) {
      shut();
      return;
    }
    asked += 1;
    const mine = asked;
    if (mark === "@") await new Promise((done) => { setTimeout(done, 150); });
    if (mine !== asked) return;
    try {
      const options = await (mark === "@" ? people : emoji)(composer, words.toLowerCase());
      if (mine !== asked || document.activeElement !== area) return;
      if (options.length || mark === "@") show(area, from, options);
      else shut();
    } catch {
      shut();
    }
  }

  on("input", (event) => {
    const area = event.target.closest("[data-composer] textarea");
    if (area) suggest(area);
  });
  on("click", (event) => {
    const tool = event.target.closest("[data-begin]");
    if (!tool) return;
    const area = textareaOf(tool);
    const isInWord = /\S$/.test(area.value.slice(0, area.selectionStart));
    insert(area, (isInWord ? " " : "") + tool.dataset.begin);
    suggest(area, true);
  });
  on("mousedown", (event) => { /* the text box keeps the focus */
    const option = event.target.closest("[role=option]");
    if (!option || !list?.box.contains(option)) return;
    event.preventDefault();
    accept(option);
  });
  on("focusout", (event) => {
    if (event.target === list?.area) shut();
  });
  on("keydown", (event) => {
    if (!list || event.target !== list.area || event.isComposing) return;
    const options = all("[role=option]", list.box);
    const here = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const { key, ctrlKey, metaKey, shiftKey } = event;
    if (key === "ArrowDown") choose(options[(here + 1) % options.length]);
    else if (key === "ArrowUp") choose(options[(here || options.length) - 1]);
    else if ((key === "Enter" || key === "Tab") && !ctrlKey && !metaKey && !shiftKey) accept(options[here]);
    else if (key === "Escape") {
      declined = list.from;
      shut();
    } else {
      if (/^(Arrow|Home|End|Page)/.test(key)) shut();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  /* ── drafts: saved five seconds after a pause, and when the page is left ──────────────────── */

  const PAUSE = 5000;
  const AGAIN = 15000;
  const MOST_AT_LEAVING = 60000; /* what browsers send for a page that is gone */
  const OF_THE_PAGE = ["csrfmiddlewaretoken", "submit_token", "draft_version", "draft_page", "nudged"];

  function keepDraft(slot) {
    const form = slot.closest("form");
    const area = one("[data-composer] textarea", form);
    const page = one("[name=draft_page]", slot);
    page.value ||= Math.random().toString(36).slice(2, 14); /* what it saves twice is no conflict */
    const typed = () => new URLSearchParams(
      [...new FormData(form)].filter(([name, value]) => !OF_THE_PAGE.includes(name) && typeof value === "string"),
    ).toString();
    let saved = "draftDirty" in slot.dataset ? null : typed();
    let timer = 0;
    let isSent = false;
    let needsChoice = Boolean(one("[data-draft-wrong]", slot));
    let hasFailed = false;
    let said = "";
    let sending = null;

    function tell(words) {
      if (words !== said) say(words);
      said = words;
    }

    /* A failed save takes nothing away: it is tried again, and leaving asks first. */
    function fail() {
      hasFailed = true;
      let note = one("[data-draft-say]", slot);
      if (!note) {
        note = document.createElement("p");
        note.dataset.draftSay = "";
        slot.append(note);
      }
      note.textContent = slot.dataset.failed;
      tell(slot.dataset.failed);
      clearTimeout(timer);
      timer = setTimeout(save, AGAIN);
    }

    async function save({ isLast = false, isAsked = false } = {}) {
      const now = typed();
      if (isSent || now === saved && !isAsked || needsChoice && !isAsked) return;
      clearTimeout(timer);
      sending?.abort();
      const mine = new AbortController();
      sending = mine;
      const body = new FormData(form);
      [...body].forEach(([name, value]) => { if (typeof value !== "string") body.delete(name); });
      body.set("save_draft", "1");
      try {
        const answer = await fetch(form.action, {
          method: "POST", body, headers: { "HX-Request": "true" }, signal: mine.signal,
          keepalive: isLast && now.length < MOST_AT_LEAVING,
        });
        if (answer.redirected || ![200, 409, 422].includes(answer.status)) throw new Error();
        slot.innerHTML = await answer.text();
        const isBack = hasFailed;
        needsChoice = answer.status === 409;
        hasFailed = answer.status === 422;
        if (answer.status !== 409) saved = now;
        const words = one("[data-draft-say]", slot)?.textContent.trim() ?? "";
        if (needsChoice || hasFailed || isBack || isAsked || !said) tell(words);
        said = words;
      } catch {
        if (sending === mine && !isSent) fail();
      }
    }

    area.setSelectionRange(area.value.length, area.value.length); /* one goes on where one stopped */
    if (saved === null) timer = setTimeout(save, PAUSE);
    form.addEventListener("input", () => {
      isSent = false;
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    });
    form.addEventListener("submit", (event) => {
      if (event.submitter?.name === "save_draft" && !filesOf(area)?.files.length) {
        event.preventDefault();
        save({ isAsked: true });
        return;
      }
      isSent = true;
      clearTimeout(timer);
      sending?.abort();
    });
    slot.addEventListener("click", (event) => {
      if (!event.target.closest("[data-draft-take]")) return;
      const title = one("[data-draft-title]", slot);
      if (title && form.elements.title) form.elements.title.value = title.textContent;
      const words = one("[data-draft-body]", slot).textContent;
      insert(area, words, 0, area.value.length);
      save({ isAsked: true });
    });
    on("visibilitychange", () => { if (document.hidden) save({ isLast: true }); });
    addEventListener("pagehide", () => save({ isLast: true }));
    addEventListener("pageshow", () => { isSent = false; });
    addEventListener("beforeunload", (event) => {
      if ((needsChoice || hasFailed) && !isSent && typed() !== saved) event.preventDefault();
    });
  }

  all("[data-draft]").forEach(keepDraft);
})();
