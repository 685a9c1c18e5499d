/* In a form with data-ranking, places are ordered by dragging, by buttons or by their numbers, which alone are sent. */
const form = document.querySelector("form[data-ranking]");
const list = form?.querySelector("[data-ranking-list]");
const told = form?.querySelector("[data-ranking-told]");
const rows = () => [...list.children];
const field = (row) => row.querySelector("input");
const chosen = () => rows().filter((row) => field(row).value !== "").sort((a, b) => field(a).value - field(b).value);
let dragged = null;

function write(order, moved) {
  const rest = rows().filter((row) => !order.includes(row));
  const had = document.activeElement;
  for (const row of [...order, ...rest]) {
    const rank = order.indexOf(row) + 1;
    list.append(row);
    field(row).value = rank || "";
    for (const button of row.querySelectorAll("button")) {
      const act = button.dataset.move;
      button.hidden = act === "on" ? rank > 0 : rank === 0;
      if (act === "up" || act === "down") button.disabled = rank === (act === "up" ? 1 : order.length);
    }
  }
  if (!moved) return;
  const back = had?.hidden || had?.disabled ? moved.querySelector("button:not([hidden], [disabled])") : had;
  back?.focus();
  const rank = order.indexOf(moved) + 1;
  const words = rank ? form.dataset.toldRank : form.dataset.toldOff;
  told.textContent = words.replace("PLACE", moved.dataset.name).replace("NUMBER", rank);
  field(moved).dispatchEvent(new Event("input", { bubbles: true }));
}

function put(row, at) {
  const order = chosen().filter((one) => one !== row);
  if (at !== null) order.splice(at, 0, row);
  write(order, row);
}

if (list) {
  for (const row of rows()) row.draggable = true;
  write(chosen());
}

list?.addEventListener("click", (event) => {
  const act = event.target.closest("button")?.dataset.move;
  const row = event.target.closest("[data-name]");
  if (!act) return;
  const order = chosen();
  const here = order.indexOf(row);
  put(row, { up: here - 1, down: here + 1, on: order.length, off: null }[act]);
});

list?.addEventListener("change", (event) => {
  const row = event.target.closest("[data-name]");
  const wanted = Number.parseInt(event.target.value, 10);
  const others = chosen().filter((one) => one !== row);
  put(row, wanted > 0 ? Math.min(wanted - 1, others.length) : null);
});

list?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-name]");
  event.dataTransfer.effectAllowed = "move";
});
list?.addEventListener("dragover", (event) => event.preventDefault());
list?.addEventListener("drop", (event) => {
  const target = event.target.closest("[data-name]");
  event.preventDefault();
  if (!dragged || !target || target === dragged) return;
  const order = chosen().filter((one) => one !== dragged);
  const here = order.indexOf(target);
  const box = target.getBoundingClientRect();
  const below = event.clientY > box.top + box.height / 2 ? 1 : 0;
  put(dragged, here < 0 ? order.length : here + below);
});
