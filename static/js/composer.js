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
})();
