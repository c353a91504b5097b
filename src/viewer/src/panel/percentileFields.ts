import { numberField, showNumber } from "../controls/numberField.ts";
import { percentilesOf } from "../display/contrastLimits.ts";
import type { Percentiles } from "../display/histogram.ts";
import { element } from "../page/dom.ts";

/** From which percentile of the voxels to which Auto goes. */
export class PercentileFields {
  readonly element: HTMLElement;
  private readonly low = element("input", { class: "pv-value", testId: "auto-low" });
  private readonly high = element("input", { class: "pv-value", testId: "auto-high" });
  private shown: Percentiles = percentilesOf(undefined);

  constructor(onChange: (percentiles: Percentiles) => void) {
    const bounds = { min: 0, max: 100, step: 0.1 };
    numberField(this.low, "Lowest percentile of Auto", bounds, (low) =>
      onChange([low, this.shown[1]]),
    );
    numberField(this.high, "Highest percentile of Auto", bounds, (high) =>
      onChange([this.shown[0], high]),
    );
    this.element = element(
      "label",
      { class: "pv-check", title: "Of the voxels; 1 to 99.9 where nobody chose others" },
      ["Auto from", this.low, "to", this.high, "%"],
    );
  }

  update(kept: Percentiles): void {
    this.shown = kept;
    // Neither passes the other.
    this.low.max = String(Math.max(0, kept[1] - 0.1));
    this.high.min = String(kept[0] + 0.1);
    showNumber(this.low, String(kept[0]));
    showNumber(this.high, String(kept[1]));
  }
}
