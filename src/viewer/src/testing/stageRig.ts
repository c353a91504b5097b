import { createStage } from "../stage/stage.ts";
import type { StageBlock, StageDisplay } from "../stage/stageContract.ts";
import type { LoadedChannel, Zyx } from "../voxels/voxelType.ts";
import { phantom, shownAs } from "./phantom.ts";
import { StageDriver } from "./stageDriver.ts";

export const SHAPE: Zyx = [20, 30, 40];

export const display: StageDisplay = {
  channels: [shownAs("a", "#00ff00", [100, 3000]), shownAs("b", "#ff00ff", [100, 3000])],
  viewMode: "slice",
  projection: "mip",
  smooth: false,
  isoThreshold: 0.5,
  slab: "none",
  slabThickness: 1,
  showFocus: true,
  channelStrip: false,
};

export function channels(seed = 1, shape = SHAPE): LoadedChannel[] {
  return [phantom("a", "uint16", shape, seed), phantom("b", "uint16", shape, seed + 1)];
}

/** A stage on the page, of the size of a small window, and what it reports. */
export class StageRig {
  readonly host = document.createElement("div");
  readonly cursors: Zyx[] = [];
  readonly paintings: string[] = [];
  readonly contrasts: (readonly [dx: number, dy: number, phase: string])[] = [];
  readonly stage: StageDriver;

  constructor() {
    this.host.style.cssText = "position:relative;width:400px;height:300px";
    document.body.append(this.host);
    const made = createStage(this.host, {
      onCursor: (c) => this.cursors.push(c),
      onPainted: (_frame, blockKey) => this.paintings.push(blockKey),
      onContrast: (...drag) => this.contrasts.push(drag),
    });
    if (made === null) throw new Error("no WebGL2");
    this.stage = new StageDriver(made);
  }

  dispose(): void {
    this.stage.dispose();
    this.host.remove();
  }

  open(id = "block_0001", seed = 1, shape = SHAPE): StageBlock {
    return this.stage.prepare(
      { key: `root ${id}`, label: id, focus: [4, 5, 6] },
      channels(seed, shape),
    );
  }

  get canvas(): HTMLCanvasElement {
    const found = this.host.querySelector<HTMLCanvasElement>("[data-testid=viewer-canvas]");
    if (found === null) throw new Error("no canvas");
    return found;
  }

  /** The picture on the canvas now; drawn in the same task, before the browser may clear it. */
  pixels(): string {
    this.stage.drawNow();
    const copy = document.createElement("canvas");
    copy.width = this.canvas.width;
    copy.height = this.canvas.height;
    const context = copy.getContext("2d");
    context?.drawImage(this.canvas, 0, 0);
    return [...(context?.getImageData(0, 0, copy.width, copy.height).data ?? [])].join();
  }

  point(type: string, x: number, y: number, more: PointerEventInit = {}): void {
    const box = this.canvas.getBoundingClientRect();
    const at = {
      clientX: box.left + x,
      clientY: box.top + y,
      bubbles: true,
      pointerId: 1,
      ...more,
    };
    this.canvas.dispatchEvent(new PointerEvent(type, at));
  }
}
