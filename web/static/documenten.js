// The page of documents: how far sending and reading are, without loading the page anew. It works without this too.
"use strict";

(() => {
  const POLL_MILLISECONDS = 700;

  async function follow() {
    const panel = document.getElementById("taak");
    if (!panel || "klaar" in panel.dataset) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    const response = await fetch(`documenten-taak?id=${encodeURIComponent(panel.dataset.taak)}`).catch(() => null);
    if (response?.status === 401) return location.reload(); // the session is over: to the login page
    if (response?.ok) {
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("taak");
      if (fresh && "klaar" in fresh.dataset) return location.reload(); // the list is another one now
      if (fresh) {
        panel.className = fresh.className;
        panel.replaceChildren(...fresh.childNodes);
      }
    }
    follow();
  }

  /** Send the files with a bar that says how much is sent; what comes back is the page of the task, or a refusal. */
  function send(event) {
    const form = event.target;
    event.preventDefault();
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", form.dataset.versturen);
    const told = document.createElement("p");
    told.setAttribute("role", "status");
    told.textContent = form.dataset.versturen;
    form.append(told, bar);
    form.querySelector("button").disabled = true;
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.upload.onprogress = (progress) => (bar.value = progress.total ? progress.loaded / progress.total : 0);
    request.onload = () => {
      const task = new URL(request.responseURL).searchParams.get("taak");
      if (task || request.status === 401) return location.assign(task ? request.responseURL : location.href);
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const main = page.querySelector("main");
      told.className = "mislukt";
      told.setAttribute("role", "alert");
      told.textContent = main?.querySelector("h1 + p")?.textContent ?? request.statusText;
      bar.remove();
      form.querySelector("button").disabled = false;
    };
    request.onerror = () => form.submit(); // the browser says itself what is wrong
    request.send(new FormData(form));
  }

  /** The first tab leads back to what was asked last in this window. */
  function leadBack() {
    try {
      document.querySelector(".tabbladen a").search = sessionStorage.getItem("veiligheidswijzer.laatste") ?? "";
    } catch {
      // nothing may be kept here: it leads to an empty page
    }
  }

  leadBack();
  document.getElementById("toevoegen")?.addEventListener("submit", send);
  follow();
})();
