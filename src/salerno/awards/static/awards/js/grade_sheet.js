/* In a form with data-grade-sheet, Enter and the arrows go from cell to cell; a column pasted from a spreadsheet fills the cells below. */
const sheet = document.querySelector("form[data-grade-sheet]");
const cells = sheet ? [...sheet.querySelectorAll("input.table__input")] : [];

function go(from, steps) {
  const next = cells[cells.indexOf(from) + steps];
  next?.focus();
  next?.select();
}

sheet?.addEventListener("keydown", (event) => {
  if (!cells.includes(event.target)) return;
  const steps = { ArrowDown: 1, Enter: event.shiftKey ? -1 : 1, ArrowUp: -1 }[event.key];
  if (steps === undefined) return;
  event.preventDefault();
  go(event.target, steps);
});

sheet?.addEventListener("paste", (event) => {
  const start = cells.indexOf(event.target);
  const lines = event.clipboardData.getData("text/plain").trimEnd().split(/\r?\n/);
  if (start < 0 || lines.length < 2) return;
  event.preventDefault();
  for (const [place, line] of lines.entries()) {
    const cell = cells[start + place];
    if (!cell) break;
    cell.value = line.split("\t")[0].trim();
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }
  go(event.target, Math.min(lines.length, cells.length - start - 1));
});
