/* Small comforts on pages that work without them. No page depends on this file. */
(() => {
  "use strict";
  const on = (name, handler, options) => document.addEventListener(name, handler, options);
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]");

  /* Say something to screen readers; emptied first, so that the same words are said again. */
  function say(text) {
    const live = one("#live");
    if (!live) return;
    live.textContent = "";
    setTimeout(() => { live.textContent = text; }, 60);
  }
  window.say = say;

  /* Copy what a button holds, a line for each word, or print the page. */
  on("click", (event) => {
    const { copy, said, print: isPrint } = event.target.closest("[data-copy], [data-print]")?.dataset ?? {};
    if (isPrint !== undefined) print();
    if (copy) navigator.clipboard?.writeText(copy.replaceAll(" ", "\n")).then(() => say(said));
  });

  /* ── swaps by htmx ─────────────────────────────────────────────────────────────────────── */

  /* A form that came back with errors: its summary takes the focus, the title says so. */
  on("htmx:after:swap", (event) => {
    if (event.detail.ctx?.response?.status === 422) one(".error-summary")?.focus();
    const fresh = one("#show-new"); /* said once, however often more comes, until it was pressed */
    if (fresh && !hasSaid) say(fresh.textContent);
    hasSaid = !!fresh;
  });
  let hasSaid = false;
  on("htmx:before:request", (event) => setBusy(event, true));
  on("htmx:finally:request", (event) => setBusy(event, false));
  function setBusy(event, isBusy) {
    const target = event.detail.ctx?.target;
    if (target instanceof Element && target.isConnected) {
      if (isBusy) target.setAttribute("aria-busy", "true");
      else target.removeAttribute("aria-busy");
    }
  }

  /* Polling rests while nobody looks: htmx's clock never reaches its element. */
  on("every", (event) => {
    if (document.hidden) event.stopImmediatePropagation();
  }, true);

  /* ── forms ─────────────────────────────────────────────────────────────────────────────── */

  /* From an error to its label first, then into its control. */
  on("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!control) return;
    event.preventDefault();
    const legend = control.closest("fieldset")?.querySelector("legend");
    (legend || control.labels?.[0] || control).scrollIntoView();
    control.focus({ preventScroll: true });
  });

  /* A form is sent once. What another listener (htmx) took over is left to it. */
  const free = (form) => {
    delete form.dataset.sent;
    all("[aria-disabled=true]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  };
  on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(free, 10000, form); /* the network may have let it down */
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach(free));

  /* ── words under a post: the server answers with that post's row of words ──────────────── */

  async function swapWords(row, address, options) {
    row.setAttribute("aria-busy", "true");
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, ...options });
    if (!answer.ok || answer.redirected) {
      location.reload();
      return null;
    }
    row.insertAdjacentHTML("afterend", await answer.text());
    const fresh = row.nextElementSibling;
    row.remove();
    return fresh;
  }

  on("click", async (event) => {
    const more = event.target.closest("[data-react]");
    if (!more || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const fresh = await swapWords(more.closest(".reactions"), more.href);
    if (fresh) one("button", fresh).focus();
  });
  on("submit", async (event) => {
    const button = event.submitter;
    const row = button?.matches(".react") && button.closest(".post .reactions");
    if (!row) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const body = new URLSearchParams(new FormData(event.target, button));
    const fresh = await swapWords(row, button.formAction, { method: "POST", body });
    if (fresh) (document.getElementById(button.id) ?? one("[data-react]", fresh))?.focus();
  }, true);

  /* ── leave quickly ─────────────────────────────────────────────────────────────────────── */

  const exit = () => one("[data-quick-exit]");
  function leave(address) {
    document.documentElement.hidden = true;
    document.title = "";
    location.replace(address);
  }
  on("click", (event) => {
    const link = event.target.closest("[data-quick-exit]");
    if (!link) return;
    event.preventDefault();
    leave(link.href);
  });
  let presses = [];
  on("keydown", (event) => {
    if (event.key !== "Shift") presses = [];
    else if (!event.repeat) {
      presses = [...presses.filter((time) => event.timeStamp - time < 5000), event.timeStamp];
      if (presses.length > 2 && exit()) leave(exit().href);
    }
  });

  /* ── menus ─────────────────────────────────────────────────────────────────────────────── */

  on("click", (event) => {
    all("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  on("focusin", (event) => {
    all("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  /* Escape closes a menu and nothing else: it never discards what somebody wrote. */
  on("keydown", (event) => {
    const menu = event.key === "Escape" && one("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    one("summary", menu).focus();
  });

  /* ── keyboard shortcuts: only for members who turned them on ───────────────────────────── */

  let prefix = "";
  /* Where one is: what has the focus, else the post that the address names. */
  const place = () => (document.activeElement === document.body && one(":target")) || document.activeElement;
  function step(by) {
    const items = all(".topics .topic-title a, :not(details) > .post, .post-fold > summary, .notification-row .topic-title a");
    if (!items.length) return;
    const at = place();
    const here = items.findIndex((item) => item.contains(at) || item.parentElement === at);
    const next = items[Math.max(0, Math.min(items.length - 1, here + by))] || items[0];
    if (next.matches("article")) next.tabIndex = -1;
    next.focus();
  }
  /* The page's own target first: the header has some for pages that have none. Of the header's
     search only the field or the link to its page is shown, as wide as the screen is. */
  const keyed = (key) => ["main ", ""].flatMap((where) => all(`${where}[data-key="${CSS.escape(key)}"]`))
    .find((target) => !target.matches("input, .icon-btn") || target.offsetParent);
  /* The page of the keys in a dialog: Escape or Close ends it, the focus goes back by itself. */
  async function showKeys(link) {
    const answer = await fetch(link.href);
    const list = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#keys");
    if (!list) return location.assign(link.href);
    const dialog = document.body.appendChild(document.createElement("dialog"));
    dialog.setAttribute("aria-labelledby", "keys-head");
    dialog.append(list);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
  }
  on("keydown", (event) => {
    if (document.body.dataset.shortcuts !== "on" || one("dialog[open]")) return;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = prefix + event.key;
    prefix = event.key === "g" && !prefix ? "g " : "";
    if (prefix) return;
    const post = place().closest(".post");
    const target = { r: post && one("[data-reply]", post), q: post && one("[data-quote]", post) }[key]
      || keyed(key) || { r: one("#reply textarea"), u: one(".topics li:not(.is-read) .topic-title a") }[key];
    if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
    else if (key === "?" && target) showKeys(target);
    else if (target?.matches("input, textarea")) target.focus();
    else if (target) target.click();
    else return;
    event.preventDefault();
  });
})();
