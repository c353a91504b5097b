/** The areas of the page in the order of F6: what is in them, and what takes the focus there. */
const AREAS: readonly (readonly [area: string, target: string])[] = [
  ["nav", "[data-testid=block-list]"],
  [".pv-stage", ".pv-stage"],
  ["aside", "[data-testid=label-1]"],
];

function find(selector: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(selector);
}

export function focusNextArea(): void {
  const active = document.activeElement;
  const at = AREAS.findIndex(([area]) => active?.closest(area) !== null);
  for (let step = 1; step <= AREAS.length; step++) {
    const target = find(AREAS[(at + step) % AREAS.length]?.[1] ?? "");
    if (target?.checkVisibility()) {
      target.focus();
      return;
    }
  }
}

/** What was searched for is selected: typing replaces it. */
export function focusSearch(): void {
  const search = find("[data-testid=block-search]");
  search?.focus();
  if (search instanceof HTMLInputElement) {
    search.select();
  }
}
