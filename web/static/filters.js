// The filters below the question: what they say, and what happens to them while an answer comes.
"use strict";

const filters = (() => {
  const AS_USUAL = { aantal: "10" };
  const form = () => document.getElementById("keuzes");
  let typing = null; // the field that the reader has not finished, which nothing may change
  let pressed = false; // whether the button that asks is held down: letting it go asks, also for what was typed here
  let postponed = false; // whether that was left to it
  let opened = null; // whether the reader has opened or closed them

  const isDate = (field) => field.matches("[type=date]");

  /** What differs from the usual, by the names that the address has for it. */
  const chosen = () => [...(form() ? new FormData(form()) : [])].filter(([name, value]) => value && value !== AS_USUAL[name]);

  /** They were drawn anew: each field becomes what its attributes say, which is what was asked. */
  function drawn() {
    for (const field of form()?.elements ?? []) if (field !== typing) asDrawn(field);
  }

  function asDrawn(field) {
    if (field.matches("[type=checkbox]")) field.checked = field.defaultChecked;
    else if (field.matches("select")) for (const option of field.options) option.selected = option.defaultSelected;
    else if (field.matches("input")) field.value = field.defaultValue;
  }

  /** Something else is asked, whatever the reader was typing here. */
  function leave() {
    typing = null;
  }

  /** Ask again with what was chosen. */
  function choose() {
    leave();
    if (pressed) postponed = true;
    else questions.askAgain();
  }

  /** The pointer is up; what was left to the button is asked here if that was not on it. */
  function released({ target, type }) {
    const unasked = postponed && (type === "pointercancel" || !target.closest?.("#zoek"));
    pressed = postponed = false;
    if (unasked) questions.askAgain();
  }

  /** Gradio brings them up to date attribute by attribute; whether they are open is the reader's to say. */
  function keepOpen() {
    const panel = document.querySelector("#filters details");
    if (panel && opened !== null && panel.open !== opened) panel.open = opened;
  }

  /** The page is there. */
  function begin() {
    new MutationObserver(keepOpen).observe(document.getElementById("filters"), { attributeFilter: ["open"], subtree: true });
  }

  document.addEventListener("click", (event) => {
    const summary = event.target.closest("#filters summary");
    if (summary) opened = !summary.parentElement.open;
  });
  document.addEventListener("pointerdown", ({ target }) => (pressed = Boolean(target.closest?.("#zoek"))), true);
  document.addEventListener("pointerup", released, true);
  document.addEventListener("pointercancel", released, true);
  document.addEventListener("input", ({ target }) => {
    if (target.matches("#keuzes :is([type=number], [type=text])")) typing = target;
  });
  document.addEventListener("change", ({ target }) => {
    // A date is one after every digit of its year: 2, 20, 202, 2025.
    if (target.matches("#keuzes *") && !(target === typing && isDate(target))) choose();
  });
  document.addEventListener("keydown", ({ target, key }) => {
    if (!target.matches?.("#keuzes [type=date]")) return;
    if (key === "Enter") choose();
    else if (/^(\d|Arrow.*|Backspace|Delete)$/.test(key)) typing = target;
    else if (key === " ") leave(); // that opens a calendar
  });
  document.addEventListener("focusout", (event) => event.target === typing && choose());
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#keuzes")) return;
    event.preventDefault();
    document.getElementById("zoek").click();
  });

  return { begin, chosen, drawn, leave };
})();
