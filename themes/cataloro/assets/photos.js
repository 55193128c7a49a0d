// Sends each photo at once, shows it, and lets it be turned, moved and removed by buttons. Without this file the same
// is done by the plain fields of each place.
const LARGEST = 10 * 1024 * 1024;
const box = document.querySelector("[data-photos]");

if (box) {
  const text = (name, values = {}) =>
    Object.entries(values).reduce((whole, [key, value]) => whole.replace(`{${key}}`, value), box.dataset[name]);
  const told = box.querySelector("[data-told]");
  const slots = [...box.querySelectorAll("[data-slot]")];
  const part = (slot, name) => slot.querySelector(`[data-${name}]`);
  const changed = () => box.dispatchEvent(new Event("input", { bubbles: true }));
  box.classList.add("js-photos");

  const show = (slot, photo) => {
    part(slot, "kept").value = photo?.hash ?? "";
    slot.classList.toggle("slot--filled", Boolean(photo));
    let image = slot.querySelector(".slot__photo");
    if (!photo) image?.remove();
    else {
      if (!image) {
        image = document.createElement("img");
        image.className = "slot__photo";
        image.alt = "";
        slot.querySelector(".slot__frame").prepend(image);
      }
      image.src = photo.src;
    }
    label();
  };

  const label = () => {
    slots.forEach((slot, place) => {
      const values = { number: place + 1 };
      const filled = Boolean(part(slot, "kept").value);
      slot.querySelector(".slot__choose").textContent = text(filled ? "textReplace" : "textAdd", values);
      for (const button of slot.querySelectorAll(".slot__tools button")) {
        button.setAttribute("aria-label", text(button.dataset.text, values));
        button.title = text(button.dataset.text, values);
      }
      slot.querySelector("[data-text=textBefore]").disabled = place === 0;
    });
  };

  const complain = (slot, words) => {
    part(slot, "mistake").textContent = words;
    told.textContent = words;
  };

  const send = (slot, file) => {
    complain(slot, "");
    if (file.size > LARGEST) return complain(slot, text("textTooLarge"));
    const bar = document.createElement("progress");
    bar.className = "slot__progress";
    bar.max = 1;
    slot.querySelector(".slot__frame").append(bar);
    const request = new XMLHttpRequest();
    request.open("POST", "/sell/photo");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = event.loaded / event.total;
      const percent = Math.round(bar.value * 100);
      told.textContent = percent < 100 ? text("textSending", { percent }) : text("textWorking");
      if (percent === 100) bar.removeAttribute("value");
    });
    request.addEventListener("loadend", () => {
      bar.remove();
      const answer = request.response;
      if (request.status === 200 && answer?.hash) {
        slot.querySelector(".slot__file").value = "";
        told.textContent = "";
        show(slot, answer);
        changed();
      } else {
        complain(slot, answer?.error ?? text("textFailed"));
        slot.querySelector(".slot__file").value = "";
      }
    });
    const body = new FormData();
    body.append("file", file);
    request.send(body);
  };

  const turn = async (slot, button) => {
    button.disabled = true;
    try {
      const answer = await fetch(`/sell/photo/${part(slot, "kept").value}/turn`, { method: "POST" });
      if (!answer.ok) throw new Error(String(answer.status));
      show(slot, await answer.json());
      complain(slot, "");
      changed();
    } catch {
      complain(slot, text("textFailed"));
    }
    button.disabled = false;
    button.focus();
  };

  // Two places swap what is in them; the places themselves stay, and so do their names.
  const swap = (one, other) => {
    const photo = (slot) => {
      const hash = part(slot, "kept").value;
      return hash ? { hash, src: slot.querySelector(".slot__photo").src } : null;
    };
    const [first, second] = [photo(one), photo(other)];
    const [words, otherWords] = [part(one, "alt").value, part(other, "alt").value];
    show(one, second);
    show(other, first);
    part(one, "alt").value = otherWords;
    part(other, "alt").value = words;
    complain(one, "");
    complain(other, "");
    changed();
  };

  const tool = (slot, name, sign, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.text = name;
    button.textContent = sign;
    button.addEventListener("click", () => act(button));
    return button;
  };

  slots.forEach((slot, place) => {
    part(slot, "place").value = String(place + 1);
    const tools = document.createElement("div");
    tools.className = "slot__tools";
    tools.append(
      tool(slot, "textTurn", "↻", (button) => turn(slot, button)),
      tool(slot, "textBefore", "←", () => {
        swap(slot, slots[place - 1]);
        slots[place - 1].querySelector(place > 1 ? "[data-text=textBefore]" : "[data-text=textTurn]").focus();
      }),
      tool(slot, "textRemove", "✕", () => {
        show(slot, null);
        part(slot, "alt").value = "";
        slot.querySelector(".slot__file").focus();
        changed();
      }),
    );
    slot.querySelector(".slot__frame").after(tools);
    slot.querySelector(".slot__file").addEventListener("change", (event) => {
      const files = [...event.target.files];
      if (files.length) send(slot, files[0]);
    });
    for (const kind of ["dragover", "drop"]) {
      slot.addEventListener(kind, (event) => {
        event.preventDefault();
        const file = event.dataTransfer?.files[0];
        if (kind === "drop" && file) send(slot, file);
      });
    }
  });
  label();
}
