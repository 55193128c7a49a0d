// Tells how far work in the background is; when it has ended, the page is loaded anew with its result.
const status = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(status.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const { text } = await answer.json();
      if (!text) {
        location.reload();
        return;
      }
      if (status.textContent !== text) status.textContent = text;
    }
  } catch {
    // The server is away for a moment: the next look tells.
  }
  setTimeout(look, 1000);
}

if (status) setTimeout(look, 1000);
