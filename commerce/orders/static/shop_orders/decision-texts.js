// Puts a kept text into the reasons without loading the page anew: what was typed there stays before it.
const form = document.querySelector("[data-decision-texts]");
const note = document.getElementById("id_note");

form?.addEventListener("submit", (event) => {
  const chosen = form.querySelector("option:checked");
  if (!chosen || !note) return;
  event.preventDefault();
  note.value = note.value.trim() ? `${note.value.trimEnd()}\n\n${chosen.dataset.text}` : chosen.dataset.text;
  note.dispatchEvent(new Event("input", { bubbles: true }));
  note.focus();
});
