/* A button with data-confirm asks before its form is sent. Words of the buttons: the button's own verb, and data-confirm-back.
   Without it the server's own confirmation page, where there is one, does the asking. */
function dialogFor(button) {
  const dialog = document.createElement("dialog");
  dialog.className = "confirm";
  const text = document.createElement("p");
  text.id = "confirm-text";
  text.textContent = button.dataset.confirm;
  dialog.setAttribute("aria-labelledby", text.id);
  const actions = document.createElement("form");
  actions.method = "dialog";
  actions.className = "confirm__actions";
  const yes = document.createElement("button");
  yes.className = button.className;
  yes.value = "yes";
  yes.textContent = button.textContent.trim();
  const back = document.createElement("button");
  back.className = "button button--quiet";
  back.value = "";
  back.autofocus = true;
  back.textContent = button.dataset.confirmBack || document.body.dataset.confirmBack;
  actions.append(yes, back);
  dialog.append(text, actions);
  return dialog;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-confirm]");
  if (!button?.form || button.dataset.confirmed) return;
  event.preventDefault();
  const dialog = dialogFor(button);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    button.focus();
    if (dialog.returnValue !== "yes") return;
    button.dataset.confirmed = "yes";
    button.form.requestSubmit(button);
    delete button.dataset.confirmed;
  });
  dialog.showModal();
});
