// The tabs of the page, with the documents among them, which are a page of their own.
"use strict";

const tabs = (() => {
  const id = (name) => document.getElementById(name);

  /** Open the tab that `target` is in: a skip link leads to where one asks, whichever is open. */
  function openTabOf(target) {
    const panel = target?.closest('[role="tabpanel"]');
    const button = panel && id(`${panel.id}-button`);
    if (button && button.getAttribute("aria-selected") !== "true") button.click();
  }

  /** The page is there; its address may name a tab. */
  function begin() {
    for (const panel of document.querySelectorAll('#tabbladen > [role="tabpanel"]'))
      panel.setAttribute("aria-labelledby", `${panel.id}-button`);
    const documents = id("documententab");
    if (documents) document.querySelector("#tabbladen > .tab-wrapper").append(documents.content.cloneNode(true));
    const named = new URLSearchParams(location.search).get("tab");
    if (named) id(`${named}-button`)?.click();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.naar");
    if (link) openTabOf(id(link.hash.slice(1)));
  });

  return { begin, openTabOf };
})();
