// What Gradio would say in another language. When a request of the page fails, it tells so in a corner, in English, for
// some seconds; here it is told at the top, in Dutch, until it is over. Loaded before Gradio, to see every request.
"use strict";

(() => {
  // Gradio gives the page the language of the browser; this page is Dutch whatever the browser speaks.
  for (const [name, value] of Object.entries({ language: "nl", languages: ["nl"] }))
    Object.defineProperty(navigator, name, { get: () => value });

  const send = window.fetch;
  let told = "";
  let leaving = false; // then requests are broken off, and nobody needs to know

  /** Show the notice of this kind, unless one that explains more is there. */
  function tell(kind) {
    const place = document.getElementById("storing");
    questions.stop(); // also one that is refused for the same reason again
    overview.stop();
    if (!place || told === kind || (told && kind === "anders")) return;
    told = kind;
    place.replaceChildren(document.querySelector(`template[data-storing="${kind}"]`).content.cloneNode(true));
    keep();
  }

  /** Keep what is typed meanwhile: a new connection or login begins with a new page, which asks what the address asks. */
  function keep() {
    questions.keep();
    const login = document.querySelector("#storing a[data-inloggen]");
    if (login) login.href = `login?naar=${encodeURIComponent(location.pathname + location.search)}`;
  }

  for (const name of ["beforeunload", "pagehide"]) addEventListener(name, () => (leaving = true));
  addEventListener("pageshow", () => (leaving = false));
  document.addEventListener("input", () => told && keep());

  function isOver() {
    if (!told) return;
    told = "";
    document.getElementById("storing").replaceChildren();
  }

  window.fetch = async (...request) => {
    const url = new URL(request[0].url ?? request[0], location.href);
    try {
      const response = await send(...request);
      leaving = false;
      if (url.origin !== location.origin) return response;
      if (response.status === 401) tell("inloggen");
      else if (response.status === 429 || response.status === 503) tell("druk");
      else if (!response.ok && /\/gradio_api\/(queue|run)\//.test(url.pathname)) tell("anders");
      else if (/\/gradio_api\/(queue\/join$|run\/)/.test(url.pathname)) isOver();
      return response;
    } catch (error) {
      if (!leaving && error.name !== "AbortError" && url.origin === location.origin) tell("verbinding");
      throw error;
    }
  };

  // Whatever else Gradio has to report, of which its own notice is not shown. The place for it is empty at the start.
  new MutationObserver((changes) => {
    const reported = (node) => node.nodeType === Node.ELEMENT_NODE && node.closest(".toast-wrap")?.childElementCount;
    if (changes.some((change) => [...change.addedNodes].some(reported))) tell("anders");
  }).observe(document, { childList: true, subtree: true });
})();
