// The tree of categories: rows are dropped, and the arrows move without a new page. The server moves and says where to.
const results = document.querySelector("#listing-results");
const form = document.querySelector("#category-move");
const told = document.querySelector("[data-told]");
const edge = 0.3; // Of a row's height, above and below: beside it; between: into it.
let dragged = null;

const rowOf = (target) => target.closest?.("tr[data-category]");
const addressOf = (row) => row.querySelector("button[form=category-move]").formAction;
const showGrips = () => results.querySelectorAll("[data-grip]").forEach((grip) => {
  grip.hidden = false;
  grip.draggable = true;
});

async function move(row, step, other) {
  const body = new FormData(form);
  body.set("step", step);
  if (other) body.set("other", other);
  const answer = await fetch(addressOf(row), { method: "POST", headers: { "X-Requested-With": "XMLHttpRequest" }, body });
  if (!answer.ok && answer.status !== 422) {
    location.reload(); // Signed out, or no longer allowed: the page says so.
    return;
  }
  const words = await answer.text();
  told.toggleAttribute("data-refused", !answer.ok);
  told.textContent = words;
  if (answer.ok) await renew(row.dataset.category, step);
}

async function renew(id, step) {
  const page = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("#listing-results");
  results.replaceChildren(...document.adoptNode(fresh).childNodes);
  document.dispatchEvent(new CustomEvent("w-swap:success")); // Wagtail counts the ticks anew.
  showGrips();
  const row = results.querySelector(`tr[data-category="${id}"]`);
  (row?.querySelector(`button[value="${step}"]:enabled`) ?? row?.querySelector("button[name=step]:enabled"))?.focus();
}

function place(event) {
  const row = rowOf(event.target);
  if (!row || row === dragged) return null;
  const { top, height } = row.getBoundingClientRect();
  const at = (event.clientY - top) / height;
  return [row, at < edge ? "before" : at > 1 - edge ? "after" : "into"];
}

function mark(row, where) {
  results.querySelectorAll("[data-drop]").forEach((one) => one.removeAttribute("data-drop"));
  if (row) row.dataset.drop = where;
}

if (form && results) {
  showGrips();
  document.addEventListener("w-swap:success", showGrips);
  results.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[form=category-move]");
    if (!button) return;
    event.preventDefault();
    move(rowOf(button), button.value);
  });
  results.addEventListener("dragstart", (event) => {
    if (!event.target.closest?.("[data-grip]")) return;
    dragged = rowOf(event.target);
    dragged.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.category);
    event.dataTransfer.setDragImage(dragged, 0, 0);
  });
  results.addEventListener("dragover", (event) => {
    const found = dragged && place(event);
    mark(...(found ?? []));
    if (found) event.preventDefault();
  });
  results.addEventListener("drop", (event) => {
    const found = dragged && place(event);
    if (!found) return;
    event.preventDefault();
    move(dragged, found[1], found[0].dataset.category);
  });
  results.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    mark();
  });
}
