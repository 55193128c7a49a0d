// Shows the photos that were chosen for a message before they are sent. Drawn, because the pages load nothing but
// their own files. Without this file the same photos are sent unseen.
const SIDE = 224;

const draw = async (file) => {
  const image = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const side = Math.min(image.width, image.height);
  canvas
    .getContext("2d")
    .drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  image.close();
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", file.name);
  return canvas;
};

for (const box of document.querySelectorAll("[data-sent-photos]")) {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-preview]");
  const told = box.querySelector("[data-told]");
  const room = 3 - box.querySelectorAll("[name=photo-kept]").length;
  input.addEventListener("change", async () => {
    const files = [...input.files];
    told.textContent = files.length > room ? box.dataset.textMost : "";
    const items = await Promise.all(
      files.slice(0, Math.max(room, 0)).map(async (file) => {
        const item = document.createElement("li");
        try {
          item.append(await draw(file));
        } catch {
          item.textContent = `${file.name}: ${box.dataset.textUnreadable}`;
        }
        return item;
      }),
    );
    list.replaceChildren(...items);
    list.hidden = items.length === 0;
  });
}
