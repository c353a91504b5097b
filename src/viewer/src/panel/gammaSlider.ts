import { GAMMA } from "../display/displaySettings.ts";
import { element, setText, setValue } from "../page/dom.ts";

export class GammaSlider {
  readonly element: HTMLElement;
  private readonly slider = element("input", { class: "pv-gamma", testId: "channel-gamma" });
  private readonly value = element("output", { class: "pv-gamma-value" });

  /** `isSettled` false while a drag goes on. */
  constructor(channelName: string, onGamma: (gamma: number, isSettled: boolean) => void) {
    const { slider, value } = this;
    Object.assign(slider, { type: "range", min: GAMMA.min, max: GAMMA.max, step: 0.05 });
    slider.ariaLabel = `Gamma of ${channelName}`;
    slider.addEventListener("input", () => onGamma(Number(slider.value), false));
    slider.addEventListener("change", () => onGamma(Number(slider.value), true));
    slider.addEventListener("dblclick", () => onGamma(GAMMA.default, true));
    this.element = element(
      "label",
      { class: "pv-gamma-label", title: "Gamma: double-click for 1" },
      [element("span", { text: "Gamma", attributes: { "aria-hidden": "true" } }), slider, value],
    );
  }

  show(gamma: number): void {
    setValue(this.slider, String(gamma));
    setText(this.value, gamma.toFixed(2));
  }
}
