/* The editor of a course's text: saves with Ctrl+S, says where the cursor is and puts it on the line of a finding, tells when kept
   text was put back, and keeps what was typed when the campus does not answer or the person was signed out meanwhile.
   Without it the page works: Save and Preview are buttons, findings are links. */
const form = document.querySelector("[data-studio-form]");
const text = form.querySelector("textarea[name=text]");
const saved = document.getElementById("studio-saved");
const place = form.querySelector("[data-studio-place]");
const restored = form.querySelector("[data-studio-restored]");
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
let sent = "";

function showPlace() {
  const before = text.value.slice(0, text.selectionStart).split("\n");
  place.textContent = place.dataset.words.replace("{line}", before.length).replace("{column}", before.at(-1).length + 1);
}

/* How far down a line starts is measured on a copy, since long lines wrap. */
function topOf(offset) {
  const copy = text.cloneNode(false);
  for (const name of ["id", "name", "data-studio-text"]) copy.removeAttribute(name);
  for (const name of copy.getAttributeNames()) if (name.startsWith("hx-")) copy.removeAttribute(name);
  copy.classList.add("studio-form__measure");
  copy.value = text.value.slice(0, offset);
  text.after(copy);
  const top = copy.scrollHeight;
  copy.remove();
  return top;
}

function goTo(line) {
  const lines = text.value.split("\n");
  const at = Math.min(Math.max(line, 1), lines.length) - 1;
  const start = lines.slice(0, at).join("\n").length + (at ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + lines[at].length);
  text.scrollTop = Math.max(0, topOf(start) - text.clientHeight / 3);
  showPlace();
}

function noteRestored() {
  const differs = text.value !== text.defaultValue;
  restored.hidden = !differs;
  if (differs) text.dispatchEvent(new Event("refresh"));
}

function cookie(name) {
  return document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
}

form.querySelector("[data-studio-preview-button]").hidden = true;
for (const name of ["keyup", "click", "select"]) text.addEventListener(name, showPlace);

form.addEventListener("reset", () => setTimeout(() => {
  restored.hidden = true;
  text.dispatchEvent(new Event("input", { bubbles: true }));
}));

text.addEventListener("input", () => {
  if (text.value !== text.defaultValue) saved.textContent = form.dataset.unsaved;
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || event.altKey || event.shiftKey || !(isMac ? event.metaKey : event.ctrlKey)) return;
  if (!form.isConnected) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-studio-save]"));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-studio-line]");
  if (!link || !form.isConnected) return;
  event.preventDefault();
  goTo(Number(link.dataset.studioLine));
});

/* Signing in again changes the token against forgery: the cookie has the one that holds now. */
document.addEventListener("htmx:configRequest", (event) => {
  const token = cookie("csrftoken");
  if (!token || event.detail.verb === "get") return;
  delete event.detail.parameters.csrfmiddlewaretoken;
  event.detail.headers["X-CSRFToken"] = token;
});

form.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt === form) sent = text.value;
});

/* What was saved is now the text to go back to; the revision's field was replaced and has its own. What was not saved is kept on. */
form.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt !== form) return;
  const { status } = event.detail.xhr;
  if (status >= 200 && status < 300) {
    text.defaultValue = sent;
    restored.hidden = true;
    return;
  }
  if (status === 401 || status === 403) saved.textContent = form.dataset.signedOut;
  else if (status !== 422) saved.textContent = form.dataset.offline;
  form.dispatchEvent(new Event("input"));
});

/* Two texts took the place of the page: reading goes on at their heading, and one's own text is kept on as typed. */
document.addEventListener("htmx:afterSettle", () => {
  const conflict = form.isConnected ? null : document.querySelector("[data-studio-conflict]");
  conflict?.querySelector("[data-focus]").focus();
  conflict?.dispatchEvent(new Event("input"));
});

document.addEventListener("DOMContentLoaded", () => {
  noteRestored();
  const line = Number(new URLSearchParams(location.search).get("line"));
  if (line) goTo(line);
});
