// Small helps for the pages; each page also works without them.
"use strict";

// Of all that is asked for one place, only what was asked last is shown. Nothing is broken off: the browser would call that an error.
const newest = new WeakMap();
document.addEventListener("htmx:beforeRequest", ({ detail }) => newest.set(detail.target, detail.xhr));

// What comes back with a problem is shown as well; a form that somebody else changed is sent again as a page.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { xhr, target, requestConfig } = detail;
  if (newest.has(target) && newest.get(target) !== xhr) {
    detail.shouldSwap = false;
  } else if (xhr.status === 409 && requestConfig.elt.hasAttribute("data-again-on-conflict")) {
    detail.isError = false;
    requestConfig.elt.submit();
  } else if (xhr.status === 409 || xhr.status === 422 || (target.id === "result" && xhr.status < 500)) {
    detail.isError = false;
    detail.shouldSwap = true;
  }
});

// What fails on its way is said; until something works again, what was typed may not be saved.
const failed = (yes) => { document.getElementById("failed").hidden = !yes; };
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => failed(true));
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) failed(false); });

// Whoever answered by keyboard is taken to what came in its place.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.requestConfig?.target?.id !== "question") return;
  document.querySelector("#question .wrong, #question [data-focus]")?.focus();
});

// Leaving a field saves it, and so does the button that one left it for: one after the other, or the second finds a changed draft.
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !form.matches(".htmx-request")) return;
  event.preventDefault();
  form.addEventListener("htmx:afterRequest", () => setTimeout(() => form.requestSubmit(submitter)), { once: true });
});

// An answer and "I don't know" exclude each other: the last one counts.
document.addEventListener("input", ({ target }) => {
  const [part, name] = target.name?.split(/:(.*)/s) ?? [];
  const other = target.form?.elements[`${{ value: "unknown", unknown: "value" }[part]}:${name}`];
  if (part === "value" && target.value !== "" && other?.type === "checkbox") other.checked = false;
  if (part === "unknown" && target.checked && other) other.value = "";
});

// Workbench: line numbers beside the text, with a mark where something was found; a link that leads to its line.
(() => {
  const pads = () => document.querySelectorAll("[data-pad]");
  const area = (pad) => pad.querySelector("textarea");

  function marks(number) {
    const found = new Map();
    for (const item of document.querySelectorAll(`#result li[data-sheet="${number}"]`)) {
      const line = Number(item.dataset.line);
      if (found.get(line) !== "error") found.set(line, item.className);
    }
    return found;
  }

  function number(pad) {
    const text = area(pad);
    const gutter = pad.querySelector(".gutter");
    const found = marks(pad.dataset.pad);
    const lines = text.value.split("\n").length;
    gutter.replaceChildren(...Array.from({ length: lines }, (_, index) => {
      const line = document.createElement("span");
      const kind = found.get(index + 1);
      line.textContent = (kind ? "! " : "") + (index + 1);
      if (kind) line.className = kind;
      return line;
    }));
    gutter.scrollTop = text.scrollTop;
  }

  function go(text, line, column) {
    const before = text.value.split("\n").slice(0, line - 1);
    const start = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
    text.focus();
    text.setSelectionRange(start, start);
    const height = parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTop = Math.max(0, (line - 5) * height);
  }

  let changed = false;
  for (const pad of pads()) {
    const gutter = document.createElement("div");
    gutter.className = "gutter";
    gutter.setAttribute("aria-hidden", "true");
    pad.prepend(gutter);
    number(pad);
    let lines = 0;
    area(pad).addEventListener("input", () => {
      changed = true;
      const now = area(pad).value.split("\n").length;
      if (now !== lines) number(pad);
      lines = now;
    });
    area(pad).addEventListener("scroll", () => { gutter.scrollTop = area(pad).scrollTop; });
  }
  if (pads().length === 0) return;

  const asked = /^#L(\d{1,6})$/.exec(location.hash);
  if (asked) go(area(pads()[0]), Number(asked[1]), 1);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    if (!link) return;
    event.preventDefault();
    go(document.getElementById(`text-${link.dataset.sheet}`), Number(link.dataset.line), Number(link.dataset.column));
  });
  document.body.addEventListener("htmx:afterSwap", () => pads().forEach(number));
  document.querySelector("form[data-guard]").addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
})();
