// The overview: what its pictures need to know, and what is said of them.
"use strict";

const overview = (() => {
  const said = () => document.querySelector("#overzicht [role=status]");

  /** Say the one instead of the other of what becomes of the pictures; what they show is left as it is. */
  function say(sentence, instead) {
    if (said()?.textContent === instead) said().textContent = sentence;
  }

  /** What is asked at present, and whether the page is dark, for pictures that are drawn anew. */
  function seen() {
    const { tekent, nietGetekend } = document.getElementById("gezegd").dataset;
    say(tekent, nietGetekend);
    return [location.search, document.body.classList.contains("dark")];
  }

  /** Something failed, which is told elsewhere: nothing is being drawn any more. */
  function stop() {
    const { tekent, nietGetekend } = document.getElementById("gezegd").dataset;
    say(nietGetekend, tekent);
  }

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

  return { begin, seen, stop };
})();
