/* What allauth's scripts for passkeys leave to the page. Elements with data-passkey are shown only where the browser knows passkeys, one
   with data-passkey-problem when the device gave none; in a form with data-passkey-form the Enter key makes the passkey, instead of
   sending the form without one. */
if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey]").forEach((element) => { element.hidden = false; });
}

document.addEventListener("allauth.error", (event) => {
  const problem = document.querySelector("[data-passkey-problem]");
  if (!problem) return;
  event.preventDefault();
  problem.hidden = false;
});

document.querySelector("form[data-passkey-form]")?.addEventListener("submit", (event) => {
  if (event.target.elements.credential.value) return;
  event.preventDefault();
  event.target.querySelector("button[type=button]").click();
});
