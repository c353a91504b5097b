import type { PaneShapes, Shape } from "./overlay.ts";

const FONT = "12px system-ui, sans-serif";

/** A transparent canvas over the picture. Redrawn only when its shapes change. */
export class OverlayCanvas {
  readonly element = document.createElement("canvas");
  private drawn = "";

  constructor() {
    this.element.setAttribute("aria-hidden", "true");
    this.element.style.cssText =
      "position:absolute;inset:0;width:100%;height:100%;display:block;pointer-events:none";
  }

  paint(panes: readonly PaneShapes[], width: number, height: number, ratio: number): void {
    const key = JSON.stringify([panes, width, height, ratio]);
    if (key === this.drawn) return;
    this.drawn = key;
    const canvas = this.element;
    const context = canvas.getContext("2d");
    if (context === null) return;
    const [w, h] = [
      Math.max(1, Math.round(width * ratio)),
      Math.max(1, Math.round(height * ratio)),
    ];
    if (canvas.width !== w) canvas.width = w;
    if (canvas.height !== h) canvas.height = h;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, w, h);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const pane of panes) {
      context.save();
      context.beginPath();
      context.rect(pane.clip.x, pane.clip.y, pane.clip.width, pane.clip.height);
      context.clip();
      for (const shape of pane.shapes) drawShape(context, shape);
      context.restore();
    }
  }
}

export function drawShape(context: CanvasRenderingContext2D, shape: Shape): void {
  context.strokeStyle = shape.color;
  if (shape.kind === "hatch") {
    drawHatch(context, shape);
    return;
  }
  if (shape.kind === "text") {
    drawText(context, shape);
    return;
  }
  context.beginPath();
  if (shape.kind === "line") {
    context.lineWidth = shape.width ?? 1;
    context.moveTo(...shape.from);
    context.lineTo(...shape.to);
  } else {
    context.lineWidth = 1.5;
    context.arc(...shape.at, shape.radius, 0, 2 * Math.PI);
  }
  context.stroke();
}

/** CSS pixels from one line to the next. */
const GAPS = { outside: 7, missing: 12 } as const;

/** Lines of one slope, which lean the other way over missing voxels. */
function drawHatch(
  context: CanvasRenderingContext2D,
  { rect: { x, y, width, height }, means }: Extract<Shape, { kind: "hatch" }>,
): void {
  const gap = GAPS[means];
  const lean = means === "outside" ? 1 : -1;
  const start = lean > 0 ? x + y : x - y - height;
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.beginPath();
  for (let at = Math.ceil(start / gap) * gap; at < start + width + height; at += gap) {
    context.moveTo(at - lean * y, y);
    context.lineTo(at - lean * (y + height), y + height);
  }
  // Dark beside light: seen over a bright fill value of the same colour, too.
  const { strokeStyle } = context;
  context.lineWidth = 3;
  context.strokeStyle = "rgba(0,0,0,0.3)";
  context.stroke();
  context.lineWidth = 1;
  context.strokeStyle = strokeStyle;
  context.stroke();
  context.restore();
}

function drawText(
  context: CanvasRenderingContext2D,
  shape: Extract<Shape, { kind: "text" }>,
): void {
  context.font = FONT;
  context.textAlign = shape.align ?? "left";
  if (shape.backing !== undefined) {
    const [x, y] = shape.at;
    context.fillStyle = "rgba(0,0,0,0.6)";
    context.fillRect(x - 5, y - 14, context.measureText(shape.backing).width + 14, 19);
  }
  context.lineWidth = 3;
  context.strokeStyle = "rgba(0,0,0,0.75)";
  context.strokeText(shape.text, ...shape.at);
  context.fillStyle = shape.color;
  context.fillText(shape.text, ...shape.at);
}
