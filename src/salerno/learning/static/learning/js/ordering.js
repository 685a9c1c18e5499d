/**
 * A list to put in order by buttons or by dragging a handle. Without this module each item has a select with its place; the
 * selects stay the fields that are posted, so the server reads one form either way.
 */

class Ordering {
  constructor(list) {
    this.list = list;
    this.said = list.parentElement.querySelector("[data-ordering-said]");
    for (const item of this.items) {
      item.querySelector("label").hidden = true;
      item.querySelector("[data-buttons]").hidden = false;
      for (const button of item.querySelectorAll("[data-move]")) {
        button.addEventListener("click", () => this.step(item, Number(button.dataset.move), button));
      }
      this.followPointer(item);
    }
    this.follow();
    list.closest("form")?.addEventListener("draft:restored", () => this.follow());
  }

  get items() {
    return [...this.list.querySelectorAll("[data-item]")];
  }

  /** The list follows the selects, into which a draft may have been restored. */
  follow() {
    const place = (item) => Number(item.querySelector("select").value);
    this.list.append(...this.items.sort((one, other) => place(one) - place(other)));
    this.write();
  }

  step(item, by, button) {
    const items = this.items;
    const place = items.indexOf(item) + by;
    if (place < 0 || place >= items.length) return;
    if (by < 0) items[place].before(item);
    else items[place].after(item);
    button.focus();
    this.moved(item);
  }

  followPointer(item) {
    const handle = item.querySelector("[data-handle]");
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      item.toggleAttribute("data-dragged", true);
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const below = this.items.find((other) => {
        const box = other.getBoundingClientRect();
        return other !== item && event.clientY < box.top + box.height / 2;
      });
      const next = below ?? null;
      if (item.nextElementSibling === next) return;
      this.list.insertBefore(item, next);
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("lostpointercapture", () => {
      if (handle.isConnected && item.hasAttribute("data-dragged")) {
        item.removeAttribute("data-dragged");
        this.moved(item);
      }
    });
  }

  moved(item) {
    this.write();
    item.querySelector("select").dispatchEvent(new Event("input", { bubbles: true }));
    const values = { item: item.querySelector("[data-text]").textContent.trim(), place: this.items.indexOf(item) + 1, total: this.items.length };
    this.said.textContent = this.list.dataset.said.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  write() {
    const items = this.items;
    items.forEach((item, index) => {
      item.querySelector("select").value = index + 1;
      const [up, down] = item.querySelectorAll("[data-move]");
      up.setAttribute("aria-disabled", index === 0);
      down.setAttribute("aria-disabled", index === items.length - 1);
    });
  }
}

const bound = new WeakSet();

function bind() {
  for (const list of document.querySelectorAll("[data-ordering]")) {
    if (!bound.has(list)) new Ordering(list);
    bound.add(list);
  }
}

bind();
document.addEventListener("htmx:load", bind);
