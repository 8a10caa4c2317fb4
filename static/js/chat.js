/* Comforts of a thread. Loaded by pages that have one, after app.js and composer.js; they work
   without it. htmx asks for new lines; this says them, sends without a trip, and keeps the place. */
(() => {
  "use strict";
  const { say, htmx } = window;
  const on = (name, handler, options) => document.addEventListener(name, handler, options);
  const one = (selector, root = document) => root.querySelector(selector);
  const form = one("form[data-chat]");
  const log = one("[role=log]");
  const MANY = 3;
  const BATCH = 5000;
  let isQuiet = false;
  let recent = []; /* when lines of others came, in the last seconds */

  /* ── new lines ─────────────────────────────────────────────────────────────────────────── */

  const poll = () => {
    const end = one("#thread-end");
    if (end) htmx.trigger(end, "poll");
  };
  const isInView = (element) => element.getBoundingClientRect().bottom <= innerHeight + 40;
  let isAtEnd = false;

  on("htmx:before:swap", (event) => {
    const { target, response } = event.detail.ctx ?? {};
    if (target?.id !== "thread-end") return;
    if (response?.raw?.redirected) { /* signed out meanwhile: what was typed stays */
      event.preventDefault();
      return;
    }
    isAtEnd = Boolean(form) && isInView(form);
    const page = document.createElement("template");
    page.innerHTML = event.detail.ctx.text ?? "";
    const now = Date.now();
    const fresh = page.content.querySelectorAll(".line-run:not(.is-own) .line:not([hx-swap-oob])").length;
    recent = [...recent.filter((time) => now - time < BATCH), ...Array(fresh).fill(now)];
    const isOwn = !fresh && one(".is-own", page.content);
    /* Many at once are counted instead of read out; one's own are not read out at all. */
    log.setAttribute("aria-live", isQuiet || isOwn || recent.length > MANY ? "off" : "polite");
    if (!isQuiet && recent.length > MANY && fresh) say(log.dataset.many.replace("0", recent.length));
  });
  on("htmx:after:swap", () => {
    if (isAtEnd) form.scrollIntoView({ block: "end" });
    isAtEnd = false;
    if (log) setTimeout(() => log.setAttribute("aria-live", isQuiet ? "off" : "polite"), 1000);
  });
  on("click", (event) => {
    const toggle = event.target.closest("[data-quiet]");
    if (!toggle) return;
    isQuiet = !isQuiet;
    toggle.setAttribute("aria-pressed", String(isQuiet));
    log.setAttribute("aria-live", isQuiet ? "off" : "polite");
  });
  /* What is gone, or closed to one, leaves the page as it is. */
  on("htmx:before:swap", (event) => {
    const { target, response } = event.detail.ctx ?? {};
    if (target?.id === "thread-end" && response?.status >= 400) event.preventDefault();
  });

  /* A word for a line: the line comes back with it, and the focus goes where it was. */
  let given = null;
  on("htmx:after:swap", () => {
    const line = given && document.getElementById(given.line);
    if (line) (document.getElementById(given.button) ?? one("summary", line))?.focus();
    given = null;
  });
  on("submit", async (event) => {
    const button = event.submitter;
    if (event.target.id !== "deeds" || !button?.matches(".react")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const body = new FormData(event.target, button);
    const answer = await fetch(button.formAction, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (answer.status !== 204) return location.reload();
    given = { button: button.id, line: button.closest(".line").id };
    poll();
  }, true);

  on("visibilitychange", () => { if (!document.hidden) poll(); });

  /* ── sending ───────────────────────────────────────────────────────────────────────────── */

  if (!form) return;
  const area = one("textarea", form);
  const hasMouse = matchMedia("(pointer: fine)").matches; /* on a phone Enter is a new line */
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.isComposing || !hasMouse || !("enterSends" in area.dataset)) return;
    event.preventDefault();
    form.requestSubmit(one(".btn-primary", form));
  });

  const hasFiles = () => one("[name=attached]", form)?.value || one("input[type=file]", form)?.value;
  const failed = one("[data-not-sent]", form);
  let isSending = false;
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.name || hasFiles()) return; /* by page: drafts, files */
    event.preventDefault();
    if (isSending || !area.value.trim()) return;
    isSending = true;
    const words = area.value;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { "HX-Request": "true" },
      });
      if (answer.status === 422) { /* what is wrong, is said by the page */
        form.submit();
        return;
      }
      if (answer.status !== 204) throw new Error();
      area.value = area.value === words ? "" : area.value.slice(words.length).trimStart();
      one("[name=submit_token]", form).value = crypto.randomUUID?.() ?? "";
      one("[data-draft-say]", form)?.replaceChildren();
      failed.hidden = true;
      poll();
    } catch {
      failed.hidden = false;
    } finally {
      isSending = false;
      area.focus();
    }
  });

  /* Quote without a trip: the words go in front of what stands there. */
  on("click", (event) => {
    const link = event.target.closest("[data-quote-line]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const words = one(".prose", link.closest(".line"))?.innerText.trim() ?? "";
    link.closest("details").open = false;
    const gap = area.value.trim() ? `${area.value.trimEnd()}\n\n` : "";
    area.value = `${gap}${words.replace(/^/gm, "> ")}\n\n`;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.scrollIntoView({ block: "center" });
    area.focus();
  });
})();
