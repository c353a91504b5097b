/** Names of the page's icons: App/Components/IconSprite.razor holds their drawings. */
export type IconName =
  | "auto"
  | "ban"
  | "book"
  | "box"
  | "camera"
  | "check"
  | "chevron-down"
  | "chevron-left"
  | "chevron-right"
  | "close"
  | "contrast"
  | "copy"
  | "disk"
  | "eraser"
  | "eye"
  | "eye-off"
  | "filter"
  | "fit"
  | "folder"
  | "grid"
  | "history"
  | "keyboard"
  | "link"
  | "locate"
  | "mark"
  | "more"
  | "next-free"
  | "note"
  | "options"
  | "palette"
  | "pause"
  | "play"
  | "question"
  | "refresh"
  | "ring"
  | "ruler"
  | "search"
  | "square"
  | "terminal"
  | "undo"
  | "warning"
  | "zoom-in"
  | "zoom-out";

const SVG = "http://www.w3.org/2000/svg";

/** A picture beside words, or on a button that has a name: nothing for a screen reader. */
export function icon(name: IconName): SVGSVGElement {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("class", "icon");
  made.setAttribute("aria-hidden", "true");
  made.setAttribute("width", "16");
  made.setAttribute("height", "16");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  made.append(use);
  return made;
}

/** Another picture in the same place. */
export function showIcon(made: SVGSVGElement, name: IconName): void {
  const href = `#i-${name}`;
  const use = made.firstElementChild;
  if (use !== null && use.getAttribute("href") !== href) {
    use.setAttribute("href", href);
  }
}
