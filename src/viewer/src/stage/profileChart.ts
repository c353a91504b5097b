import { element, setText } from "../page/dom.ts";

export interface ProfileLine {
  readonly name: string;
  readonly color: string;
  readonly values: readonly (number | null)[];
}

const WIDTH = 240;
const HEIGHT = 90;

/** The values along a measured line, a curve for each channel in its colour; the axis goes from the lowest to the highest. */
export class ProfileChart {
  private readonly root: HTMLElement;
  private readonly canvas = element("canvas", { class: "pv-profile-canvas" });
  private readonly words = element("p", { class: "pv-profile-words" });
  private drawn = "";

  constructor(host: HTMLElement) {
    this.root = element("div", { class: "pv-profile", testId: "line-profile" }, [
      this.canvas,
      this.words,
    ]);
    this.root.hidden = true;
    host.append(this.root);
  }

  /** null: nothing is measured. */
  show(length: string | null, lines: readonly ProfileLine[], ratio: number): void {
    const key = JSON.stringify([length, lines, ratio]);
    if (key === this.drawn) return;
    this.drawn = key;
    this.root.hidden = length === null;
    if (length === null) return;
    const values = lines.flatMap((line) => line.values).filter((value) => value !== null);
    const finite = values.filter(Number.isFinite);
    const [low, high] = [Math.min(...finite), Math.max(...finite)];
    const range = finite.length === 0 ? "no values" : `${valueText(low)} to ${valueText(high)}`;
    setText(this.words, `${length} · ${range}`);
    this.root.dataset.samples = String(lines[0]?.values.length ?? 0);
    this.paint(lines, low, high > low ? high : low + 1, ratio);
  }

  dispose(): void {
    this.root.remove();
  }

  private paint(lines: readonly ProfileLine[], low: number, high: number, ratio: number): void {
    this.canvas.width = WIDTH * ratio;
    this.canvas.height = HEIGHT * ratio;
    const context = this.canvas.getContext("2d");
    if (context === null) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, WIDTH, HEIGHT);
    context.lineWidth = 1.5;
    for (const { values, color } of lines) {
      context.strokeStyle = color;
      context.beginPath();
      let isDown = false;
      for (const [i, value] of values.entries()) {
        if (value === null || !Number.isFinite(value)) {
          isDown = false;
          continue;
        }
        const x = 2 + (i / Math.max(1, values.length - 1)) * (WIDTH - 4);
        const y = HEIGHT - 3 - ((value - low) / (high - low)) * (HEIGHT - 6);
        if (isDown) context.lineTo(x, y);
        else context.moveTo(x, y);
        isDown = true;
      }
      context.stroke();
    }
  }
}

function valueText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
