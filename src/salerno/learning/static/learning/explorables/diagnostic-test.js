/**
 * A diagnostic test at the bedside, moved by hand.
 *
 * The server has drawn the page already (learning/explorables/diagnostic_test.py and diagnostic_test_picture.py, where the
 * model and its sources stand); this module draws the same picture when a slider or the threshold line moves.
 * State: prevalence, separation and threshold, unrounded; the sliders show it rounded.
 */

const PEOPLE = 1000;
const LIMITS = { separation: [0, 5.2], threshold: [-3, 4] };
const SHARES = [0.005, 0.995];
const AXIS = [-3.5, 7.5];
const [WIDTH, HEIGHT] = [640, 220];
const ROC = 220;
const [COLUMNS, CELL] = [40, 10];
const QUIET = 700; // milliseconds without movement before the sentence is announced

const within = (number, [low, high]) => Math.min(Math.max(number, low), high);

/** Φ to 15 digits (West, "Better approximations to cumulative normal functions", Wilmott 2005). */
export function normal(x) {
  const z = Math.abs(x);
  if (z > 37) return x > 0 ? 1 : 0;
  const tail = Math.exp((-z * z) / 2);
  const above = [0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376];
  const below = [0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752];
  const value = (terms) => terms.reduce((sum, term) => sum * z + term, 0);
  const fraction = z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))));
  const upper = z < 7.07106781186547 ? (tail * value(above)) / value(below) : tail / fraction / 2.506628274631;
  return x > 0 ? 1 - upper : upper;
}

