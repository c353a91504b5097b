import type { Limits } from "../display/contrast.ts";
import { scaledAbout } from "../display/windowing.ts";
import { element, setAttribute, setText } from "../page/dom.ts";
import { isFloat } from "../voxels/voxelType.ts";
import { type Axis, axisOf, formatValue, movedLimits, positionOf, valueAt } from "./axis.ts";
import { GammaHandle } from "./gammaHandle.ts";
import { HistogramCanvas, type HistogramInput, paintCurve } from "./histogramCanvas.ts";
import { flatNote } from "./voxelNotes.ts";

export interface HistogramEvents {
  onLimits(limits: Limits, isSettled: boolean): void;
  onGamma(gamma: number, isSettled: boolean): void;
}

type Handle = "low" | "high" | "both";

const GRAB_PX = 9;
const KEY_STEP = 0.01;
const WHEEL_PER_PIXEL = 1.0015;
/** A pause after which a scroll of the panel is over. */
const SCROLL_END_MS = 300;
/** When the wheel last turned elsewhere in the page. */
let scrolledAt = Number.NEGATIVE_INFINITY;
document.addEventListener(
  "wheel",
  ({ target }) => {
    if (!(target instanceof Element) || target.closest(".pv-histogram") === null) {
      scrolledAt = performance.now();
    }
  },
  { capture: true, passive: true },
);
/** A pause of the wheel after which what it set is kept. */
const WHEEL_END_MS = 300;

/** The histogram of a volume with its two limits; the handles follow the pointer at once. */
export class HistogramView {
  readonly root: HTMLElement;
  private readonly canvas = new HistogramCanvas(paintCurve);
  private readonly handles: Readonly<Record<"low" | "high", HTMLElement>>;
  private readonly gamma: GammaHandle;
  private readonly note = element("p", { class: "pv-histogram-note" });
  private input: HistogramInput | null = null;
  private axis: Axis = { low: 0, high: 1 };
  private isWide = false;
  private drag: { handle: Handle; fromX: number; from: Limits } | null = null;
  private frame = 0;
  private wheelEnd: ReturnType<typeof setTimeout> | undefined;
  private readonly resized: ResizeObserver;

  constructor(
    name: string,
    private readonly events: HistogramEvents,
  ) {
    this.handles = {
      low: this.makeHandle("low", `${name}: lower limit`),
      high: this.makeHandle("high", `${name}: upper limit`),
    };
    this.gamma = new GammaHandle((gamma, isSettled) => events.onGamma(gamma, isSettled));
    this.root = element("div", { class: "pv-histogram", testId: "channel-histogram" }, [
      this.canvas.root,
      this.handles.low,
      this.handles.high,
      this.gamma.element,
      this.note,
    ]);
    this.root.title =
      "Drag a limit, or the range between them. Wheel: narrower or wider about the pointer. Double-click: whole data range";
    this.root.addEventListener("pointerdown", (event) => this.grab(event));
    // A press must not take the focus: arrows go on stepping slices.
    this.root.addEventListener("mousedown", (event) => event.preventDefault());
    this.root.addEventListener("pointermove", (event) => this.pull(event));
    this.root.addEventListener("pointerup", () => this.drop());
    this.root.addEventListener("lostpointercapture", () => this.drop());
    this.root.addEventListener("dblclick", () => this.widen());
    this.root.addEventListener("wheel", (event) => this.zoom(event), { passive: false });
    this.resized = new ResizeObserver(() => this.invalidate());
    this.resized.observe(this.root);
  }

  get isDragging(): boolean {
    return this.drag !== null;
  }

  update(input: HistogramInput | null): void {
    if (input?.statistics !== this.input?.statistics) {
      // Another block's: what the wheel set there is reported with the next change.
      clearTimeout(this.wheelEnd);
    }
    this.input = input;
    this.root.classList.toggle("pv-empty", input === null);
    if (input !== null && this.drag === null) {
      this.axis = this.axisFor(input);
    }
    this.root.classList.toggle("pv-flat", input?.statistics.isFlat === true);
    setText(this.note, input === null ? "" : flatNote(input.statistics));
    this.invalidate();
  }

