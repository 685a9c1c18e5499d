/* Turns [data-tabs] into a tab list (ARIA Authoring Practices: tabs with automatic activation). Without it all panels are shown. */
let made = 0;

function select(tabs, chosen, focus) {
  for (const tab of tabs) {
    const active = tab === chosen;
    tab.setAttribute("aria-selected", String(active));
    tab.tabIndex = active ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !active;
  }
  if (focus) chosen.focus();
}

function neighbour(tabs, current, key) {
  const index = tabs.indexOf(current);
  const forward = getComputedStyle(current).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (key === "Home") return tabs[0];
  if (key === "End") return tabs.at(-1);
  if (key !== "ArrowLeft" && key !== "ArrowRight") return null;
  return tabs.at((index + (key === forward ? 1 : -1)) % tabs.length);
}

function tabFor(panel, number) {
  const title = panel.querySelector(":scope > .tab-title");
  const tab = document.createElement("button");
  tab.type = "button";
  tab.className = "tabs__tab";
  tab.role = "tab";
  tab.id = `tab-${number}`;
  tab.textContent = title.textContent;
  panel.id ||= `tab-panel-${number}`;
  panel.role = "tabpanel";
  panel.tabIndex = 0;
  panel.setAttribute("aria-labelledby", tab.id);
  tab.setAttribute("aria-controls", panel.id);
  title.remove();
  return tab;
}

export function start(root) {
  const panels = [...root.querySelectorAll(":scope > .tab")];
  if (panels.length < 2 || root.querySelector(":scope > [role=tablist]")) return;
  const list = document.createElement("div");
  list.className = "tabs__list";
  list.role = "tablist";
  const tabs = panels.map((panel) => tabFor(panel, ++made));
  list.append(...tabs);
  root.prepend(list);
  select(tabs, tabs[0], false);
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) select(tabs, tab, false);
  });
  list.addEventListener("keydown", (event) => {
    const next = neighbour(tabs, event.target, event.key);
    if (!next) return;
    event.preventDefault();
    select(tabs, next, true);
  });
}

const startAll = (root) => root.querySelectorAll("[data-tabs]").forEach(start);
startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.detail.elt));
