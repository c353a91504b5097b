import type { Limits } from "../display/contrast.ts";
import type { ChannelStatistics } from "../display/volumeStatistics.ts";
import { element, setAttribute, setText } from "../page/dom.ts";
import { isFloat } from "../voxels/voxelType.ts";
import { type Axis, axisOf, formatValue, movedLimits, positionOf, valueAt } from "./axis.ts";
import { flatNote } from "./voxelNotes.ts";

export interface HistogramInput {
  readonly statistics: ChannelStatistics;
  readonly limits: Limits;
  readonly gamma: number;
  readonly color: string;
  readonly isLog: boolean;
}

export interface HistogramEvents {
  onLimits(limits: Limits, isSettled: boolean): void;
}

type Handle = "low" | "high" | "both";

const GRAB_PX = 9;
const KEY_STEP = 0.01;

/** The histogram of a volume with its two limits; the handles follow the pointer at once. */
export class HistogramView {
  readonly root: HTMLElement;
  private readonly canvas = element("canvas", { attributes: { "aria-hidden": "true" } });
  private readonly handles: Readonly<Record<"low" | "high", HTMLElement>>;
  private readonly note = element("p", { class: "pv-histogram-note" });
  private input: HistogramInput | null = null;
  private axis: Axis = { low: 0, high: 1 };
  private isWide = false;
  private drag: { handle: Handle; fromX: number; from: Limits } | null = null;
  private painted = "";
  private cachedHeights: readonly number[] = [];
  private cachedFor: ChannelStatistics | null = null;
  private frame = 0;
  private readonly resized: ResizeObserver;

  constructor(
    name: string,
    private readonly events: HistogramEvents,
  ) {
    this.handles = {
      low: this.makeHandle("low", `${name}: lower limit`),
      high: this.makeHandle("high", `${name}: upper limit`),
    };
    this.root = element("div", { class: "pv-histogram", testId: "channel-histogram" }, [
      this.canvas,
      this.handles.low,
      this.handles.high,
      this.note,
    ]);
    this.root.title = "Drag a limit, or the range between them. Double-click: whole data range";
    this.root.addEventListener("pointerdown", (event) => this.grab(event));
    // A press must not take the focus: arrows go on stepping slices.
    this.root.addEventListener("mousedown", (event) => event.preventDefault());
    this.root.addEventListener("pointermove", (event) => this.pull(event));
    this.root.addEventListener("pointerup", () => this.drop());
    this.root.addEventListener("lostpointercapture", () => this.drop());
    this.root.addEventListener("dblclick", () => this.widen());
    this.resized = new ResizeObserver(() => this.invalidate());
    this.resized.observe(this.root);
  }

  get isDragging(): boolean {
    return this.drag !== null;
  }

  update(input: HistogramInput | null): void {
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
  }

  private axisFor({ statistics, limits }: HistogramInput): Axis {
    const { type, data, auto } = statistics;
    return axisOf({ type, data, auto, limits, isWide: this.isWide });
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
    if (input === null || event.button !== 0 || input.statistics.isFlat) {
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

  private xOf(event: PointerEvent): number {
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
    this.paintCounts(input);
  }

  private paintCounts(input: HistogramInput): void {
    const ratio = devicePixelRatio;
    const width = Math.max(1, Math.round(this.canvas.clientWidth * ratio));
    const height = Math.max(1, Math.round(this.canvas.clientHeight * ratio));
    const pen = this.canvas.getContext("2d");
    if (pen === null) {
      return;
    }
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    pen.clearRect(0, 0, width, height);
    const heights = this.heightsOf(input, Math.max(1, Math.floor(width / ratio)));
    const [low, high] = input.limits.map((limit) => positionOf(limit, this.axis) * width);
    const inside = { from: low ?? 0, to: high ?? width };
    const column = width / heights.length;
    for (const [index, part] of heights.entries()) {
      const x = index * column;
      const isInside = x + column > inside.from && x < inside.to;
      pen.fillStyle = isInside ? input.color : "#565c68";
      pen.globalAlpha = isInside ? 0.8 : 1;
      pen.fillRect(x, height - part * height, column, part * height);
    }
    pen.globalAlpha = 1;
    paintCurve(pen, { ...inside, height, gamma: input.gamma, lineWidth: ratio });
  }

  /** 0..1 for each column; counts again only when axis, volume or scale change. */
  private heightsOf(input: HistogramInput, columns: number): readonly number[] {
    const wanted = `${this.axis.low} ${this.axis.high} ${columns} ${input.isLog}`;
    if (this.painted !== wanted || this.cachedFor !== input.statistics) {
      const counts = input.statistics.counts(this.axis.low, this.axis.high, columns);
      const scaled = Array.from(counts, (n) => (input.isLog ? Math.log1p(n) : n));
      const top = Math.max(1e-9, ...scaled);
      this.cachedHeights = scaled.map((n) => n / top);
      this.cachedFor = input.statistics;
      this.painted = wanted;
    }
    return this.cachedHeights;
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

interface Curve {
  readonly from: number;
  readonly to: number;
  readonly height: number;
  readonly gamma: number;
  readonly lineWidth: number;
}

/** Value -> brightness between the limits. */
function paintCurve(pen: CanvasRenderingContext2D, curve: Curve): void {
  const steps = curve.gamma === 1 ? 1 : 24;
  pen.beginPath();
  for (let step = 0; step <= steps; step++) {
    const t = step / steps;
    pen.lineTo(
      curve.from + t * (curve.to - curve.from),
      curve.height - t ** curve.gamma * curve.height,
    );
  }
  pen.strokeStyle = "#ffffffb0";
  pen.lineWidth = curve.lineWidth;
  pen.stroke();
}
