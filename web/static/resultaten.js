// What a reader does with a result: copying it, judging it, looking it up in its document and coming back.
"use strict";

(() => {
  const SAID_MILLISECONDS = 2500;
  const spoken = () => document.getElementById("gezegd");
  const renaming = new WeakMap(); // buttons that say for a moment what came of pressing them

  async function copy(button) {
    button.dataset.naam ??= button.textContent;
    let succeeded = true;
    try {
      await navigator.clipboard.writeText(button.dataset.citaat);
    } catch {
      const area = document.createElement("textarea"); // where the page is not served over https
      area.value = button.dataset.citaat;
      document.body.append(area);
      area.select();
      succeeded = document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const { gelukt, mislukt } = spoken().dataset;
    button.textContent = spoken().textContent = succeeded ? gelukt : mislukt;
    clearTimeout(renaming.get(button));
    if (!succeeded) return; // what to do instead stays to be read
    const again = () => ([button.textContent, spoken().textContent] = [button.dataset.naam, ""]);
    renaming.set(button, setTimeout(again, SAID_MILLISECONDS));
  }

  /** Say of a passage whether it was useful; the server keeps it only where the operator asked for that. */
  async function judge(button) {
    let told = spoken().dataset.nietBewaard;
    try {
      const response = await fetch("oordeel", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          address: questions.answered(),
          passage: button.dataset.passage,
          useful: button.dataset.oordeel === "ja",
        }),
      });
      if (response.headers.get("Content-Type")?.startsWith("text/plain")) told = await response.text();
      if (response.ok)
        for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
    } catch {
      // the server has gone; that is told
    }
    spoken().textContent = told;
    button.parentElement.dataset.gezegd = told;
    setTimeout(() => (spoken().textContent = ""), SAID_MILLISECONDS);
  }

  /** The page of this origin that led here, null if there is none. */
  const from = () => (document.referrer.startsWith(`${location.origin}/`) ? new URL(document.referrer) : null);

  /** Go back to the results, or the list, that a document was opened from; in a tab of its own the link leads there. */
  function goBack(event) {
    if (history.length === 1 || !/\/(documenten)?$/.test(from()?.pathname ?? "")) return;
    event.preventDefault();
    history.back();
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button[data-citaat], button[data-oordeel], a[data-terug], #resultaten :is(.acties, .waarom) a");
    if (!target) return;
    if (target.matches("[data-citaat]")) copy(target);
    else if (target.matches("[data-oordeel]")) judge(target);
    else if (target.matches("[data-terug]")) goBack(event);
    else if (!(event.ctrlKey || event.metaKey || event.shiftKey))
      history.replaceState(history.state, "", `#${target.closest("li[id]")?.id ?? "antwoord"}`); // the place to come back to
  });
  document.addEventListener("DOMContentLoaded", () => {
    const link = document.querySelector("a[data-terug]");
    if (link) link.search = (from()?.pathname === link.pathname && from().search) || askedBefore.last();
  });
})();
