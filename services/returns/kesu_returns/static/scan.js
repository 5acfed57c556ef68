// Keeps the scanner's input in focus: a wedge scanner types wherever the cursor is. Other fields keep it while somebody works in them.
(() => {
  "use strict";
  const input = () => document.querySelector("[data-scan]");
  const focus = () => input()?.focus({ preventScroll: true });
  document.addEventListener("htmx:afterSettle", focus);
  document.addEventListener("focusout", () => setTimeout(() => {
    if (document.activeElement === document.body) focus();
  }, 50));
  window.addEventListener("focus", focus);
  document.addEventListener("keydown", (event) => {
    // A key of the scanner that lands nowhere belongs to the code.
    if (document.activeElement === document.body && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) focus();
    if (event.key === "Escape" && input()) { input().value = ""; focus(); }
  });
  // The wedge's ASCII 29 would be lost in a text input: kept as the visible sign that the server reads as the GS1 separator.
  document.addEventListener("keydown", (event) => {
    if (event.target !== input()) return;
    if (event.key === "F8" || (event.ctrlKey && event.key === "]")) {
      event.preventDefault();
      event.target.setRangeText("␝", event.target.selectionStart, event.target.selectionEnd, "end");
    }
  });
})();
