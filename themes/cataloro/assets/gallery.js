// Lets the small photos of a gallery move the big ones without a jump of the page, and shows which one is in view.
for (const gallery of document.querySelectorAll(".gallery")) {
  const track = gallery.querySelector(".gallery__track");
  const links = [...gallery.querySelectorAll(".gallery__thumbs a")];

  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const photo = document.getElementById(link.hash.slice(1));
      track.scrollTo({ left: photo.offsetLeft - track.offsetLeft, behavior: "smooth" });
    });
  }

  const watch = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        const link = links.find((one) => one.hash === `#${target.id}`);
        if (isIntersecting) link?.setAttribute("aria-current", "true");
        else link?.removeAttribute("aria-current");
      }
    },
    { root: track, threshold: 0.6 },
  );
  if (links.length) for (const photo of track.children) watch.observe(photo);
}
