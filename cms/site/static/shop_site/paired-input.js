// Keeps the two inputs of a pair equal; the second one is sent. Both tell the form, so that its live preview follows.
function tell(input, kind) {
  input.dispatchEvent(new Event(kind, { bubbles: true }));
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const pair = event.target.closest?.(".paired-input");
    if (!pair) return;
    const [companion, sent] = pair.querySelectorAll("input");
    if (event.target === companion) {
      if (sent.value !== companion.value) sent.value = companion.value;
      tell(sent, kind);
    } else if (companion.value !== sent.value) {
      companion.value = sent.value;
    }
  });
}
