// Follows the colour fields with the contrast of each pair, and the logo with how it looks on light and on dark.
const COLOUR = /^#[0-9a-f]{6}$/;
const SOFT = "#586069";
const INK = "#14171a";

const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

function luminance(colour) {
  const [red, green, blue] = channels(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

const sunken = (ground) =>
  `#${channels(ground)
    .map((part, at) => Math.round(part * 0.95 + channels(INK)[at] * 0.05).toString(16).padStart(2, "0"))
    .join("")}`;

const inkOn = (colour) => (contrast("#ffffff", colour) >= contrast("#000000", colour) ? "#ffffff" : "#000000");

function showPairs() {
  const [accent, ground] = ["accent", "ground"].map((name) =>
    document.querySelector(`input[name="${name}"]`)?.value.trim().toLowerCase(),
  );
  if (!COLOUR.test(accent) || !COLOUR.test(ground)) return;
  const pairs = { button: [accent, ground], label: [inkOn(accent), accent], grey: [SOFT, sunken(ground)] };
  for (const row of document.querySelectorAll("[data-pair]")) {
    const [above, below] = pairs[row.dataset.pair];
    const found = contrast(above, below);
    const isEnough = found >= Number(row.dataset.needed);
    const [back, front] = row.querySelector("svg").children;
    back.setAttribute("fill", below);
    front.setAttribute("fill", above);
    const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    row.querySelector("[data-found]").textContent =
      `${found.toLocaleString(document.documentElement.lang || "en", digits)} : 1`;
    row.querySelector("[data-enough]").hidden = !isEnough;
    row.querySelector("[data-too-little]").hidden = isEnough;
  }
}

function showLogo(place) {
  const chooser = document.getElementById(`id_${place.dataset.logoGrounds}-chooser`);
  const chosen = document.getElementById(`id_${place.dataset.logoGrounds}`)?.value;
  const source = chooser?.querySelector("[data-chooser-image]")?.getAttribute("src");
  place.hidden = !chosen || !source;
  if (place.hidden) return;
  for (const image of place.querySelectorAll("img")) image.src = source;
}

document.addEventListener("input", (event) => {
  if (event.target.closest?.(".paired-input")) showPairs();
});

document.addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll("[data-logo-grounds]")) {
    const chooser = document.getElementById(`id_${place.dataset.logoGrounds}-chooser`);
    const look = () => showLogo(place);
    if (chooser) new MutationObserver(look).observe(chooser, { attributes: true, childList: true, subtree: true });
  }
});
