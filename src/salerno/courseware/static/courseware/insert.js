/* The bar above the text inserts templates at the cursor, so that undoing (Ctrl+Z) takes them out again. A figure is not inserted
   without words for those who do not see it. */
const text = document.querySelector("[data-studio-form] textarea[name=text]");
const bar = document.querySelector("[data-studio-bar]");
const HOLE = "…";

function insert(piece) {
  text.focus();
  const start = text.selectionStart;
  const isBlock = piece.endsWith("\n");
  const startsLine = start === 0 || text.value[start - 1] === "\n";
  const whole = isBlock && !startsLine ? `\n${piece}` : piece;
  /* The command is old, and the only one that keeps the history of undoing. */
  if (!document.execCommand("insertText", false, whole)) {
    text.setRangeText(whole, start, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const hole = whole.indexOf(HOLE);
  if (hole >= 0) text.setSelectionRange(start + hole, start + hole + HOLE.length);
}

function figure(button) {
  const alt = bar.querySelector("[data-studio-alt]");
  const words = alt.value.replace(/\s+/g, " ").trim();
  alt.setCustomValidity(words ? "" : button.dataset.missing);
  if (!alt.reportValidity()) return;
  const path = bar.querySelector("[data-studio-image]").value;
  const caption = bar.querySelector("[data-studio-caption]").value.trim();
  insert(`:::{figure} ${path}\n:alt: ${words}\n\n${caption || HOLE}\n:::\n`);
  bar.querySelector("[data-studio-figure]").open = false;
  alt.value = "";
}

bar.hidden = bar.childElementCount === 0;
bar.addEventListener("input", (event) => event.stopPropagation());
bar.addEventListener("click", (event) => {
  const piece = event.target.closest("[data-studio-insert]");
  if (piece) insert(piece.dataset.studioInsert);
  const button = event.target.closest("[data-studio-insert-figure]");
  if (button) figure(button);
});
bar.querySelector("[data-studio-alt]")?.addEventListener("input", (event) => event.target.setCustomValidity(""));
