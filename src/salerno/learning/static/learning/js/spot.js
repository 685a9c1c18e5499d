/**
 * A crosshair on an image, by pointer and by arrow keys. Without this module one types the two numbers; they stay the fields
 * that are posted.
 */

const STEP = 1; // per cent at one press of an arrow key
const LARGE_STEP = 10; // with Shift
const QUIET = 500; // milliseconds without movement before the place is announced
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const within = (number) => Math.min(Math.max(number, 0), 100);

class Spot {
  constructor(root) {
    const find = (name) => root.querySelector(`[data-${name}]`);
    [this.root, this.frame, this.cross] = [root, find("frame"), find("cross")];
    [this.x, this.y, this.said] = [find("x"), find("y"), find("spot-said")];
    find("with-script").hidden = false;
    this.frame.tabIndex = 0;
    this.frame.setAttribute("role", "application"); // so that screen readers hand over the arrow keys
    this.frame.addEventListener("keydown", (event) => this.press(event));
    this.frame.addEventListener("click", (event) => this.point(event));
    for (const field of [this.x, this.y]) field.addEventListener("input", () => this.show());
    root.closest("form")?.addEventListener("draft:restored", () => this.show());
    this.show();
  }

  /** Where the crosshair is, or null while a field is blank or no number. */
  get place() {
    const [x, y] = [this.x, this.y].map((field) => (field.value.trim() ? Number(field.value.trim().replace(",", ".")) : NaN));
    return x >= 0 && x <= 100 && y >= 0 && y <= 100 ? [x, y] : null;
  }

  press(event) {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const [x, y] = this.place ?? [50, 50];
    this.move(x + arrow[0] * step, y + arrow[1] * step);
  }

  point(event) {
    const box = this.frame.querySelector("img").getBoundingClientRect();
    this.move((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
  }

  move(x, y) {
    this.x.value = within(x).toFixed(1);
    this.y.value = within(y).toFixed(1);
    this.x.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.announce(), QUIET);
  }

  show() {
    const place = this.place;
    this.cross.hidden = place === null;
    if (place) [this.cross.style.left, this.cross.style.top] = place.map((number) => `${number}%`);
  }

  announce() {
    const values = { x: this.x.value, y: this.y.value };
    this.said.textContent = this.root.dataset.said.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }
}

const bound = new WeakSet();

function bind() {
  for (const root of document.querySelectorAll("[data-spot]")) {
    if (!bound.has(root)) new Spot(root);
    bound.add(root);
  }
}

bind();
document.addEventListener("htmx:load", bind);
