// Small helps for the pages; each page also works without them.
"use strict";

// Drafts. What comes back with a problem is shown as well; a form that somebody else changed is sent again as a page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status !== 409 && xhr.status !== 422) return;
  event.detail.isError = false;
  if (xhr.status === 409 && requestConfig.elt.hasAttribute("data-again-on-conflict")) {
    requestConfig.elt.submit();
  } else {
    event.detail.shouldSwap = true;
  }
});

// Whoever answered by keyboard is taken to what came in its place.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.requestConfig?.target?.id !== "question") return;
  document.querySelector("#question .flaw, #question [data-focus]")?.focus();
});

// An answer and "I don't know" exclude each other: the last one counts.
document.addEventListener("input", ({ target }) => {
  const [part, name] = target.name?.split(/:(.*)/s) ?? [];
  const other = target.form?.elements[`${{ value: "unknown", unknown: "value" }[part]}:${name}`];
  if (part === "value" && target.value !== "" && other?.type === "checkbox") other.checked = false;
  if (part === "unknown" && target.checked && other) other.value = "";
});
