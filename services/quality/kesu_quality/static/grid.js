// The measuring grid: Enter and arrow keys move, a column or block can be pasted, limits colour what is typed. The service judges, not this.
"use strict";
(() => {
  const table = document.querySelector("table.q-entry");
  if (!table) return;
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]);
  const place = (input) => {
    const row = rows.findIndex((cells) => cells.includes(input));
    return [row, rows[row].indexOf(input)];
  };
  const plain = (text) => text.normalize("NFKC").trim().replace(",", ".");

  function colour(input) {
    const text = plain(input.value), row = input.closest("tr"), value = Number(text);
    const { lower, upper } = row.dataset;
    const known = text !== "" && Number.isFinite(value);
    const inside = known && (lower === "" || value >= Number(lower)) && (upper === "" || value <= Number(upper));
    input.classList.toggle("q-in", known && inside);
    input.classList.toggle("q-out", known && !inside);
  }

  function go(row, column) {
    const cell = rows[row]?.[column];
    if (cell) { cell.focus(); cell.select(); }
    return Boolean(cell);
  }

  table.addEventListener("input", (event) => colour(event.target));
  table.addEventListener("keydown", (event) => {
    if (event.target.tagName !== "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = place(event.target), { value, selectionStart, selectionEnd } = event.target;
    const whole = selectionStart === 0 && selectionEnd === value.length;
    let moved = false;
    if (event.key === "Enter") moved = event.shiftKey ? go(row - 1, column) : go(row + 1, column) || go(0, column + 1) || true;
    if (event.key === "ArrowDown") moved = go(row + 1, column);
    if (event.key === "ArrowUp") moved = go(row - 1, column);
    if (event.key === "ArrowRight" && (whole || selectionEnd === value.length)) moved = go(row, column + 1);
    if (event.key === "ArrowLeft" && (whole || selectionStart === 0)) moved = go(row, column - 1);
    if (moved) event.preventDefault();
  });
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "");
    if (event.target.tagName !== "INPUT" || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const [row, column] = place(event.target);
    text.split("\n").forEach((line, down) => line.split("\t").forEach((value, right) => {
      const cell = rows[row + down]?.[column + right];
      if (!cell) return;
      cell.value = value.trim();
      cell.dispatchEvent(new Event("input", { bubbles: true }));
    }));
  });
  rows.flat().forEach(colour);
})();