/** Φ⁻¹ by halving: 50 steps leave no visible error and cost nothing at a slider's pace. */
export function normalInverse(share) {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (normal(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export const sensitivity = (state) => normal(state.separation - state.threshold);
export const specificity = (state) => normal(state.threshold);

/** The state after one slider has moved; what each slider holds still is said in diagnostic_test.py. */
export const MOVES = {
  prevalence: (state, people) => ({ ...state, prevalence: people / PEOPLE }),
  threshold: (state, score) => ({ ...state, threshold: within(score, LIMITS.threshold) }),
  sensitivity: (state, percent) => {
    const separation = state.threshold + normalInverse(within(percent / 100, SHARES));
    return { ...state, separation: within(separation, LIMITS.separation) };
  },
  specificity: (state, percent) => {
    const threshold = normalInverse(within(percent / 100, SHARES));
    const separation = within(state.separation + threshold - state.threshold, LIMITS.separation);
    return { ...state, threshold, separation };
  },
};

/** Whole people out of 1,000: found, missed, falseAlarms, cleared and their sums. */
export function countPeople(state) {
  const ill = Math.round(PEOPLE * state.prevalence);
  const well = PEOPLE - ill;
  const found = Math.round(ill * sensitivity(state));
  const cleared = Math.round(well * specificity(state));
  const counts = { ill, well, found, cleared, missed: ill - found, falseAlarms: well - cleared };
  return { ...counts, positive: found + counts.falseAlarms, negative: counts.missed + cleared };
}

/** PPV and NPV by Bayes' theorem, unrounded. */
export function predictiveValues(state) {
  const found = state.prevalence * sensitivity(state);
  const missed = state.prevalence * (1 - sensitivity(state));
  const cleared = (1 - state.prevalence) * specificity(state);
  const falseAlarms = (1 - state.prevalence) * (1 - specificity(state));
  return { ppv: found / (found + falseAlarms), npv: cleared / (cleared + missed) };
}

export function finding(state) {
  if (countPeople(state).positive === 0) return "nobody";
  const { ppv } = predictiveValues(state);
  if (ppv < 0.1) return "rarely";
  if (ppv < 0.5) return "seldom";
  return ppv < 0.9 ? "mostly" : "nearly-always";
}

const scoreX = (score) => ((score - AXIS[0]) / (AXIS[1] - AXIS[0])) * WIDTH;

function hill(mean, start, end) {
  const base = HEIGHT - 10;
  const points = Array.from({ length: 49 }, (_, step) => {
    const score = start + ((end - start) * step) / 48;
    return `${scoreX(score).toFixed(1)} ${(base - (base - 20) * Math.exp(-((score - mean) ** 2) / 2)).toFixed(1)}`;
  });
  return `M${scoreX(start).toFixed(1)} ${base}L${points.join("L")}L${scoreX(end).toFixed(1)} ${base}Z`;
}

function marks(first, number, mark) {
  let path = "";
  for (let place = first; place < first + number; place += 1) {
    const row = Math.floor(place / COLUMNS);
    path += `M${(place % COLUMNS) * CELL + CELL / 2} ${row * CELL + CELL / 2}${mark}`;
  }
  return path;
}

/** The d attribute of every path of the picture, by its name in the template. */
export function paths(state) {
  const { separation, threshold } = state;
  const { found, missed, falseAlarms, cleared } = countPeople(state);
  const at = (x, y) => `${(ROC * x).toFixed(1)} ${(ROC * (1 - y)).toFixed(1)}`;
  const curve = Array.from({ length: 128 }, (_, step) => {
    const cut = AXIS[1] + 1 - step * 0.1;
    return at(normal(-cut), normal(separation - cut));
  });
  return {
    cleared: hill(0, AXIS[0], threshold),
    false_alarms: hill(0, threshold, AXIS[1]),
    missed: hill(separation, AXIS[0], threshold),
    found: hill(separation, threshold, AXIS[1]),
    threshold: `M${scoreX(threshold).toFixed(1)} 0V${HEIGHT - 10}`,
    roc: `M0 ${ROC}L${curve.join("L")}L${ROC} 0`,
    roc_point: `M${at(1 - specificity(state), sensitivity(state))}h.01`,
    people_missed: marks(0, missed, "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0"),
    people_found: marks(missed, found, "h.01"),
    people_false_alarms: marks(missed + found, falseAlarms, "m0-4l4 4-4 4-4-4z"),
    people_cleared: marks(PEOPLE - cleared, cleared, "h.01"),
  };
}

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function sentence(words, counts, plurals) {
  const { positive, found } = counts;
  if (positive === 0) return words.getAttribute("data-said-0");
  if (positive === 1) return words.getAttribute(found ? "data-said-1-ill" : "data-said-1-well");
  const form = plurals.select(found) === "one" ? "data-said-one" : "data-said-other";
  return fill(words.getAttribute(form), { positive, found });
}

class DiagnosticTest {
  constructor(root) {
    const number = (name) => Number(root.dataset[name]);
    this.root = root;
    this.state = { prevalence: number("prevalence") / PEOPLE, separation: number("separation"), threshold: number("threshold") };
    const language = document.documentElement.lang || "en";
    this.plurals = new Intl.PluralRules(language);
    this.formats = [0, 1, 2].map(
      (digits) => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    );
    for (const slider of root.querySelectorAll("input[type=range]")) {
      slider.addEventListener("input", () => this.move(slider.name, slider.valueAsNumber));
    }
    root.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    root.querySelector("[data-without-script]").remove();
    root.querySelector("[data-with-script]").hidden = false;
    this.followPointer(root.querySelector("[data-scores]"));
  }

  /** One slider has moved to `value`, in the unit of that slider; the others follow. */
  move(name, value) {
    this.state = MOVES[name](this.state, value);
    this.draw();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.announce(), QUIET);
  }

  /** The threshold goes where the pointer is; a finger that turns out to scroll the page puts it back. */
  followPointer(scores) {
    let before;
    const moveTo = (event) => {
      const box = scores.getBoundingClientRect();
      this.move("threshold", AXIS[0] + ((event.clientX - box.left) / box.width) * (AXIS[1] - AXIS[0]));
    };
    scores.addEventListener("pointerdown", (event) => {
      before = this.state.threshold;
      scores.setPointerCapture(event.pointerId);
      moveTo(event);
    });
    scores.addEventListener("pointercancel", () => this.move("threshold", before));
    scores.addEventListener("pointermove", (event) => {
      if (scores.hasPointerCapture(event.pointerId)) moveTo(event);
    });
  }

  draw() {
    const counts = countPeople(this.state);
    const name = finding(this.state);
    for (const [path, d] of Object.entries(paths(this.state))) this.root.querySelector(`[data-path=${path}]`).setAttribute("d", d);
    for (const node of this.root.querySelectorAll("[data-count]")) node.textContent = counts[node.dataset.count];
    for (const node of this.root.querySelectorAll("[data-finding]")) node.hidden = node.dataset.finding !== name;
    this.root.querySelector("[data-sentence]").textContent = sentence(this.root, counts, this.plurals);
    this.drawValues();
    this.drawSliders();
    this.drawTable();
  }

  percent(share) {
    return this.formats[1].format(100 * share);
  }

  drawValues() {
    const values = predictiveValues(this.state);
    for (const node of this.root.querySelectorAll("[data-percent]")) node.textContent = `${this.percent(values[node.dataset.percent])} %`;
    this.root.querySelector("[data-area]").textContent = this.formats[2].format(normal(this.state.separation / Math.SQRT2));
  }

  drawSliders() {
    const { prevalence, threshold } = this.state;
    const [found, cleared] = [sensitivity(this.state), specificity(this.state)];
    const shown = {
      prevalence: [Math.round(PEOPLE * prevalence), this.formats[0].format(PEOPLE * prevalence)],
      sensitivity: [Math.round(200 * found) / 2, this.percent(found)],
      specificity: [Math.round(200 * cleared) / 2, this.percent(cleared)],
      threshold: [threshold, this.formats[2].format(threshold)],
    };
    for (const slider of this.root.querySelectorAll("input[type=range]")) {
      const [value, n] = shown[slider.name];
      const words = fill(slider.dataset.words, { n });
      slider.value = value;
      slider.setAttribute("aria-valuetext", words);
      this.root.querySelector(`[data-value=${slider.name}]`).textContent = words;
    }
  }

  drawTable() {
    for (const row of this.root.querySelectorAll("[data-row]")) {
      const state = { ...this.state, threshold: Number(row.dataset.row) };
      const { ppv, npv } = predictiveValues(state);
      const cells = row.querySelectorAll("td");
      [sensitivity(state), specificity(state), ppv, npv].forEach((share, index) => {
        cells[index].textContent = `${this.percent(share)} %`;
      });
    }
  }

  announce() {
    this.root.querySelector("[data-announce]").textContent = this.root.querySelector("[data-sentence]").textContent;
  }
}

for (const root of document.querySelectorAll("[data-explorable=diagnostic-test]")) new DiagnosticTest(root);
