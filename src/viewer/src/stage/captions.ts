import type { Readout, StageRole } from "./stageContract.ts";

/** The stage's words: the block's id while it loads, and the values under the pointer. */
export class Captions {
  private readonly loading = document.createElement("div");
  private readonly readout = document.createElement("div");

  constructor(host: HTMLElement, role: StageRole) {
    const isBlock = role === "block";
    this.loading.className = "pv-loading";
    this.loading.dataset.testid = isBlock ? "viewer-loading" : "example-loading";
    this.loading.style.cssText =
      "position:absolute;inset:0;display:none;align-items:center;justify-content:center;padding:1em;text-align:center;color:#9aa0a6;font-size:16px;pointer-events:none;white-space:pre-line";
    this.readout.className = "pv-readout";
    this.readout.dataset.testid = isBlock ? "readout" : "example-readout";
    this.readout.style.cssText =
      "position:absolute;left:8px;bottom:8px;max-width:calc(100% - 16px);padding:2px 6px;border-radius:4px;overflow:hidden;background:rgba(0,0,0,.6);color:#e8eaed;font-size:12px;pointer-events:none;text-overflow:ellipsis;white-space:pre;visibility:hidden";
    host.append(this.loading, this.readout);
  }

  /** Called with every frame: writes only what changed. */
  setLoading(text: string): void {
    if (text === this.loading.textContent) return;
    this.loading.textContent = text;
    this.loading.style.display = text === "" ? "none" : "flex";
  }

  setReadout(readout: Readout | null, nameOf: (key: string) => string): void {
    this.readout.style.visibility = readout === null ? "hidden" : "visible";
    if (readout !== null) this.readout.textContent = readoutText(readout, nameOf);
  }

  dispose(): void {
    this.loading.remove();
    this.readout.remove();
  }
}

/** "z 12  y 40  x 7   488 1203   561 88"; a dash where a channel has no voxel. */
export function readoutText({ voxel, values }: Readout, nameOf: (key: string) => string): string {
  const [z, y, x] = voxel;
  const shown = values.map((v) => `${nameOf(v.key)} ${valueText(v.value)}`);
  return [`z ${z}  y ${y}  x ${x}`, ...shown].join("   ");
}

function valueText(value: number | null): string {
  if (value === null) return "–";
  return Number.isInteger(value)
    ? String(value)
    : Number.isFinite(value)
      ? value.toPrecision(5)
      : String(value);
}
