// The page of documents: how far sending and reading are, without loading the page anew. It works without this too.
"use strict";

(() => {
  const POLL_MILLISECONDS = 700;
  const id = (name) => document.getElementById(name);
  const form = id("toevoegen");
  let sending = false;

  const get = (address) => fetch(address).catch(() => null);
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

  /** Put what is new in its place; what stays the same is left alone, so that a screen reader says a change once. */
  function renew(place, fresh) {
    if (fresh && place.innerHTML !== fresh.innerHTML) place.replaceChildren(...fresh.childNodes);
  }

  /** Tell how far the task is until it is over. The page stays: what is sent, chosen and typed meanwhile is not lost. */
  async function follow() {
    const panel = id("taak");
    if (!panel || "klaar" in panel.dataset) return;
    while (panel.isConnected && !("klaar" in panel.dataset)) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
      const response = await get(`documenten-taak?id=${encodeURIComponent(panel.dataset.taak)}`);
      if (response?.status === 401 && !sending) return location.reload(); // the session is over: to the login page
      if (response?.status === 404) panel.remove(); // the server began anew, and knows no task any more
      const fresh = response?.ok && parsed(await response.text()).getElementById("taak");
      if (!fresh) continue;
      panel.className = fresh.className;
      Object.assign(panel.dataset, fresh.dataset);
      for (const part of panel.children) renew(part, fresh.querySelector(`.${part.className}`));
    }
    await renewList();
  }

  /** Bring the list up to date; a reader who is in it stays at the same link, or else at its heading. */
  async function renewList() {
    const response = await get(location.href);
    if (!response?.ok) return;
    const [list, place] = [id("lijst"), document.activeElement];
    const link = list.contains(place) ? place.getAttribute("href") : null;
    renew(list, parsed(await response.text()).getElementById("lijst"));
    if (!place.isConnected) (list.querySelector(`a[href="${CSS.escape(link)}"]`) ?? id("lijst-kop")).focus();
  }

  /** Send the files with a bar that says how much is sent; what comes back is the page of the task, or a refusal. */
  function send(event) {
    event.preventDefault();
    if (sending) return;
    const [told, refused] = [form.querySelector("[role=status]"), form.querySelector("[role=alert]")];
    const button = form.querySelector("button");
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, ariaLabel: form.dataset.versturen });
    const files = [...form.querySelector("[type=file]").files];

    /** While it sends the button keeps the focus, which one that is disabled would lose. */
    function setSending(is) {
      sending = is;
      button.ariaDisabled = is ? "true" : null;
    }

    function end(refusal) {
      setSending(false);
      told.textContent = "";
      refused.textContent = refusal;
      bar.remove();
    }

    end("");
    if (files.length > form.dataset.bestanden) return end(form.dataset.teVeel);
    if (files.reduce((sum, file) => sum + file.size, 0) > form.dataset.bytes) return end(form.dataset.teGroot);
    setSending(true);
    told.textContent = form.dataset.versturen;
    form.append(bar);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.upload.onprogress = (progress) => (bar.value = progress.total ? progress.loaded / progress.total : 0);
    request.onload = () => {
      const task = new URL(request.responseURL).searchParams.get("taak");
      const reason = parsed(request.responseText).querySelector("main h1 + p");
      end(task || request.status === 401 ? "" : (reason?.textContent ?? form.dataset.mislukt));
      if (task) location.assign(request.responseURL);
      else if (request.status === 401) location.reload();
    };
    request.onerror = () => end(form.dataset.mislukt);
    request.send(new FormData(form));
  }

  /** The other tabs lead back to what was asked last in this window. */
  for (const link of document.querySelectorAll(".tabbladen a:not([aria-current])")) {
    const tab = new URLSearchParams(link.search).get("tab");
    const query = new URLSearchParams(askedBefore.last());
    if (tab) query.set("tab", tab);
    link.search = query;
  }
  form?.addEventListener("submit", send);
  follow();
})();
