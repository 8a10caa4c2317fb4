/* Keys of the moderators' queue, for those who turned shortcuts on. Every page of it works without. */
(() => {
  "use strict";
  const root = document.querySelector("[data-queue-keys]");
  if (!root) return;
  const OURS = new Set(["j", "k", "n", "c", "s", "a", "h", "r", "d", "u", "?"]);
  let last = "";

  /* From the open or focused item of the list to the one beside it. */
  function step(by) {
    const links = [...root.querySelectorAll(".queue-row :is(h2, h3) a")];
    const focused = links.indexOf(document.activeElement);
    const here = focused >= 0 ? focused : links.findIndex((link) => link.ariaCurrent);
    const next = links[Math.max(0, Math.min(links.length - 1, here + by))];
    if (next?.offsetParent) next.focus();
  }

  const shown = (key) => [...root.querySelectorAll(`[data-key="${key}"]`)].find((each) => each.offsetParent);
  const deeds = {
    j: () => step(1),
    k: () => step(-1),
    s: () => {
      const veil = root.querySelector(".post-reported .veil") ?? root.querySelector(".veil");
      if (veil) veil.open = !veil.open;
    },
    "?": () => {
      const keys = shown("?");
      if (!keys) return;
      keys.open = true;
      keys.querySelector("summary").focus();
    },
  };

  /* Before app.js, whose keys mean other things; "g" begins one of its own. */
  document.addEventListener("keydown", (event) => {
    const isPair = last === "g";
    last = event.key;
    if (event.ctrlKey || event.metaKey || event.altKey || isPair || !OURS.has(event.key)) return;
    if (document.querySelector("dialog[open]")) return;
    const field = event.target.closest("input, textarea, select, [contenteditable]");
    if (field && !/^(radio|checkbox)$/.test(field.type)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat && !"jk".includes(event.key)) return;
    if (deeds[event.key]) return deeds[event.key]();
    const target = shown(event.key);
    target?.click();
    if (target?.control) target.control.focus();
  }, true);
})();
