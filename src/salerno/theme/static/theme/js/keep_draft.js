/* Keeps what is typed in a form with data-draft="<key>" until the server has taken it, and puts it back when the page is opened again.

   Sent means: the form was submitted and the next page is neither a refusal of it (a field is marked invalid) nor a page of trouble
   (body[data-trouble]), nor was the form come back to (reload, back). Until then the draft stays.

   Where the server keeps drafts too, data-base tells what the form was made from: it comes back with what was typed on it, and
   data-restored tells that something did. The event draft:kept says that the server has it all.

   PRIVACY: drafts stay on this device, and are dropped after thirty days, and all together when somebody else (body[data-person]) is
   signed in or nobody is: wards and classrooms share computers. Passwords, one-time codes, files and hidden fields are never kept;
   nor is a field with data-no-draft. */
const PREFIX = "salerno-draft:";
const OWNER = "salerno-draft-owner";
const DAYS = 30;
const NEVER = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);
const person = document.body.dataset.person ?? "";

function guarded(act) {
  try {
    return act();
  } catch {
    return null; /* storage is full or forbidden: the form works as ever */
  }
}

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
const load = (key) => guarded(() => JSON.parse(localStorage.getItem(key)));
const save = (key, draft) => guarded(() => localStorage.setItem(key, JSON.stringify(draft)));
const drop = (key) => guarded(() => localStorage.removeItem(key));
const formOf = (key) => document.querySelector(`form[data-draft="${CSS.escape(key.slice(PREFIX.length))}"]`);
const isRefused = (form) => form.querySelector("[aria-invalid=true], .message--error") !== null;

function isKept(field) {
  const secret = /one-time-code|password|cc-/.test(field.autocomplete);
  return field.name && !NEVER.has(field.type) && !secret && !("noDraft" in field.dataset);
}

function stateOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return [field.name, field.value, field.checked];
  if (field.multiple) return [field.name, null, [...field.selectedOptions].map((option) => option.value)];
  return [field.name, null, field.value];
}

function put(field, state) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = state;
  else if (field.multiple) for (const option of field.options) option.selected = state.includes(option.value);
  else field.value = state;
}

function restore(form, draft) {
  if (draft.base) form.dataset.base = draft.base;
  form.dataset.restored = "";
  for (const [name, value, state] of draft.fields) {
    const fits = (field) => field.name === name && isKept(field) && (value === null || field.value === value);
    const field = [...form.elements].find(fits);
    if (field) put(field, state);
  }
  form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
}

function start(form) {
  if (form.dataset.draftStarted) return;
  form.dataset.draftStarted = "yes";
  const key = PREFIX + form.dataset.draft;
  const draft = load(key);
  let waiting = 0;
  const keep = (sent) =>
    save(key, { at: Date.now(), sent, base: form.dataset.base, fields: [...form.elements].filter(isKept).map(stateOf) });
  const settle = () => {
    clearTimeout(waiting);
    waiting = 0;
  };
  if (draft && !isRefused(form)) restore(form, draft);
  form.addEventListener("input", () => {
    settle();
    waiting = setTimeout(() => { settle(); keep(false); }, 300);
  });
  addEventListener("pagehide", () => {
    if (waiting) keep(false);
    settle();
  });
  form.addEventListener("submit", () => {
    settle();
    keep(true);
  });
  form.addEventListener("draft:kept", () => drop(key));
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === form && event.detail.xhr.status < 300) drop(key);
  });
}

/* What was submitted on the page before: taken (drop it), or not (keep it as a draft). */
function settleSent() {
  const cameBack = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  const trouble = "trouble" in document.body.dataset;
  for (const key of keys()) {
    const draft = load(key);
    if (!draft?.sent) continue;
    const form = formOf(key);
    if (trouble || cameBack || (form && isRefused(form))) save(key, { ...draft, sent: false });
    else drop(key);
  }
}

function forget() {
  const stale = Date.now() - DAYS * 24 * 3600 * 1000;
  const another = localStorage.getItem(OWNER) !== person;
  for (const key of keys()) if (another || (load(key)?.at ?? 0) < stale) drop(key);
  localStorage.setItem(OWNER, person);
}

const startAll = (root) => root.querySelectorAll("form[data-draft]").forEach(start);

/* A page of trouble does not know who is signed in: it changes nothing but the marks. */
if (!("trouble" in document.body.dataset)) guarded(forget);
guarded(settleSent);
startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.detail.elt.parentElement ?? document));
