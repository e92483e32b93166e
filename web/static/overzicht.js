// The overview: what its pictures need to know, and what is said of them.
"use strict";

const overview = (() => {
  /** What is asked at present, and whether the page is dark. */
  const seen = () => [location.search, document.body.classList.contains("dark")];

  /** Screen readers say of a picture what it is: Vega calls it that in English. */
  function nameInDutch() {
    for (const picture of document.querySelectorAll("[aria-roledescription=visualization]"))
      picture.setAttribute("aria-roledescription", "grafiek");
  }

  /** The page is there. */
  function begin() {
    const changes = { attributeFilter: ["aria-roledescription"], childList: true, subtree: true };
    new MutationObserver(nameInDutch).observe(document.getElementById("tabbladen"), changes);
  }

  return { begin, seen };
})();
