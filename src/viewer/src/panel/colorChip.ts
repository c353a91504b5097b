import { MANY_COLORS, SWATCHES } from "../display/colors.ts";
import { button, element } from "../page/dom.ts";
import { Popover } from "../page/popover.ts";

/** Six in a row: those with names first, then those that stay apart for everyone. */
const PALETTE: readonly (readonly [color: string, name: string])[] = [
  ...SWATCHES,
  ...MANY_COLORS.filter((color) => !SWATCHES.some(([swatch]) => swatch === color)).map(
    (color) => [color, color] as const,
  ),
].slice(0, 18);

/** `isSettled` false while a colour is looked for. */
type ColorEvent = (color: string, isSettled: boolean) => void;

/** The one chip of a channel's colour: it opens the palette, and from there the browser's own choice of any colour. */
export class ColorChip {
  readonly element: HTMLElement;
  readonly input = element("input", { class: "pv-chip", testId: "channel-color" });
  private readonly palette: Popover;
  private wasOpen = false;
  private isAnyAsked = false;

  constructor(channelName: string, onColor: ColorEvent) {
    const { input } = this;
    input.type = "color";
    input.ariaLabel = `Colour of ${channelName}`;
    input.title = `Colour of ${channelName}`;
    input.addEventListener("input", () => onColor(input.value, false));
    input.addEventListener("change", () => onColor(input.value, true));
    const swatches = PALETTE.map(([color, name]) => this.swatch(color, name, channelName, onColor));
    const other = button("Other…", () => this.askAny(), {
      class: "pv-quiet",
      testId: "color-other",
    });
    const colors = element("div", { class: "pv-swatches" }, swatches);
    this.palette = new Popover(input, `Colours for ${channelName}`, [colors, other]);
    this.element = element("span", { class: "pv-chip-place" }, [input, this.palette.panel]);
    // The press itself closes an open palette: the click that follows must not open it again.
    input.addEventListener("pointerdown", () => {
      this.wasOpen = this.palette.isOpen;
    });
    input.addEventListener("click", (event) => this.clicked(event));
  }

  private swatch(
    color: string,
    name: string,
    channelName: string,
    onColor: ColorEvent,
  ): HTMLButtonElement {
    const made = element("button", {
      class: "pv-swatch",
      title: name,
      attributes: { type: "button", "aria-label": `${name} for ${channelName}` },
    });
    made.style.backgroundColor = color;
    made.addEventListener("click", () => {
      onColor(color, true);
      this.palette.close();
    });
    return made;
  }

  private clicked(event: MouseEvent): void {
    if (this.isAnyAsked) {
      this.isAnyAsked = false;
      return;
    }
    event.preventDefault();
    const isByPointer = event.detail > 0;
    if (!(isByPointer && this.wasOpen) && !this.palette.isOpen) {
      this.palette.open();
    }
    this.wasOpen = false;
  }

  private askAny(): void {
    this.palette.close();
    this.isAnyAsked = true;
    this.input.click();
  }
}
