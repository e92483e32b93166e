// Whose page this is. What one reader asked is not asked in the name of who logs in next at the same computer.
"use strict";

const visitor = (() => {
  const OWNER = "veiligheidswijzer.van"; // who was logged in last in this browser
  const name = () => document.querySelector(".wie")?.dataset.naam ?? "";
  const asks = () => /[?&](vraag|gelijk)=/.test(location.search);

  /** What an entry of the history holds: who asked what its address says. */
  const state = () => ({ van: name() });

  function last() {
    try {
      return localStorage.getItem(OWNER);
    } catch {
      return null; // a browser that keeps nothing: the server refuses what an old page sends
    }
  }

  /** Tell whether somebody else logged in meanwhile in another tab, so that this page is of nobody any more. */
  const isOld = () => name() !== "" && last() !== null && last() !== name();

  /** Forget what the address asks if somebody else put it there; tells whether it did. */
  function dropOthers(isOthers = typeof history.state?.van === "string" && history.state.van !== name()) {
    const drops = isOthers && asks();
    if (drops) history.replaceState(state(), "", location.pathname);
    return drops;
  }

  document.addEventListener("DOMContentLoaded", () => {
    dropOthers();
    if (name() && history.state === null) history.replaceState(state(), "");
  });
  addEventListener("storage", (event) => (event.key === OWNER || event.key === null) && isOld() && location.reload());
  addEventListener("pageshow", (event) => event.persisted && isOld() && location.reload());

  return { OWNER, dropOthers, isOld, name, state };
})();
