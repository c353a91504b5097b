const above = 2;
const below = 5;

/** Scrolls the virtualized list so that the row at `index` is in view, with a few rows before it and those to come. */
export function reveal(list, index, rowHeight) {
  if (index < 0 || !list) {
    return;
  }
  const top = index * rowHeight;
  const roomBelow = Math.min(below * rowHeight, Math.max(0, list.clientHeight - (above + 1) * rowHeight));
  if (top - above * rowHeight < list.scrollTop) {
    list.scrollTop = top - above * rowHeight;
  } else if (top + rowHeight + roomBelow > list.scrollTop + list.clientHeight) {
    list.scrollTop = top + rowHeight + roomBelow - list.clientHeight;
  }
}

/** The row moved because others came or went: it stays in view if it was. */
export function follow(list, from, to, rowHeight) {
  const top = from * rowHeight;
  const wasInView = from >= 0 && top + rowHeight > list.scrollTop && top < list.scrollTop + list.clientHeight;
  if (wasInView) {
    reveal(list, to, rowHeight);
  }
}
