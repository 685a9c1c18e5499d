/* Lets a file be dropped anywhere on a form with data-drop; its file field takes it. */
function start(form) {
  const field = form.querySelector("input[type=file]");
  const mark = (isOver) => form.toggleAttribute("data-dropping", isOver);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  form.addEventListener("dragleave", () => mark(false));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
}

document.querySelectorAll("form[data-drop]").forEach(start);
