/* Files that are dropped onto the form of uploads are put into its field. */
const form = document.querySelector("[data-studio-drop]");
const field = form.querySelector("input[type=file]");
const holds = (event) => event.dataTransfer?.types.includes("Files");

form.querySelector("[data-studio-drop-hint]").hidden = false;
for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    form.classList.add("studio-drop--over");
  });
}
form.addEventListener("dragleave", (event) => {
  if (!form.contains(event.relatedTarget)) form.classList.remove("studio-drop--over");
});
form.addEventListener("drop", (event) => {
  if (!holds(event)) return;
  event.preventDefault();
  form.classList.remove("studio-drop--over");
  field.files = event.dataTransfer.files;
  field.focus();
});
