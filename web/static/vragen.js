// Asking. The address says what is asked: links, the way back and favourites ask it again.
"use strict";

const questions = (() => {
  const LONGEST_IN_ADDRESS = 2000; // characters; a longer question is refused anyway
  const id = (name) => document.getElementById(name);
  const box = () => document.querySelector("#vraag input");
  const name = document.title;
  let asked = null; // the query that was asked last
  let answered = ""; // the query that the results are of
  let drawing = ""; // which time that they were drawn this is
  let wanted = null; // the query that a link or the way back asks for
  let moved = false; // whether the address has it already
  let kept = null; // the query that is in the address for a next page only: the reader is still typing it
  let added = false; // whether it has an entry of its own to come back from
  let leads = false; // whether a link in the results asked: what it gives begins above it
  let refines = false; // whether a filter asked: the list of what was asked before stays as it is
  let patience = []; // timers of the question that is being answered

  const LONG_MILLISECONDS = 2000; // who waits longer is told so
  const SILENT_MILLISECONDS = 30_000; // and who waits that long, that there may be no connection
  const outcome = () => document.querySelector("#resultaten [role=status]");
  const inAddress = () => String(new URLSearchParams(location.search));
  const compares = (query) => query.has("gelijk") && !query.has("vraag");
  const isQuestion = (query) => query.has("vraag") || query.has("gelijk");

  /** What the question box and the filters below it say, as an address has it. */
  function composed() {
    const query = new URLSearchParams();
    const question = box().value;
    if (question.trim() && question.length <= LONGEST_IN_ADDRESS) query.set("vraag", question.trim());
    for (const [name, value] of filters.chosen()) if (!(name === "gelijk" && question.trim())) query.append(name, value);
    return query;
  }

  /** Put in the address and the title what is being asked; Gradio is given the query. */
  function asking() {
    if (visitor.isOld()) {
      location.reload();
      return new Promise(() => {}); // for Gradio to wait for, while this page goes
    }
    const query = wanted ?? composed();
    if (!moved && String(query) !== inAddress()) history.pushState(visitor.state(), "", `${location.pathname}?${query}`);
    asked = String(query);
    [wanted, moved, kept, added] = [null, false, null, false];
    const question = query.get("vraag");
    document.title = question ? `${question} – ${name}` : name;
    document.documentElement.dataset.bezig = "";
    id("zoekregel").dataset.vraag = question ?? ""; // for who prints the page
    if (asked !== answered) id("resultaten").dataset.verouderd = "";
    patience.forEach(clearTimeout);
    patience = [setTimeout(() => waits(true), LONG_MILLISECONDS), setTimeout(() => trouble.tell("stil"), SILENT_MILLISECONDS)];
    outcome().textContent = ""; // so that the same outcome twice is heard twice
    askedBefore.remember(query);
    if (!refines) askedBefore.fold();
    refines = false;
    return box().value.length > LONGEST_IN_ADDRESS ? `vraag=${encodeURIComponent(box().value)}` : asked;
  }

  /** Tell who waits that the question is still to be answered, or no longer tell so. */
  function waits(long) {
    const told = long && "verouderd" in id("resultaten").dataset;
    const { dataset } = document.documentElement;
    if ("bezig" in dataset) dataset.bezig = told ? "lang" : ""; // the one shows it as well
    id("gezegd").textContent = told ? id("gezegd").dataset.wacht : "";
  }

  /** Nothing is being waited for any more. */
  function rest() {
    patience.forEach(clearTimeout);
    delete document.documentElement.dataset.bezig;
  }

  /** There will be no answer to what was asked: something failed, which is told elsewhere. */
  function stop() {
    rest();
    waits(false);
  }

  /** The results changed: once they are drawn anew they are of what was asked last. */
  function drawn() {
    if (!outcome() || outcome().dataset.keer === drawing) return;
    [drawing, answered] = [outcome().dataset.keer, asked ?? ""];
    if (compares(new URLSearchParams(answered))) document.title = `${outcome().textContent.replace(/\.$/, "")} – ${name}`;
    if (!("verouderd" in id("resultaten").dataset)) return;
    delete id("resultaten").dataset.verouderd;
    waits(false);
  }

  /** A reader whose place on the page is gone, or no longer to be seen, goes on at the answer. */
  function keepFocus() {
    const place = document.activeElement;
    if (leads || !place || place === document.body || !place.checkVisibility()) id("antwoord-kop")?.focus();
    leads = false;
  }

  /** Results are there: return to the passage that the reader left for its document; never lose the focus. */
  function shown() {
    rest();
    // Gradio may still be drawing: the example that was chosen goes, and the answer comes, a moment later.
    for (const wait of [0, 50, 300]) setTimeout(keepFocus, wait);
    const passage = location.hash && id(location.hash.slice(1));
    const link = passage && passage.querySelector(".acties a");
    if (link) {
      history.replaceState(history.state, "", location.pathname + location.search);
      passage.scrollIntoView({ block: "center" });
      link.focus({ preventScroll: true });
    }
    return asked;
  }

  /** The filters are drawn as they were asked with; those of the question before are left alone. */
  function chosen() {
    if (document.documentElement.dataset.bezig === undefined) filters.drawn();
  }

  /** Ask again with other filters; with no question yet they wait for one. */
  function askAgain() {
    if (!isQuestion(composed()) || String(composed()) === asked) return;
    refines = true;
    id("zoek").click();
  }

  /** Tell whether the button asks what is being asked already, as a filter did that was left for the button. */
  const isAsking = () => "bezig" in document.documentElement.dataset && !wanted && String(composed()) === asked;

  /** Put what the reader typed in the address, for when it cannot be asked now: the page that comes next asks it. */
  function keep() {
    if (!box()?.value.trim()) return;
    kept = String(wanted ?? composed());
    if (kept === inAddress()) return;
    history[added ? "replaceState" : "pushState"](visitor.state(), "", `${location.pathname}?${kept}${location.hash}`);
    added = true;
  }

  /** Ask what a link or the way back asks; `from` is the part of the page that the link is in. */
  function ask(query, inAddress, from = null) {
    [wanted, moved, leads, refines] = [query, inAddress, from === "resultaten", from === "filters"];
    filters.leave();
    fill(query.get("vraag") ?? "");
    tabs.openTabOf(box());
    // Once Gradio has taken over what the field says.
    setTimeout(() => id("zoek").click());
  }

  function fill(text) {
    if (box().value === text) return;
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Back and forward; before the first question the page is as at the start. */
  function travelled() {
    const query = new URLSearchParams(location.search);
    if (String(query) === asked) return; // only another place on this page
    if (isQuestion(query) && !visitor.dropOthers()) ask(query, true);
    else location.reload();
  }

  /** A link to this page that asks something is asked in place; with a key that opens a new window it is followed. */
  function asksHere(link, event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || link.pathname !== location.pathname) return false;
    if (link.hash && link.search === location.search) return false; // to a place in what is shown
    return link.origin === location.origin && isQuestion(new URLSearchParams(link.search));
  }

  /** The page is there: ask what the address asks; without a question there, what the reader types is left alone. */
  function begin() {
    filters.begin();
    drawing = outcome().dataset.keer;
    new MutationObserver(drawn).observe(id("resultaten"), { childList: true, subtree: true, attributeFilter: ["data-keer"] });
    const query = new URLSearchParams(location.search);
    query.delete("tab");
    if (isQuestion(query) && String(query) !== kept) ask(query, true);
    else asked = String(query);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a:not(.naar)");
    if (!link || !asksHere(link, event)) return;
    event.preventDefault();
    ask(new URLSearchParams(link.search), false, link.closest("#resultaten, #filters")?.id);
  });
  document.addEventListener("click", (event) => event.target.closest("#zoek") && isAsking() && event.stopPropagation(), true);
  addEventListener("popstate", travelled);

  return { answered: () => answered, askAgain, asking, begin, chosen, keep, shown, stop };
})();
