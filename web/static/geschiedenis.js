// What was asked before in this browser, and nowhere else; the page works as well where it may keep nothing.
"use strict";

const askedBefore = (() => {
  const LAST = "veiligheidswijzer.laatste"; // in this window
  const KEPT = "veiligheidswijzer.vragen";
  const { OWNER } = visitor; // who asked them, where one logs in
  const HERE = "veiligheidswijzer.hier"; // who was logged in in this window last
  const OFF = "veiligheidswijzer.niet-bewaren";
  const MOST_KEPT = 20;
  const place = () => document.getElementById("geschiedenis");
  let folded = false;

  function stored(action) {
    try {
      return action(localStorage);
    } catch {
      return null;
    }
  }

  function remembered() {
    try {
      const kept = JSON.parse(stored((s) => s.getItem(KEPT)) ?? "[]");
      return Array.isArray(kept) ? kept.filter((query) => typeof query === "string") : [];
    } catch {
      return [];
    }
  }

  const keeps = () => stored((s) => s.getItem(OFF)) === null;

  /** What was asked last in this window, as an address has it. */
  const last = () => stored(() => sessionStorage.getItem(LAST)) ?? "";

  function forgetLast() {
    stored(() => sessionStorage.removeItem(LAST));
  }

  function forget() {
    stored((s) => s.removeItem(KEPT));
    forgetLast();
  }

  function remember(query) {
    if (!keeps()) return;
    stored(() => sessionStorage.setItem(LAST, `?${query}`)); // for the way back from the documents
    const question = query.get("vraag"); // with whatever filters: the last ones are those that were wanted
    if (!question) return;
    const others = remembered().filter((other) => new URLSearchParams(other).get("vraag") !== question);
    const kept = [String(query), ...others];
    stored((s) => s.setItem(KEPT, JSON.stringify(kept.slice(0, MOST_KEPT))));
    show();
  }

  function show() {
    if (!place()) return;
    const kept = remembered();
    place().querySelector("input").checked = keeps();
    place().querySelector("button").hidden = place().querySelector("ul").hidden = kept.length === 0;
    place()
      .querySelector("ul")
      .replaceChildren(
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

  /** This is the page of who is logged in: what others asked in this browser is not for them, nor asked in their name. */
  function welcome(name) {
    const before = stored(() => sessionStorage.getItem(HERE)) ?? name;
    if (before !== name) visitor.dropOthers(true); // the address may come from before the login
    stored(() => sessionStorage.setItem(HERE, name));
    if (stored((s) => s.getItem(OWNER)) === name) return;
    forget();
    stored((s) => s.setItem(OWNER, name));
  }

  function leave() {
    forget();
    stored((s) => s.removeItem(OWNER));
    stored(() => sessionStorage.removeItem(HERE));
  }

  /** Something is asked: the list makes place for the answer, and stays in reach. */
  function fold() {
    folded = true;
    place().open = false;
  }

  /** The page is there, or Gradio drew this part of it anew, which opens the list. */
  function begin() {
    if (place()) place().open = !folded;
    show();
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("button[data-wissen]")) return;
    forget();
    show();
    place().querySelector("input").focus();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("#geschiedenis input")) return;
    stored((s) => (event.target.checked ? s.removeItem(OFF) : s.setItem(OFF, "1")));
    if (!event.target.checked) forget();
    show();
  });
  // Who comes next at a shared computer does not see what was asked by who logs out.
  document.addEventListener("submit", (event) => event.target.matches('form[action="logout"]') && leave());
  document.addEventListener("DOMContentLoaded", () => {
    // Who logs in may be somebody else than who asked here.
    if (document.querySelector('form[action="login"]')) forgetLast();
    if (visitor.name()) welcome(visitor.name());
  });

  return { begin, fold, last, remember };
})();
