import type { Limits } from "../display/contrast.ts";
import type { ChannelStatistics } from "../display/volumeStatistics.ts";
import { element } from "../page/dom.ts";
import { type Axis, positionOf } from "./axis.ts";

export interface HistogramInput {
  readonly statistics: ChannelStatistics;
  readonly limits: Limits;
  readonly gamma: number;
  readonly color: string;
  readonly isLog: boolean;
}

/** The area under the line at its top stays behind the handles. */
const FILL = 0.55;

/** Paints a histogram's columns, and over them the limits: how gamma maps them, or a line each. */
export class HistogramCanvas {
  readonly root = element("canvas", { attributes: { "aria-hidden": "true" } });
  private heights: readonly number[] = [];
  private countedAs = "";
  private countedFor: ChannelStatistics | null = null;

  constructor(private readonly paintLimits: (pen: CanvasRenderingContext2D, at: Span) => void) {}

  paint(input: HistogramInput, axis: Axis): void {
    const ratio = devicePixelRatio;
    const width = Math.max(1, Math.round(this.root.clientWidth * ratio));
    const height = Math.max(1, Math.round(this.root.clientHeight * ratio));
    const pen = this.root.getContext("2d");
    if (pen === null) {
      return;
    }
    if (this.root.width !== width || this.root.height !== height) {
      this.root.width = width;
      this.root.height = height;
    }
    pen.clearRect(0, 0, width, height);
    const heights = this.heightsOf(input, axis, Math.max(1, Math.floor(width / ratio)));
    const [low, high] = input.limits.map((limit) => positionOf(limit, axis) * width);
    const inside = { from: low ?? 0, to: high ?? width };
    const column = width / heights.length;
    for (const [index, part] of heights.entries()) {
      const x = index * column;
      const isInside = x + column > inside.from && x < inside.to;
      pen.fillStyle = isInside ? input.color : "#565c68";
      pen.globalAlpha = FILL;
      pen.fillRect(x, height - part * height, column, part * height);
      pen.globalAlpha = 1;
      if (part > 0) {
        pen.fillRect(x, height - part * height, column, ratio);
      }
    }
    this.paintLimits(pen, { ...inside, height, gamma: input.gamma, lineWidth: ratio });
  }

  /** 0..1 for each column; counts again only when axis, volume or scale change. */
  private heightsOf(input: HistogramInput, axis: Axis, columns: number): readonly number[] {
    const wanted = `${axis.low} ${axis.high} ${columns} ${input.isLog}`;
    if (this.countedAs !== wanted || this.countedFor !== input.statistics) {
      const counts = input.statistics.counts(axis.low, axis.high, columns);
      const scaled = Array.from(counts, (n) => (input.isLog ? Math.log1p(n) : n));
      const top = Math.max(1e-9, ...scaled);
      this.heights = scaled.map((n) => n / top);
      this.countedFor = input.statistics;
      this.countedAs = wanted;
    }
    return this.heights;
  }
}

/** Where the limits are, in pixels of the canvas. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly height: number;
  readonly gamma: number;
  readonly lineWidth: number;
}

/** Value -> brightness between the limits. */
export function paintCurve(pen: CanvasRenderingContext2D, curve: Span): void {
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

/** As bright as the handles of the large histogram. */
export function paintLines(pen: CanvasRenderingContext2D, { from, to, height, lineWidth }: Span) {
  pen.fillStyle = "#ffffffb0";
  for (const x of [from, to]) {
    const left = Math.min(Math.max(Math.round(x - lineWidth / 2), 0), pen.canvas.width - lineWidth);
    pen.fillRect(left, 0, lineWidth, height);
  }
}
