/* A button with data-copy="<id>" copies the value or text of that element and says so in its own word for two seconds. */
function start(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const label = button.querySelector("[data-copy-label]");
  label.setAttribute("aria-live", "polite");
  const word = label.textContent;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    label.textContent = button.dataset.copied;
    setTimeout(() => { label.textContent = word; }, 2000);
  });
}

const startAll = (root) => root.querySelectorAll("button[data-copy]").forEach(start);
startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.detail.elt));
