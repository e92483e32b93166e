// What the pages do in the browser. The address says what is asked: links, the way back and favourites ask it again.
"use strict";

const veiligheidswijzer = (() => {
  const LONGEST_IN_ADDRESS = 2000; // characters; a longer question is refused anyway
  const AS_USUAL = { aantal: "10" };
  const id = (name) => document.getElementById(name);
  const box = () => document.querySelector("#vraag input");
  const name = document.title;
  let asked = null; // the query that the page shows
  let wanted = null; // the query that a link or the way back asks for
  let moved = false; // whether the address has it already
  let kept = null; // the query that is in the address for a next page only: the reader is still typing it
  let leads = false; // whether a link in the results asked: what it gives begins above it
  let typing = false; // in a date, which is a date after every digit: 2, 20, 202, 2025

  const isQuestion = (query) => query.has("vraag") || query.has("gelijk");

  /** What the question box and the choices below it say, as an address has it. */
  function composed() {
    const query = new URLSearchParams();
    const question = box().value;
    if (question.trim() && question.length <= LONGEST_IN_ADDRESS) query.set("vraag", question.trim());
    const choices = id("keuzes");
    for (const [key, value] of choices ? new FormData(choices) : [])
      if (value && value !== AS_USUAL[key] && !(key === "gelijk" && question.trim())) query.append(key, value);
    return query;
  }

  /** Put in the address and the title what is being asked; Gradio is given the query. */
  function asking() {
    const query = wanted ?? composed();
    if (!moved && String(query) !== asked) history.pushState(null, "", `${location.pathname}?${query}`);
    asked = String(query);
    [wanted, moved] = [null, false];
    const question = query.get("vraag");
    document.title = question ? `${question} – ${name}` : name;
    document.documentElement.dataset.bezig = "";
    id("zoekregel").dataset.vraag = question ?? ""; // for who prints the page
    if (keeps()) stored(() => sessionStorage.setItem(LAST, `?${asked}`)); // for the way back from the documents
    document.querySelector("#resultaten [role=status]").textContent = ""; // so that the same outcome twice is heard twice
    if (question) remember(query);
    return box().value.length > LONGEST_IN_ADDRESS ? `vraag=${encodeURIComponent(box().value)}` : asked;
  }

  /** A reader whose place on the page is gone, or no longer to be seen, goes on at the answer. */
  function keepFocus() {
    const place = document.activeElement;
    if (leads || !place || place === document.body || !place.checkVisibility()) id("antwoord-kop")?.focus();
    leads = false;
  }

  /** Results are there: return to the passage that the reader left for its document; never lose the focus. */
  function shown() {
    delete document.documentElement.dataset.bezig;
    // Gradio may still be drawing: the example that was chosen goes, and the answer comes, a moment later.
    for (const wait of [0, 50, 300]) setTimeout(keepFocus, wait);
    const passage = location.hash && id(location.hash.slice(1));
    const link = passage && passage.querySelector(".acties a");
    if (link) {
      history.replaceState(null, "", location.pathname + location.search);
      passage.scrollIntoView({ block: "center" });
      link.focus({ preventScroll: true });
    }
    return asked;
  }

  /** The choices are drawn: their fields become what their attributes say, those of what was asked. */
  function chosen() {
    if (document.documentElement.dataset.bezig === undefined && !typing) id("keuzes")?.reset();
  }

  /** Ask again with what was chosen; with no question yet the choices wait for one. */
  function choose() {
    typing = false;
    if (isQuestion(composed()) && String(composed()) !== asked) id("zoek").click();
  }

  /** Put what the reader typed in the address, for when it cannot be asked now: the page that comes next asks it. */
  function keep() {
    if (!box()?.value.trim()) return;
    kept = String(composed());
    history.replaceState(null, "", `${location.pathname}?${kept}${location.hash}`);
  }

  function ask(query, inAddress, fromResults = false) {
    [wanted, moved, leads, typing] = [query, inAddress, fromResults, false];
    fill(query.get("vraag") ?? "");
    openTabOf(box());
    // Once Gradio has taken over what the field says.
    setTimeout(() => id("zoek").click());
  }

  function fill(text) {
    if (box().value === text) return;
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Ask what the address asks; without a question there, what the reader types is left alone. */
  function restore() {
    const query = new URLSearchParams(location.search);
    showHistory();
    if (query.has("tab")) id(`${query.get("tab")}-button`)?.click();
    if (isQuestion(query) && String(query) !== kept) ask(query, true);
    else asked = String(query);
  }

  /** Back and forward; before the first question the page is as at the start. */
  function travelled() {
    const query = new URLSearchParams(location.search);
    if (String(query) === asked) return; // only another place on this page
    if (isQuestion(query)) ask(query, true);
    else location.reload();
  }

  // Gradio brings the choices up to date attribute by attribute; whether they are open is the reader's to say.
  let opened = null;
  function keepOpen() {
    const panel = document.querySelector("#filters details");
    if (panel && opened !== null && panel.open !== opened) panel.open = opened;
  }

  /** What the overview needs to know: what is asked at present, and whether the page is dark. */
  const seen = () => [location.search, document.body.classList.contains("dark")];

  /** A skip link leads to the tab where one asks, whichever is open. */
  function openTabOf(target) {
    const panel = target?.closest('[role="tabpanel"]');
    const button = panel && id(`${panel.id}-button`);
    if (button && button.getAttribute("aria-selected") !== "true") button.click();
  }

  // What was asked before in this browser, and nowhere else; the page works as well where it may keep nothing.
  const LAST = "veiligheidswijzer.laatste"; // in this window
  const KEPT = "veiligheidswijzer.vragen";
  const OFF = "veiligheidswijzer.niet-bewaren";
  const MOST_KEPT = 20;
  const stored = (action) => {
    try {
      return action(localStorage);
    } catch {
      return null;
    }
  };
  const remembered = () => {
    try {
      const kept = JSON.parse(stored((s) => s.getItem(KEPT)) ?? "[]");
      return Array.isArray(kept) ? kept.filter((query) => typeof query === "string") : [];
    } catch {
      return [];
    }
  };
  const keeps = () => stored((s) => s.getItem(OFF)) === null;

  function forget() {
    stored((s) => s.removeItem(KEPT));
    stored(() => sessionStorage.removeItem(LAST));
  }

  function remember(query) {
    if (!keeps()) return;
    const question = query.get("vraag"); // with whatever filters: the last ones are those that were wanted
    const others = remembered().filter((other) => new URLSearchParams(other).get("vraag") !== question);
    const kept = [String(query), ...others];
    stored((s) => s.setItem(KEPT, JSON.stringify(kept.slice(0, MOST_KEPT))));
    showHistory();
  }

  function showHistory() {
    const place = id("geschiedenis");
    if (!place) return;
    const kept = remembered();
    place.querySelector("input").checked = keeps();
    place.querySelector("button").hidden = place.querySelector("ul").hidden = kept.length === 0;
    place.querySelector("ul").replaceChildren(
      ...kept.map((query) => {
        const link = document.createElement("a");
        link.href = `?${query}`;
        link.textContent = new URLSearchParams(query).get("vraag");
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
  }

  const renaming = new WeakMap(); // buttons that say for a moment what came of pressing them
  async function copy(button) {
    button.dataset.naam ??= button.textContent;
    const spoken = id("gezegd");
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
    button.textContent = spoken.textContent = succeeded ? spoken.dataset.gelukt : spoken.dataset.mislukt;
    clearTimeout(renaming.get(button));
    const again = () => ([button.textContent, spoken.textContent] = [button.dataset.naam, ""]);
    renaming.set(button, setTimeout(again, 2500));
  }

  /** Say of a passage whether it was useful; the server keeps it only where the operator asked for that. */
  async function judge(button) {
    const spoken = id("gezegd");
    let told = spoken.dataset.nietBewaard;
    try {
      const response = await fetch("oordeel", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          address: location.search,
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
    spoken.textContent = told;
    button.parentElement.dataset.gezegd = told;
    setTimeout(() => (spoken.textContent = ""), 2500);
  }

  /** A link to this page that asks something is asked in place; with a key that opens a new window it is followed. */
  function asksHere(link, event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !box() || link.pathname !== location.pathname) return false;
    return link.origin === location.origin && isQuestion(new URLSearchParams(link.search));
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button[data-citaat], button[data-wissen], button[data-oordeel], #filters summary, a");
    if (!target) return;
    if (target.matches("summary")) opened = !target.parentElement.open;
    else if (target.matches("[data-citaat]")) copy(target);
    else if (target.matches("[data-oordeel]")) judge(target);
    else if (target.matches("[data-wissen]")) {
      forget();
      showHistory();
      id("geschiedenis").querySelector("input").focus();
    } else if (target.matches(".naar")) openTabOf(id(target.hash.slice(1)));
    else if (target.hasAttribute("data-terug")) {
      if (document.referrer.startsWith(location.origin) && history.length > 1) {
        event.preventDefault();
        history.back();
      }
    } else if (asksHere(target, event)) {
      event.preventDefault();
      ask(new URLSearchParams(target.search), false, target.closest("#resultaten") !== null);
    } else if (target.matches(".acties a"))
      history.replaceState(null, "", `#${target.closest("li[id]")?.id ?? "antwoord"}`);
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("#keuzes")) typing || choose();
    else if (event.target.matches("#geschiedenis input")) {
      stored((s) => (event.target.checked ? s.removeItem(OFF) : s.setItem(OFF, "1")));
      if (!event.target.checked) forget();
      showHistory();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("#keuzes [type=date]")) return;
    if (event.key === "Enter") choose();
    else typing = /^(\d|Arrow.*|Backspace|Delete)$/.test(event.key) || (typing && event.key !== " "); // that opens a calendar
  });
  document.addEventListener("focusout", (event) => typing && event.target.matches("#keuzes [type=date]") && choose());
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#keuzes")) return;
    event.preventDefault();
    id("zoek").click();
  });
  addEventListener("popstate", travelled);
  document.addEventListener("DOMContentLoaded", () => {
    // Who logs in may be somebody else than who asked here.
    if (document.querySelector('form[action="login"]')) stored(() => sessionStorage.removeItem(LAST));
  });

  /** Screen readers say of a picture what it is: Vega calls it that in English. */
  function nameInDutch() {
    for (const picture of document.querySelectorAll("[aria-roledescription=visualization]"))
      picture.setAttribute("aria-roledescription", "grafiek");
  }

  /** The page is there. */
  function begin() {
    const place = id("filters");
    if (place) new MutationObserver(keepOpen).observe(place, { attributeFilter: ["open"], subtree: true });
    const overview = { attributeFilter: ["aria-roledescription"], childList: true, subtree: true };
    new MutationObserver(nameInDutch).observe(id("tabbladen"), overview);
    for (const panel of document.querySelectorAll('#tabbladen > [role="tabpanel"]'))
      panel.setAttribute("aria-labelledby", `${panel.id}-button`);
    const documents = id("documententab");
    if (documents) document.querySelector("#tabbladen > .tab-wrapper").append(documents.content.cloneNode(true));
    restore();
  }

  return { asking, begin, chosen, keep, seen, showHistory, shown };
})();
