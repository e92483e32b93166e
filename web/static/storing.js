// What Gradio would say in another language. When a request of the page fails, it tells so in a corner, in English, for
// some seconds; here it is told at the top, in Dutch, until it is over. Loaded before Gradio, to see every request.
"use strict";

const trouble = (() => {
  // Gradio gives the page the language of the browser; this page is Dutch whatever the browser speaks.
  for (const [name, value] of Object.entries({ language: "nl", languages: ["nl"] }))
    Object.defineProperty(navigator, name, { get: () => value });

  const HEARD_MILLISECONDS = 100; // before a screen reader has noticed that a notice is gone
  const ASKS = /\/gradio_api\/(queue\/join$|run\/)/;
  const send = window.fetch;
  let told = "";
  let acted = false; // whether the reader did something since, and waits to hear what became of it
  let leaving = false; // then requests are broken off, and nobody needs to know

  /** Show the notice of this kind, unless one that explains more is there; it is heard once for all that `asks`. */
  function tell(kind, asks = false) {
    const place = document.getElementById("storing");
    questions.stop(); // also one that is refused for the same reason again
    overview.stop();
    const again = asks && acted;
    if (asks) acted = false;
    if (!place || (!again && (told === kind || (told && kind === "anders")))) return;
    const wait = told ? HEARD_MILLISECONDS : 0;
    told = kind;
    if (!wait) return show(kind);
    place.replaceChildren(); // screen readers say what is new only
    setTimeout(() => told === kind && show(kind), wait);
  }

  function show(kind) {
    const notice = document.querySelector(`template[data-storing="${kind}"]`).content.cloneNode(true);
    document.getElementById("storing").replaceChildren(notice);
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
  for (const name of ["click", "change", "keydown"]) document.addEventListener(name, () => (acted = true), true);

  function isOver() {
    if (!told) return;
    told = "";
    document.getElementById("storing").replaceChildren();
  }

  /** Say in a request of whose page it is: another may have logged in since, in whose name nothing is to be done. */
  function inName([what, options]) {
    const headers = new Headers(options?.headers ?? what.headers);
    headers.set("X-Visitor", encodeURIComponent(visitor.name()));
    return [what, { ...options, headers }];
  }

  window.fetch = async (...request) => {
    const url = new URL(request[0].url ?? request[0], location.href);
    if (visitor.name() && url.origin === location.origin) request = inName(request);
    const asks = ASKS.test(url.pathname);
    try {
      const response = await send(...request);
      leaving = false;
      if (url.origin !== location.origin) return response;
      if (response.status === 409) location.reload();
      else if (response.status === 401) tell("inloggen", asks);
      else if (response.status === 429 || response.status === 503) tell("druk", asks);
      else if (!response.ok && /\/gradio_api\/(queue|run)\//.test(url.pathname)) tell("anders", asks);
      else if (asks) isOver();
      return response;
    } catch (error) {
      if (!leaving && error.name !== "AbortError" && url.origin === location.origin) tell("verbinding", asks);
      throw error;
    }
  };

  // Whatever else Gradio has to report, of which its own notice is not shown. The place for it is empty at the start.
  new MutationObserver((changes) => {
    const reported = (node) => node.nodeType === Node.ELEMENT_NODE && node.closest(".toast-wrap")?.childElementCount;
    if (changes.some((change) => [...change.addedNodes].some(reported))) tell("anders");
  }).observe(document, { childList: true, subtree: true });

  return { tell };
})();
