import { blockName } from "../page/blockName.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import { Captions } from "./captions.ts";
import { hatchWords } from "./hatches.ts";
import { type Measurement, measureText, profileOf } from "./measure.ts";
import { overlayOf } from "./overlay.ts";
import { OverlayCanvas } from "./overlayCanvas.ts";
import type { Split } from "./panes.ts";
import { ProfileChart } from "./profileChart.ts";
import type { Scene } from "./scene.ts";
import { composed } from "./screenshot.ts";
import { Splitters } from "./splitters.ts";
import type { Readout, StageDisplay, StageRole } from "./stageContract.ts";
import type { SurfaceSize } from "./surface.ts";

/** The elements of a stage: the canvas with what it tells in its `data-` attributes, and what lies over it. */
export class StageLayers {
  private readonly overlay = new OverlayCanvas();
  private readonly captions: Captions;
  private readonly profile: ProfileChart;
  /** null: the panes are those of another stage. */
  private readonly splitters: Splitters | null;
  onSplit: (split: Split | null) => void = () => undefined;

  constructor(
    host: HTMLElement,
    readonly canvas: HTMLCanvasElement,
    role: StageRole,
  ) {
    host.append(canvas, this.overlay.element);
    this.captions = new Captions(host, role);
    this.profile = new ProfileChart(host);
    this.splitters = role === "block" ? new Splitters(host, (split) => this.onSplit(split)) : null;
  }

  /** A block counts as painted. */
  get isPainted(): boolean {
    return this.canvas.dataset.blockId !== undefined && this.canvas.dataset.blockId !== "";
  }

  resize({ deviceWidth, deviceHeight }: SurfaceSize): void {
    if (this.canvas.width !== deviceWidth) this.canvas.width = deviceWidth;
    if (this.canvas.height !== deviceHeight) this.canvas.height = deviceHeight;
  }

  setLoading(text: string): void {
    this.captions.setLoading(text);
  }

  /** No block counts as painted, even while the last frame is held. */
  unpaint(): void {
    this.canvas.dataset.blockId = "";
    this.canvas.dataset.complete = "false";
  }

  /** The scene is on the canvas. */
  painted(scene: Scene | null, cursor: Zyx, frame: number, refined: boolean): void {
    const { canvas } = this;
    canvas.dataset.blockId = scene?.block.label ?? "";
    canvas.dataset.slice = String(cursor[0]);
    canvas.dataset.cursor = cursor.join(",");
    canvas.dataset.frame = String(frame);
    canvas.dataset.complete = String(scene?.block.complete === true);
    canvas.dataset.refined = String(refined);
    canvas.dataset.view = scene?.display.viewMode ?? "";
    canvas.setAttribute(
      "aria-label",
      scene === null
        ? "No picture"
        : [blockName(scene.block.label), `slice ${cursor[0]}`, ...hatchWords(scene)].join(", "),
    );
  }

  paintOver(scene: Scene | null, { width, height, ratio }: SurfaceSize): void {
    this.overlay.paint(scene === null ? [] : overlayOf(scene), width, height, ratio);
    const isSplit = scene?.display.viewMode === "quad" && scene.panes.length > 1;
    this.splitters?.place(isSplit ? scene.split : null, width, height);
    this.showProfile(scene, ratio);
  }

  setReadout(readout: Readout | null, display: StageDisplay | null): void {
    this.captions.setReadout(
      readout,
      (key) => display?.channels.find((channel) => channel.key === key)?.name ?? key,
    );
  }

  composed(name: string, ratio: number): Promise<Blob> {
    return composed([this.canvas, this.overlay.element], name, ratio);
  }

  dispose(): void {
    this.splitters?.dispose();
    this.captions.dispose();
    this.profile.dispose();
    this.overlay.element.remove();
    this.canvas.remove();
  }

  private showProfile(scene: Scene | null, ratio: number): void {
    const measurement = scene?.measurement ?? null;
    if (scene === null || measurement === null || !isShown(measurement, scene)) {
      this.profile.show(null, [], ratio);
      return;
    }
    const { block, display, voxelSizeUm } = scene;
    const lines = display.channels.flatMap(({ key, name, color, visible }) => {
      const index = block.sources.findIndex((source) => source.key === key);
      if (!visible || index < 0) return [];
      return [
        { name, color, values: profileOf(measurement, (voxel) => block.valueAt(index, voxel)) },
      ];
    });
    this.profile.show(measureText(measurement, voxelSizeUm), lines, ratio);
  }
}

/** A slice with the line is on screen. */
function isShown({ plane, slice }: Measurement, { panes }: Scene): boolean {
  return panes.some(
    (view) => view.kind === "slice" && view.paneCamera.plane === plane && view.slice === slice,
  );
}
