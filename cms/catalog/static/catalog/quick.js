// Price and status changed in the row: the link's page is shown in its cell, and the row is fetched anew afterwards.
const part = { "X-Requested-With": "XMLHttpRequest" };

function show(cell, html) {
  cell.querySelector(".quick-form")?.remove();
  const form = new DOMParser().parseFromString(html, "text/html").querySelector(".quick-form");
  cell.append(document.adoptNode(form));
  form.querySelector("input:not([type=hidden]), select")?.focus();
}

function close(cell) {
  cell.querySelector(".quick-form")?.remove();
  cell.querySelector("[data-quick]")?.focus();
}

async function renew(row) {
  const id = row.dataset.listing;
  const page = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector(`tr[data-listing="${id}"]`);
  if (!fresh) {
    location.reload(); // The filters let it through no longer.
    return;
  }
  fresh.querySelector("[type=checkbox]")?.closest("td").replaceWith(row.querySelector("[type=checkbox]").closest("td"));
  row.replaceWith(document.adoptNode(fresh)); // With the box to tick that Wagtail's script knows.
  document.querySelector(`tr[data-listing="${id}"] [data-quick]`)?.focus();
}

document.addEventListener("click", async (event) => {
  const closing = event.target.closest?.("tr [data-quick-close]");
  const link = event.target.closest?.("a[data-quick]");
  if (event.ctrlKey || event.metaKey || event.shiftKey || (!link && !closing)) return;
  event.preventDefault();
  if (closing) {
    close(closing.closest("td"));
    return;
  }
  try {
    const answer = await fetch(link.href, { headers: part });
    if (!answer.ok || answer.redirected) throw new Error("not the form");
    show(link.closest("td"), await answer.text());
  } catch {
    location.assign(link.href);
  }
});

document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && event.target.closest?.("tr .quick-form");
  if (form) close(form.closest("td"));
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest?.("tr .quick-form");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", headers: part, body: new FormData(form) });
    if (answer.status === 204) await renew(form.closest("tr"));
    else if (answer.status === 422) show(form.closest("td"), await answer.text());
    else throw new Error("no answer of the form");
  } catch {
    form.submit();
  }
});
