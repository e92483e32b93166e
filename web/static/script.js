// What the pages do in the browser: the question in the address, copying a quotation, and the way back.
"use strict";

const veiligheidswijzer = (() => {
  const LONGEST_IN_ADDRESS = 2000; // characters; a longer question is refused anyway
  const DEFAULT_COUNT = 10;
  const field = (id) => document.querySelector(`#${id} input`);
  const name = document.title;
  const inAddress = () => {
    const parameters = new URL(location.href).searchParams;
    parameters.sort();
    return parameters;
  };
  let asked = String(inAddress());

  /** Put the question in the address and the title, and show that it is being answered. */
  function asking(question, count, perDocument) {
    fill(field("vraag"), question); // an example is asked from its button
    const address = new URL(location.href);
    const set = (key, value) => (value ? address.searchParams.set(key, value) : address.searchParams.delete(key));
    set("vraag", question.length <= LONGEST_IN_ADDRESS ? question.trim() : "");
    set("aantal", count === DEFAULT_COUNT ? "" : count);
    set("per", perDocument ? "document" : "");
    address.searchParams.sort();
    if (asked !== String(address.searchParams)) {
      address.hash = "";
      history.pushState(null, "", address);
    }
    asked = String(address.searchParams);
    document.title = question.trim() ? `${question.trim()} – ${name}` : name;
    document.documentElement.dataset.bezig = "";
    return [question, count, perDocument];
  }

  /** Results are there: return to the passage that the reader left for its document; never lose the focus. */
  function shown() {
    delete document.documentElement.dataset.bezig;
    if (document.activeElement === document.body) document.getElementById("antwoord-kop")?.focus();
    const passage = location.hash && document.getElementById(location.hash.slice(1));
    const link = passage && passage.querySelector(".acties a");
    if (link) {
      history.replaceState(null, "", location.pathname + location.search);
      passage.scrollIntoView({ block: "center" });
      link.focus({ preventScroll: true });
    }
  }

  function fill(input, value, property = "value") {
    if (!input || input[property] === value) return;
    input[property] = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Ask what the address asks; without a question there, what the reader types is left alone. */
  function restore() {
    const wanted = inAddress();
    asked = String(wanted);
    if (!wanted.get("vraag")) return;
    fill(field("vraag"), wanted.get("vraag"));
    fill(field("aantal"), wanted.get("aantal") ?? String(DEFAULT_COUNT));
    fill(field("per-document"), wanted.get("per") === "document", "checked");
    setTimeout(() => document.getElementById("zoek").click());
  }

  /** Back and forward; before the first question the page is as at the start. */
  function travelled() {
    const wanted = inAddress();
    if (String(wanted) === asked) return; // only another place on this page
    if (wanted.get("vraag")) restore();
    else location.reload();
  }

  /** A skip link leads to the tab where one asks, whichever is open. */
  function openTabOf(target) {
    const panel = target?.closest('[role="tabpanel"]');
    if (panel) document.getElementById(`${panel.id}-button`).click();
  }

  async function copy(button) {
    const quotation = button.dataset.citaat;
    const label = button.textContent;
    let succeeded = true;
    try {
      await navigator.clipboard.writeText(quotation);
    } catch {
      const area = document.createElement("textarea"); // where the page is not served over https
      area.value = quotation;
      document.body.append(area);
      area.select();
      succeeded = document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const spoken = document.getElementById("gezegd");
    button.textContent = spoken.textContent = succeeded ? spoken.dataset.gelukt : spoken.dataset.mislukt;
    setTimeout(() => {
      button.textContent = label;
      spoken.textContent = "";
    }, 2500);
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button[data-citaat], a[data-terug], a.naar, .acties a");
    if (!target) return;
    if (target.matches("button")) copy(target);
    else if (target.matches(".naar")) openTabOf(document.getElementById(target.hash.slice(1)));
    else if (!target.hasAttribute("data-terug"))
      history.replaceState(null, "", `#${target.closest("li")?.id ?? "antwoord"}`);
    else if (document.referrer.startsWith(location.origin) && history.length > 1) {
      event.preventDefault();
      history.back();
    }
  });
  addEventListener("popstate", travelled);

  return { asking, restore, shown };
})();
