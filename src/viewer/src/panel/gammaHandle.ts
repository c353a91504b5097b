import { GAMMA } from "../display/displaySettings.ts";
import { element } from "../page/dom.ts";

/** How gamma maps the middle between the limits, 0..1. */
export function middleOf(gamma: number): number {
  return 0.5 ** gamma;
}

/** The gamma that maps the middle there, within what is allowed, in steps of 0.01. */
export function gammaOf(middle: number): number {
  const gamma = Math.log(Math.min(1, Math.max(1e-6, middle))) / Math.log(0.5);
  return Math.round(Math.min(GAMMA.max, Math.max(GAMMA.min, gamma)) * 100) / 100;
}

/** The middle of the curve over a histogram, to drag up and down. The slider below does the same by keys. */
export class GammaHandle {
  readonly element = element("div", {
    class: "pv-gamma-handle",
    testId: "channel-gamma-handle",
    title: "Gamma: drag up or down; double-click for 1",
    attributes: { "aria-hidden": "true" },
  });
  private last: number | null = null;

  /** `isSettled` false while a drag goes on. */
  constructor(private readonly onGamma: (gamma: number, isSettled: boolean) => void) {
    const { element: handle } = this;
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      if (event.button === 0) {
        handle.setPointerCapture(event.pointerId);
      }
    });
    handle.addEventListener("pointermove", (event) => this.pull(event));
    handle.addEventListener("lostpointercapture", () => this.drop());
    handle.addEventListener("dblclick", (event) => {
      event.stopPropagation();
      this.onGamma(GAMMA.default, true);
    });
  }

  /** `x`: 0..1 of the histogram's width. */
  place(x: number, gamma: number): void {
    this.element.style.left = `${x * 100}%`;
    this.element.style.top = `${(1 - middleOf(gamma)) * 100}%`;
  }

  private pull(event: PointerEvent): void {
    const box = this.element.parentElement?.getBoundingClientRect();
    if (box !== undefined && this.element.hasPointerCapture(event.pointerId)) {
      event.stopPropagation();
      this.last = gammaOf((box.bottom - event.clientY) / box.height);
      this.onGamma(this.last, false);
    }
  }

  private drop(): void {
    if (this.last !== null) {
      this.onGamma(this.last, true);
      this.last = null;
    }
  }
}