  dispose(): void {
    this.resized.disconnect();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.wheelEnd);
  }

  private axisFor({ statistics, limits }: HistogramInput): Axis {
    const { type, data } = statistics;
    return axisOf({ type, data, auto: statistics.auto(), limits, isWide: this.isWide });
  }

  private makeHandle(handle: "low" | "high", label: string): HTMLElement {
    const made = element("div", {
      class: `pv-handle pv-handle-${handle}`,
      testId: `channel-handle-${handle}`,
      attributes: { role: "slider", tabindex: "0", "aria-label": label },
    });
    made.addEventListener("keydown", (event) => this.nudge(event, handle));
    return made;
  }

  private grab(event: PointerEvent): void {
    const input = this.input;
    const isOnGamma = event.target === this.gamma.element;
    if (input === null || event.button !== 0 || input.statistics.isFlat || isOnGamma) {
      return;
    }
    event.preventDefault();
    const at = this.xOf(event);
    const [low, high] = input.limits.map((limit) => positionOf(limit, this.axis) * this.width);
    const handle = grabbed(at, low ?? 0, high ?? 0);
    this.root.setPointerCapture(event.pointerId);
    this.drag = { handle, fromX: at, from: input.limits };
    if (handle !== "both") {
      this.pull(event);
    }
  }

  private pull(event: PointerEvent): void {
    const { drag, input } = this;
    if (drag === null || input === null) {
      return;
    }
    const x = this.xOf(event);
    const { type } = input.statistics;
    const value = valueAt(x / this.width, this.axis, type);
    const to: Limits =
      drag.handle === "both" ? this.shifted(drag.from, x - drag.fromX, input) : [value, value];
    this.change(movedLimits(input.limits, drag.handle, to, type), false);
  }

  private shifted(from: Limits, byPx: number, input: HistogramInput): Limits {
    const span = this.axis.high - this.axis.low;
    const wanted = (byPx / this.width) * span;
    const by = Math.min(Math.max(wanted, this.axis.low - from[0]), this.axis.high - from[1]);
    const round = isFloat(input.statistics.type) ? by : Math.round(by);
    return [from[0] + round, from[1] + round];
  }

  private drop(): void {
    const { drag, input } = this;
    this.drag = null;
    if (drag !== null && input !== null && drag.from !== input.limits) {
      this.change(input.limits, true);
    }
  }

  private nudge(event: KeyboardEvent, handle: "low" | "high"): void {
    const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    const input = this.input;
    if (direction === undefined || input === null || document.activeElement !== event.target) {
      return;
    }
    event.preventDefault();
    const { type } = input.statistics;
    const span = this.axis.high - this.axis.low;
    const step = span * KEY_STEP * (event.shiftKey ? 10 : 1);
    const by = direction * (isFloat(type) ? step : Math.max(1, Math.round(step)));
    const [low, high] = input.limits;
    this.change(movedLimits(input.limits, handle, [low + by, high + by], type), true);
  }

  private zoom(event: WheelEvent): void {
    const { input } = this;
    if (input === null || input.statistics.isFlat || event.ctrlKey || event.deltaY === 0) {
      return;
    }
    if (performance.now() - scrolledAt < SCROLL_END_MS) {
      // The panel is being scrolled, and the histogram only came below the pointer.
      scrolledAt = performance.now();
      return;
    }
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 40 : event.deltaY;
    const { type } = input.statistics;
    const value = this.axis.low + (this.xOf(event) / this.width) * (this.axis.high - this.axis.low);
    this.change(scaledAbout(input.limits, value, WHEEL_PER_PIXEL ** pixels, type), false);
    clearTimeout(this.wheelEnd);
    this.wheelEnd = setTimeout(() => {
      if (this.input !== null) {
        this.change(this.input.limits, true);
      }
    }, WHEEL_END_MS);
  }

  private widen(): void {
    this.isWide = !this.isWide;
    this.update(this.input);
  }

  private change(limits: Limits, isSettled: boolean): void {
    if (this.input !== null) {
      this.input = { ...this.input, limits };
      this.invalidate();
      this.events.onLimits(limits, isSettled);
    }
  }

  private get width(): number {
    return Math.max(1, this.root.clientWidth);
  }

  private xOf(event: MouseEvent): number {
    return event.clientX - this.root.getBoundingClientRect().left;
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
    const { input, axis } = this;
    if (input === null || this.root.clientWidth === 0) {
      return;
    }
    for (const [index, name] of (["low", "high"] as const).entries()) {
      const value = input.limits[index] ?? 0;
      const handle = this.handles[name];
      handle.style.left = `${positionOf(value, axis) * 100}%`;
      setAttribute(handle, "aria-valuemin", formatValue(axis.low));
      setAttribute(handle, "aria-valuemax", formatValue(axis.high));
      setAttribute(handle, "aria-valuenow", formatValue(value));
    }
    const [low, high] = input.limits.map((limit) => positionOf(limit, axis));
    this.gamma.place(((low ?? 0) + (high ?? 1)) / 2, input.gamma);
    this.canvas.paint(input, axis);
  }
}

function grabbed(at: number, low: number, high: number): Handle {
  const toLow = Math.abs(at - low);
  const toHigh = Math.abs(at - high);
  if (Math.min(toLow, toHigh) > GRAB_PX && at > low && at < high) {
    return "both";
  }
  // When both lie on one spot, the side of the press decides.
  if (toLow === toHigh) {
    return at > high ? "high" : "low";
  }
  return toLow < toHigh ? "low" : "high";
}
