import { MANY_COLORS, SWATCHES } from "../display/colors.ts";
import type { ChannelSettings } from "../display/settings.ts";
import { isLut, LUT_COLORS, LUTS, type Lut } from "../display/tint.ts";
import { button, element, setValue } from "../page/dom.ts";
import { Popover } from "../page/popover.ts";

/** Six in a row: those with names first, then those that stay apart for everyone. */
const PALETTE: readonly (readonly [color: string, name: string])[] = [
  ...SWATCHES,
  ...MANY_COLORS.filter((color) => !SWATCHES.some(([swatch]) => swatch === color)).map(
    (color) => [color, color] as const,
  ),
].slice(0, 18);

/** Beside the colours: what they cannot be, and the name of each. */
const SCALES: readonly (readonly [name: string, background: string, look: ChannelLook])[] = [
  [
    "Inverted grey",
    "linear-gradient(90deg, #fff, #000)",
    { color: "#ffffff", lut: null, inverted: true },
  ],
  ...(["inferno", "viridis"] as const).map(
    (lut) =>
      [
        `${lut[0]?.toUpperCase()}${lut.slice(1)}`,
        gradientOf(lut),
        { color: LUT_COLORS[lut], lut, inverted: false },
      ] as const,
  ),
];

type ChannelLook = Partial<Pick<ChannelSettings, "color" | "lut" | "inverted" | "opacity">>;

/** `isSettled` false while a colour or an opacity is looked for. */
type LookEvent = (look: ChannelLook, isSettled: boolean) => void;

/**
 * The one chip of a channel's colour: it opens the palette with colours, scales and opacity, and from there the browser's own
 * choice of any colour.
 */
export class ColorChip {
  readonly element: HTMLElement;
  readonly input = element("input", { class: "pv-chip", testId: "channel-color" });
  private readonly opacity = element("input", { testId: "channel-opacity" });
  private readonly palette: Popover;
  private wasOpen = false;
  private isAnyAsked = false;

  constructor(channelName: string, onLook: LookEvent) {
    const { input } = this;
    input.type = "color";
    input.ariaLabel = `Colour of ${channelName}`;
    input.title = `Colour of ${channelName}`;
    const pickAny = (isSettled: boolean) => onLook({ color: input.value, lut: null }, isSettled);
    input.addEventListener("input", () => pickAny(false));
    input.addEventListener("change", () => pickAny(true));
    const swatches = [
      ...PALETTE.map(([color, name]) =>
        this.swatch(`${name} for ${channelName}`, color, () => onLook({ color, lut: null }, true)),
      ),
      ...SCALES.map(([name, background, look]) =>
        this.swatch(`${name} for ${channelName}`, background, () => onLook(look, true)),
      ),
    ];
    Object.assign(this.opacity, { type: "range", min: "0", max: "1", step: "0.05" });
    this.opacity.ariaLabel = `Opacity of ${channelName}`;
    for (const [event, isSettled] of [
      ["input", false],
      ["change", true],
    ] as const) {
      this.opacity.addEventListener(event, () =>
        onLook({ opacity: this.opacity.valueAsNumber }, isSettled),
      );
    }
    const opacity = element("label", { class: "pv-opacity" }, ["Opacity", this.opacity]);
    const other = button("Other…", () => this.askAny(), {
      class: "pv-quiet",
      testId: "color-other",
    });
    const colors = element("div", { class: "pv-swatches" }, swatches);
    this.palette = new Popover(input, `Colours for ${channelName}`, [colors, other, opacity]);
    this.element = element("span", { class: "pv-chip-place" }, [input, this.palette.panel]);
    // The press itself closes an open palette: the click that follows must not open it again.
    input.addEventListener("pointerdown", () => {
      this.wasOpen = this.palette.isOpen;
    });
    input.addEventListener("click", (event) => this.clicked(event));
  }

  show({ color, lut, opacity = 1 }: ChannelSettings): void {
    setValue(this.input, color);
    setValue(this.opacity, String(opacity));
    if (isLut(lut)) {
      this.element.style.setProperty("--pv-scale", gradientOf(lut));
      this.element.dataset.lut = lut;
    } else {
      this.element.removeAttribute("data-lut");
    }
  }

  private swatch(name: string, background: string, pick: () => void): HTMLButtonElement {
    const made = element("button", {
      class: "pv-swatch",
      title: name,
      attributes: { type: "button", "aria-label": name },
    });
    made.style.background = background;
    made.addEventListener("click", () => {
      pick();
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

function gradientOf(lut: Lut): string {
  return `linear-gradient(90deg, ${LUTS[lut].join(", ")})`;
}
