/** Scrolls the virtualized list so that the row at `index` is in view, with two rows of margin. */
export function reveal(list, index, rowHeight) {
  if (index < 0 || !list) {
    return;
  }
  const margin = 2 * rowHeight;
  const top = index * rowHeight;
  if (top - margin < list.scrollTop) {
    list.scrollTop = top - margin;
  } else if (top + rowHeight + margin > list.scrollTop + list.clientHeight) {
    list.scrollTop = top + rowHeight + margin - list.clientHeight;
  }
}
