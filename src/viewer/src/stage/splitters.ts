import { GAP, type Split } from "./panes.ts";

const LEAST = 0.12;
const STEP = 0.02;

/** The two bars between the quad view's panes. A double click gives the split back to the block's shape (null). */
export class Splitters {
  private readonly host: HTMLElement;
  private readonly onSplit: (split: Split | null) => void;
  private readonly upright: HTMLElement;
  private readonly level: HTMLElement;
  private split: Split = [0.5, 0.5];

  constructor(host: HTMLElement, onSplit: (split: Split | null) => void) {
    this.host = host;
    this.onSplit = onSplit;
    this.upright = this.bar(0, "Width of the left views");
    this.level = this.bar(1, "Height of the upper views");
  }

  /** null: there is nothing to split. */
  place(split: Split | null, width: number, height: number): void {
    for (const bar of [this.upright, this.level]) {
      bar.style.display = split === null ? "none" : "block";
    }
    if (split === null) return;
    this.split = split;
    const x = Math.round((width - GAP) * split[0]);
    const y = Math.round((height - GAP) * split[1]);
    this.upright.style.cssText = `${BAR}left:${x}px;top:0;width:${GAP}px;height:100%;cursor:col-resize`;
    this.level.style.cssText = `${BAR}left:0;top:${y}px;width:100%;height:${GAP}px;cursor:row-resize`;
    this.upright.setAttribute("aria-valuenow", String(Math.round(split[0] * 100)));
    this.level.setAttribute("aria-valuenow", String(Math.round(split[1] * 100)));
  }

  dispose(): void {
    this.upright.remove();
    this.level.remove();
  }

  private bar(axis: 0 | 1, label: string): HTMLElement {
    const bar = document.createElement("div");
    bar.className = "pv-splitter";
    bar.dataset.testid = axis === 0 ? "splitter-x" : "splitter-y";
    bar.tabIndex = 0;
    bar.setAttribute("role", "separator");
    bar.setAttribute("aria-label", label);
    bar.setAttribute("aria-orientation", axis === 0 ? "vertical" : "horizontal");
    bar.style.display = "none";
    // A mouse leaves the keys with the viewer; Tab reaches the bar.
    bar.addEventListener("mousedown", (e) => e.preventDefault());
    bar.addEventListener("pointerdown", (e) => bar.setPointerCapture(e.pointerId));
    bar.addEventListener("pointermove", (e) => {
      if (!bar.hasPointerCapture(e.pointerId)) return;
      const box = this.host.getBoundingClientRect();
      this.set(
        axis,
        axis === 0 ? (e.clientX - box.left) / box.width : (e.clientY - box.top) / box.height,
      );
    });
    bar.addEventListener("dblclick", () => this.onSplit(null));
    bar.addEventListener("keydown", (e) => {
      const back = axis === 0 ? "ArrowLeft" : "ArrowUp";
      const on = axis === 0 ? "ArrowRight" : "ArrowDown";
      if (e.key !== back && e.key !== on) return;
      e.preventDefault();
      e.stopPropagation();
      this.set(axis, this.split[axis] + (e.key === on ? STEP : -STEP));
    });
    this.host.append(bar);
    return bar;
  }

  private set(axis: 0 | 1, share: number): void {
    const split: [number, number] = [...this.split];
    split[axis] = Math.min(1 - LEAST, Math.max(LEAST, share));
    this.onSplit(split);
  }
}

const BAR = "display:block;position:absolute;background:#2a2d31;touch-action:none;";
