// Tells in a corner of the admin when what was just saved is live, or why it is not.
{
  const { status: address, close: closeText } = document.currentScript.dataset;
  const SEEN = "cataloro-seen-publication";
  const READING_MS = 8000;
  const QUICK_MS = 250;
  const SLOW_MS = 2000;
  const QUICK_LOOKS = 20;
  const LOOKS = 300;

  function makeCorner() {
    const corner = document.createElement("div");
    corner.className = "publishing-corner";
    corner.dataset.state = "idle";
    const words = document.createElement("span");
    words.setAttribute("role", "status");
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = closeText;
    close.addEventListener("click", () => (corner.dataset.state = "idle"));
    corner.append(words, close);
    document.body.append(corner);
    return { corner, words, close };
  }

  async function watch() {
    const { corner, words, close } = makeCorner();
    let since = null;
    for (let look = 0; look < LOOKS; look += 1) {
      if (!document.hidden || look === 0) {
        const query = new URLSearchParams({ seen: sessionStorage.getItem(SEEN) ?? "0" });
        if (since !== null) query.set("since", since);
        const response = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } });
        if (!response.ok || response.redirected) return;
        const told = await response.json();
        since = told.since;
        sessionStorage.setItem(SEEN, told.seen);
        if (words.textContent !== told.text && told.state !== "idle") {
          words.textContent = told.text;
          corner.dataset.state = told.state;
        }
        close.hidden = told.state !== "failed";
        if (told.state === "live") setTimeout(() => (corner.dataset.state = "idle"), READING_MS);
        if (told.state === "live" || told.state === "idle") return;
      }
      await new Promise((resolve) => setTimeout(resolve, look < QUICK_LOOKS ? QUICK_MS : SLOW_MS));
    }
  }

  // The log-in has no sidebar, and nothing to tell. A server that is away is told by the page one opens next.
  if (document.getElementById("wagtail-sidebar")) watch().catch(() => {});
}
