import { element } from "../page/dom.ts";
import { axisOf } from "./axis.ts";
import { HistogramCanvas, type HistogramInput, paintLines } from "./histogramCanvas.ts";

/** The histogram in the row of a closed channel: to look at; the limits are set in the large one. */
export class SmallHistogram {
  readonly element: HTMLElement;
  private readonly canvas = new HistogramCanvas(paintLines);
  private input: HistogramInput | null = null;
  private frame = 0;
  private readonly resized: ResizeObserver;

  constructor() {
    this.element = element("span", { class: "pv-small-histogram" }, [this.canvas.root]);
    // Closing the channel gives it a size.
    this.resized = new ResizeObserver(() => this.invalidate());
    this.resized.observe(this.element);
  }

  update(input: HistogramInput | null): void {
    this.input = input;
    this.element.hidden = input === null || input.statistics.isFlat;
    this.invalidate();
  }

  dispose(): void {
    this.resized.disconnect();
    cancelAnimationFrame(this.frame);
  }

  private invalidate(): void {
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.paint();
      });
    }
  }

  private paint(): void {
    const { input } = this;
    if (input === null || this.element.clientWidth === 0) {
      return;
    }
    const { statistics, limits } = input;
    const { type, data } = statistics;
    this.canvas.paint(
      input,
      axisOf({ type, data, auto: statistics.auto(), limits, isWide: false }),
    );
  }
}
