// Marks the category of the header that this page belongs to. The header is the same file of bytes on every page.
const here = location.pathname;

for (const link of document.querySelectorAll(".aisles a, .menu a")) {
  const path = link.pathname;
  if (link.host !== location.host || path === "/") continue;
  if (here === path) link.setAttribute("aria-current", "page");
  else if (here.startsWith(`${path}/`)) link.setAttribute("aria-current", "true");
}

document.querySelector(".aisles [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
