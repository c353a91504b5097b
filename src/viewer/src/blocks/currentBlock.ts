import type { ViewerSettings } from "../display/settings.ts";
import type { Placement, StageApi, StageBlock } from "../stage/stageContract.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import type { BlockLoad } from "./blockLoad.ts";
import type { ChannelState } from "./channelState.ts";
import { openingOf } from "./opening.ts";
import type { ViewedBlock } from "./view.ts";

export interface CurrentBlockContext {
  readonly stage: Pick<StageApi, "cursor" | "drawNow">;
  settings(): ViewerSettings;
  /** The view has to be made and rendered again. */
  render(): void;
}

/**
 * The current block on its way to the screen: its id, then the slice it opens at, then the volumes. Until its shape is
 * known, it counts as having the shape of the block before.
 */
export class CurrentBlock implements ViewedBlock {
  /** "waiting": nothing of it can be shown, yet or for good. */
  private phase: "closed" | "waiting" | "onStage" = "closed";
  private isMoved = false;
  private placedFor: string | null = null;
  private wantedSlice: number | null = null;
  private lastPlacement: Placement | null = null;

  constructor(
    readonly load: BlockLoad,
    private readonly context: CurrentBlockContext,
    private readonly expectedShape: Zyx | null,
  ) {}

  get id(): string {
    return this.load.block.id;
  }

  get states(): readonly ChannelState[] {
    return this.load.channels.map(({ state }) => state);
  }

  get stageBlock(): StageBlock | null {
    return this.phase === "onStage" ? this.load.stageBlock : null;
  }

  get placement(): Placement | null {
    return this.lastPlacement;
  }

  get shape(): Zyx | null {
    return this.load.shape ?? this.expectedShape;
  }

  /** 0 where nothing is known, or can be shown. */
  get depth(): number {
    return this.load.isUnreadable ? 0 : (this.shape?.[0] ?? 0);
  }

  get slice(): number {
    return this.phase === "onStage" ? this.context.stage.cursor[0] : (this.wantedSlice ?? 0);
  }

  open(): void {
    if (this.load.isSettled) {
      this.enter();
      return;
    }
    this.phase = "waiting";
    this.context.render();
    const opening = this.opening();
    this.wantedSlice = opening === null ? null : Math.floor(opening[0]);
    void this.load.loadSlice(this.context.settings().openAt);
  }

  /** The load changed. Before `open` nothing needs doing: opening looks at the load itself. */
  arrived(): void {
    const { load, phase } = this;
    if (phase === "closed") {
      return;
    }
    if (phase === "waiting" && load.isPaintable) {
      this.enter();
      // Draws before the volumes arrive, which would delay the next frame.
      this.context.stage.drawNow();
    } else if (phase === "onStage" && load.isUnreadable) {
      this.enter();
    } else if (phase === "onStage" && load.isSettled && !this.isMoved) {
      this.place(this.newOpening(), null);
    }
    if (!load.isSettled && load.isSliceDone) {
      load.loadVolumes(true);
    }
  }

  /** The stage moved the cross-hair. */
  moved(): void {
    this.isMoved = true;
    if (!this.load.isSettled) {
      void this.load.loadSlice(this.slice);
    }
  }

  setSlice(slice: number): void {
    const last = Math.max(0, this.depth - 1);
    const wanted = Math.min(last, Math.max(0, slice));
    this.wantedSlice = wanted;
    if (this.phase === "onStage") {
      this.place(null, wanted);
    }
    this.moved();
  }

  /** False: it is not on the stage, or has no focus point. */
  goToFocus(): boolean {
    const { focus } = this.load;
    if (this.phase !== "onStage" || focus === null) {
      return false;
    }
    this.place(focus, null);
    this.moved();
    return true;
  }

  /** Goes onto the stage, or shows why it cannot. */
  private enter(): void {
    const { load } = this;
    if (load.readableChannels === 0 || load.stageBlock === null) {
      this.phase = "waiting";
      this.context.render();
      return;
    }
    this.phase = "onStage";
    const center = this.isMoved && this.wantedSlice !== null ? null : this.newOpening();
    // Until the volumes arrive only this slice can be seen, whichever one was wanted.
    const only = load.isSettled ? null : load.slice;
    this.wantedSlice = only ?? this.wantedSlice;
    this.place(center, only ?? (this.isMoved ? this.wantedSlice : null));
  }

  private place(center: Zyx | null, slice: number | null): void {
    if (center !== null || slice !== null) {
      this.lastPlacement = { center, slice };
    }
    this.context.render();
  }

  /**
   * Null where the block is placed already for its shape and the stage's: the first planes may be of small channels only,
   * and a volume of the expected shape changes nothing.
   */
  private newOpening(): Zyx | null {
    const opening = this.opening();
    const shape = `${this.shape} ${this.load.stageBlock?.shape}`;
    if (opening === null || this.placedFor === shape) {
      return null;
    }
    this.placedFor = shape;
    this.wantedSlice = opening[0];
    return opening;
  }

  private opening(): Zyx | null {
    return openingOf(this.shape, this.load.focus, this.context.settings().openAt);
  }
}
