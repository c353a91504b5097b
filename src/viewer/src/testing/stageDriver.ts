import type { BlockSubject } from "../render/gpuBlock.ts";
import type { StageApi, StageBlock, StageDisplay, View } from "../stage/stageContract.ts";
import type { LoadedChannel, LoadedPlane, Zyx } from "../voxels/voxelType.ts";

export const PLAIN_DISPLAY: StageDisplay = {
  channels: [],
  viewMode: "slice",
  projection: "mip",
  smooth: false,
  isoThreshold: 0.5,
  slab: "none",
  slabThickness: 1,
  showFocus: true,
  channelStrip: false,
};

/** A real stage whose view is changed one part after the other. */
export class StageDriver {
  private view: View = { block: null, text: "", display: PLAIN_DISPLAY, placement: null };

  constructor(private readonly stage: StageApi) {}

  get cursor(): Zyx {
    return this.stage.cursor;
  }

  get isHoldingStaleFrame(): boolean {
    return this.stage.isHoldingStaleFrame;
  }

  get isMeasuring(): boolean {
    return this.stage.isMeasuring;
  }

  toggleMeasuring(): boolean {
    return this.stage.toggleMeasuring();
  }

  prepare(subject: BlockSubject, channels: readonly LoadedChannel[]): StageBlock {
    const block = this.stage.voxels.prepare(subject);
    if (channels.length > 0) {
      this.stage.voxels.setVolumes(block, channels);
    }
    return block;
  }

  setPlanes(block: StageBlock, planes: readonly LoadedPlane[]): void {
    this.stage.voxels.setPlanes(block, planes);
  }

  setVolumes(block: StageBlock, channels: readonly LoadedChannel[]): void {
    this.stage.voxels.setVolumes(block, channels);
  }

  setReady(block: StageBlock, isReady: boolean): void {
    this.stage.voxels.setReady(block, isReady);
  }

  release(block: StageBlock): void {
    this.stage.voxels.release(block);
  }

  show(block: StageBlock | null, text: string): void {
    this.render({ block, text });
  }

  setDisplay(display: StageDisplay): void {
    this.render({ display });
  }

  setSlice(slice: number): void {
    this.render({ placement: { center: null, slice } });
  }

  center(center: Zyx): void {
    this.render({ placement: { center, slice: null } });
  }

  resetView(): void {
    this.stage.resetView();
  }

  screenshot(): Promise<Blob> {
    return this.stage.screenshot();
  }

  drawNow(): void {
    this.stage.drawNow();
  }

  dispose(): void {
    this.stage.dispose();
  }

  private render(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    this.stage.render(this.view);
  }
}
