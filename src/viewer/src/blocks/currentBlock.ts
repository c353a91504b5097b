import type { ViewerSettings } from "../display/settings.ts";
import { visibleName } from "../page/visibleName.ts";
import type { StageApi } from "../stage/stageContract.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import type { BlockLoad } from "./blockLoad.ts";
import { openingOf } from "./opening.ts";

export interface CurrentBlockContext {
  readonly stage: Pick<StageApi, "show" | "center" | "setSlice" | "cursor" | "drawNow">;
  settings(): ViewerSettings;
}

/**
 * The current block on its way to the screen: only its id, then the slice it opens at, then the volumes. Until something
 * of it is there, it is taken to have the shape of the block before.
 */
export class CurrentBlock {
  private isOpen = false;
  private isOnStageNow = false;
  private isMoved = false;
  private placedFor: string | null = null;
  private wantedSlice: number | null = null;

  constructor(
    readonly load: BlockLoad,
    private readonly context: CurrentBlockContext,
    private readonly expectedShape: Zyx | null,
  ) {}

  /** Something of it is handed to the stage. */
  get isOnStage(): boolean {
    return this.isOnStageNow;
  }

  get shape(): Zyx | null {
    return this.load.shape ?? this.expectedShape;
  }

  /** 0 where nothing is known, or can be shown. */
  get depth(): number {
    return this.load.isUnreadable ? 0 : (this.shape?.[0] ?? 0);
  }

  get slice(): number {
    return this.isOnStageNow ? this.context.stage.cursor[0] : (this.wantedSlice ?? 0);
  }

  open(): void {
    this.isOpen = true;
    if (this.load.isSettled) {
      this.seat();
      return;
    }
    this.context.stage.show(null, visibleName(this.load.block.id));
    const opening = this.opening();
    this.wantedSlice = opening === null ? null : Math.floor(opening[0]);
    void this.load.loadSlice(this.context.settings().openAt);
  }

  /** New voxels, or news about them; what comes before it is opened is met by opening it. */
  arrived(): void {
    const { load } = this;
    if (!this.isOpen) {
      return;
    }
    if (!this.isOnStageNow && load.isPaintable) {
      this.seat();
      // Ahead of the volumes, whose arrival would hold the next frame up.
      this.context.stage.drawNow();
    } else if (this.isOnStageNow && load.isUnreadable) {
      this.isOnStageNow = false;
      this.seat();
    } else if (this.isOnStageNow && load.isSettled && !this.isMoved) {
      this.place();
    }
    if (!load.isSettled && load.isSliceDone) {
      load.loadVolumes(true);
    }
  }

  /** The cross-hair was moved by the stage or a control. */
  moved(): void {
    this.isMoved = true;
    this.requestSlice();
  }

  setSlice(slice: number): void {
    const last = Math.max(0, this.depth - 1);
    const wanted = Math.min(last, Math.max(0, slice));
    this.wantedSlice = wanted;
    if (this.isOnStageNow) {
      this.context.stage.setSlice(wanted);
    }
    this.moved();
  }

  private requestSlice(): void {
    if (!this.load.isSettled) {
      void this.load.loadSlice(this.slice);
    }
  }

  private seat(): void {
    const { load, context } = this;
    if (load.readableChannels === 0) {
      const reason =
        load.channels.length === 0
          ? "This folder holds no TIFF file"
          : "No channel of this block can be read";
      context.stage.show(null, `${visibleName(load.block.id)}\n${reason}`);
      return;
    }
    this.isOnStageNow = true;
    context.stage.show(load.stageBlock, "");
    if (this.isMoved && this.wantedSlice !== null) {
      context.stage.setSlice(this.wantedSlice);
    } else {
      this.place();
    }
    // Whatever slice was meant: the one that is there can be seen.
    if (!load.isSettled && load.slice !== null) {
      this.wantedSlice = load.slice;
      context.stage.setSlice(load.slice);
    }
  }

  /**
   * Once for each shape, of the block and of what the stage has of it: planes may be of the small channels alone, and a
   * volume that arrives with the shape expected changes nothing.
   */
  private place(): void {
    const opening = this.opening();
    const shape = `${this.shape} ${this.load.stageBlock.shape}`;
    if (opening !== null && this.placedFor !== shape) {
      this.placedFor = shape;
      this.wantedSlice = opening[0];
      this.context.stage.center(opening);
    }
  }

  private opening(): Zyx | null {
    return openingOf(this.shape, this.load.focus, this.context.settings().openAt);
  }
}
