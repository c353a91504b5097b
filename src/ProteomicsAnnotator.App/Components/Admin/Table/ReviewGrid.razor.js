const own = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", " "]);

/** The table's own keys must not scroll it as well; everything else (Tab, browser shortcuts) is left alone. */
export function keepKeys(grid) {
  grid?.addEventListener("keydown", (event) => {
    const selectAll = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a";
    if (event.target === grid && (own.has(event.key) || selectAll)) {
      event.preventDefault();
    }
  });
}

/** Scrolls so that the row at `index` is in view below the sticky head. */
export function reveal(grid, index, rowHeight) {
  if (!grid) {
    return;
  }
  const head = grid.querySelector("thead")?.offsetHeight ?? 0;
  const top = index * rowHeight;
  if (top < grid.scrollTop) {
    grid.scrollTop = top;
  } else if (top + rowHeight + head > grid.scrollTop + grid.clientHeight) {
    grid.scrollTop = top + rowHeight + head - grid.clientHeight;
  }
}
