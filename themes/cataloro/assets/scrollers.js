// Gives each row that scrolls sideways a button for either direction. Without it the row scrolls by touch, wheel and keys.
function button(scroller, track, name, label, direction) {
  const one = document.createElement("button");
  one.type = "button";
  one.disabled = true; // Until it is known that there is something to scroll to: it must not flash up.
  one.className = `step step--${name}`;
  one.textContent = direction < 0 ? "←" : "→";
  one.setAttribute("aria-label", label);
  one.addEventListener("click", () => {
    track.scrollBy({ left: direction * Math.max(track.clientWidth * 0.9, 1), behavior: "smooth" });
  });
  scroller.append(one);
  return one;
}

for (const scroller of document.querySelectorAll("[data-scroller]")) {
  const track = scroller.querySelector("ul, ol");
  if (!track) continue;
  const previous = button(scroller, track, "previous", scroller.dataset.previous, -1);
  const next = button(scroller, track, "next", scroller.dataset.next, 1);
  const settle = () => {
    previous.disabled = track.scrollLeft < 8;
    next.disabled = track.scrollLeft + track.clientWidth > track.scrollWidth - 8;
  };
  track.addEventListener("scroll", settle, { passive: true });
  new ResizeObserver(settle).observe(track);
}
