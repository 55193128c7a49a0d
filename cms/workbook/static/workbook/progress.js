// Tells how far work in the background is; when it has ended, the page is loaded anew with its result.
const place = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const { text, percent } = await answer.json();
      if (!text) {
        location.reload();
        return;
      }
      const words = place.querySelector("[role=status]");
      if (words.textContent !== text) words.textContent = text;
      const bar = place.querySelector("progress");
      if (bar) {
        bar.hidden = percent == null;
        if (percent != null) bar.value = percent;
      }
    }
  } catch {
    // The server is away for a moment: the next look tells.
  }
  setTimeout(look, 1000);
}

if (place) setTimeout(look, 700);
