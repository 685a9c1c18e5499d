/* After a swap the focus goes where reading goes on: to the [data-focus] of the new piece, else to its first heading, else to itself. */
document.addEventListener("htmx:afterSettle", (event) => {
  const piece = event.detail.elt;
  if (!piece.isConnected || piece.contains(document.activeElement) && document.activeElement !== document.body) return;
  const target = piece.matches("[data-focus]") ? piece : piece.querySelector("[data-focus], h1, h2, h3") ?? piece;
  if (!target.matches("a[href], button, input, select, textarea, [tabindex]")) target.tabIndex = -1;
  target.focus();
});
