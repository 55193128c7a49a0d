// Keeps what is typed on the server, a moment after the last key; nothing is published by it.
const PAUSE = 1500;
const form = document.querySelector("[data-listing-form]");

if (form) {
  const state = form.querySelector("[data-state]");
  let timer = 0;
  let waiting = false;

  const body = () => {
    const said = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") said.append(name, value);
    return said;
  };

  const keep = async () => {
    waiting = false;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: body(), keepalive: true });
      if (answer.ok) {
        const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date());
        state.textContent = form.dataset.textKept.replace("{time}", time);
      } else {
        const told = await answer.json().catch(() => ({}));
        state.textContent = told.error ?? form.dataset.textNotKept;
      }
    } catch {
      waiting = true;
      state.textContent = form.dataset.textNotKept;
    }
  };

  form.addEventListener("input", () => {
    waiting = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => {
    waiting = false;
    clearTimeout(timer);
  });
  addEventListener("online", () => waiting && keep());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && waiting) {
      clearTimeout(timer);
      keep();
    }
  });
}
