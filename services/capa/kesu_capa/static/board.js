// Arrow keys on the board: up and down within a column, left and right to the column beside.
(() => {
  const cards = (column) => [...column.querySelectorAll("a.c-card")];
  const move = (board, from, key) => {
    const columns = [...board.querySelectorAll(".c-column")].filter((column) => cards(column).length);
    if (!columns.length) return null;
    if (!from) return cards(columns[0])[0];
    const column = from.closest(".c-column");
    const at = columns.indexOf(column);
    const row = cards(column).indexOf(from);
    if (key === "ArrowDown") return cards(column)[row + 1];
    if (key === "ArrowUp") return cards(column)[row - 1];
    const beside = columns[at + (key === "ArrowRight" ? 1 : -1)];
    return beside && (cards(beside)[row] || cards(beside).at(-1));
  };
  document.addEventListener("keydown", (event) => {
    const board = event.target.closest && event.target.closest("[data-board]");
    if (!board || !event.key.startsWith("Arrow") || event.ctrlKey || event.altKey || event.metaKey) return;
    const card = move(board, event.target.closest("a.c-card"), event.key);
    if (card) {
      card.focus();
      event.preventDefault();
    }
  });
})();
