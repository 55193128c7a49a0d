// A field above the long list of categories: what is typed leaves only those with it in their names.
const box = document.querySelector("[data-categories]");
const select = box?.querySelector("select");

if (select) {
  const field = select.closest(".field");
  const first = select.options[0];
  const all = [...select.querySelectorAll("optgroup")].map((group) => ({
    group,
    options: [...group.children].map((option) => ({
      option,
      words: `${group.label} ${option.textContent}`.toLocaleLowerCase(),
    })),
  }));
  const input = document.createElement("input");
  input.type = "search";
  input.className = "category-search";
  input.placeholder = box.dataset.textFind;
  input.setAttribute("aria-label", box.dataset.textFind);
  input.autocomplete = "off";
  const none = document.createElement("p");
  none.className = "field__help";
  none.setAttribute("role", "status");
  select.before(input);
  select.after(none);

  input.addEventListener("input", (event) => {
    event.stopPropagation();
    const asked = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const chosen = select.value;
    const found = [];
    for (const { group, options } of all) {
      const fitting = options.filter(({ words }) => asked.every((word) => words.includes(word)));
      group.replaceChildren(...fitting.map(({ option }) => option));
      group.remove();
      if (fitting.length) select.append(group);
      found.push(...fitting.map(({ option }) => option.value));
    }
    none.textContent = found.length ? "" : box.dataset.textNone;
    if (found.includes(chosen)) select.value = chosen;
    else if (asked.length && found.length) select.value = found[0];
    else first.selected = true;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      select.focus();
    }
  });
  field.classList.add("field--searched");
}
