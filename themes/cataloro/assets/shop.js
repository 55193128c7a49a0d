// Marks the category of the header that this page belongs to. The header is the same file of bytes on every page.
const here = location.pathname;

for (const link of document.querySelectorAll(".aisles a, .menu a")) {
  const path = link.pathname;
  if (link.host !== location.host || path === "/") continue;
  if (here === path) link.setAttribute("aria-current", "page");
  else if (here.startsWith(`${path}/`)) link.setAttribute("aria-current", "true");
}

// Only a browser that was greeted before asks who is here: pages stay files for everybody else.
if (/(?:^|; )cataloro_hint=/.test(document.cookie)) {
  fetch("/api/me", { headers: { Accept: "application/json" } })
    .then((response) => (response.ok ? response.json() : null))
    .then((me) => {
      for (const link of document.querySelectorAll("[data-counted]")) {
        const count = me?.counts?.[link.dataset.counted];
        if (count) link.dataset.count = count > 99 ? "99+" : count;
        const name = link.querySelector("[data-name]");
        if (name && me?.name) name.textContent = me.name;
      }
    })
    .catch(() => {});
}

document.querySelector(".aisles [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
