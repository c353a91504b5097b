import type { Gl } from "../gl/context.ts";
import { type BlockSubject, type GlResources, GpuBlock } from "../render/gpuBlock.ts";
import type { LoadedChannel, LoadedPlane, Zyx } from "../voxels/voxelType.ts";
import { IdleWork } from "./idleWork.ts";
import type { StageBlock, VoxelStore } from "./stageContract.ts";

export interface StageVoxelsContext {
  /** null while the context is lost. */
  resources(): GlResources | null;
  /** This block's voxels changed. */
  changed(block: GpuBlock): void;
  released(block: GpuBlock): void;
  /** Nothing is left to upload or count. True: there may be more to do in another idle moment. */
  whenIdle(): boolean;
}

/** The blocks that a stage holds, shown or not. */
export class StageVoxels implements VoxelStore {
  private readonly blocks = new Set<GpuBlock>();
  private readonly idle: IdleWork;

  constructor(
    private readonly gl: Gl,
    private readonly context: StageVoxelsContext,
  ) {
    this.idle = new IdleWork(
      () => context.resources(),
      () => {
        if (context.whenIdle()) this.idle.wake();
      },
    );
  }

  whyTooLarge(shape: Zyx): string | null {
    const most = this.gl.getParameter(this.gl.MAX_3D_TEXTURE_SIZE) as number | null;
    return most === null || Math.max(...shape) <= most
      ? null
      : `${shape.join(" x ")} voxels; this GPU takes at most ${most} per axis`;
  }

  prepare(subject: BlockSubject): StageBlock {
    const block = new GpuBlock(subject);
    this.blocks.add(block);
    return block;
  }

  setPlanes(block: StageBlock, planes: readonly LoadedPlane[]): void {
    const mine = ownBlock(block);
    this.checkSize(planes);
    mine.setPlanes(this.context.resources(), planes);
    this.context.changed(mine);
  }

  setVolumes(block: StageBlock, channels: readonly LoadedChannel[]): void {
    const mine = ownBlock(block);
    this.checkSize(channels);
    mine.setVolumes(this.context.resources(), channels);
    this.idle.add(mine);
    this.context.changed(mine);
  }

  setReady(block: StageBlock, isReady: boolean): void {
    const mine = ownBlock(block);
    mine.setReady(this.context.resources(), isReady);
    if (isReady) this.idle.add(mine);
  }

  release(block: StageBlock): void {
    const mine = ownBlock(block);
    this.context.released(mine);
    this.idle.remove(mine);
    this.blocks.delete(mine);
    mine.dispose();
  }

  /** The shown block's turn comes first. */
  prefer(block: GpuBlock): void {
    this.idle.prefer(block);
  }

  /** After a lost context: the voxels go up again. */
  renew(resources: GlResources): void {
    for (const block of this.blocks) {
      block.renew(resources);
      this.idle.add(block);
    }
  }

  dispose(): void {
    this.idle.dispose();
    for (const block of this.blocks) block.dispose();
  }

  private checkSize(channels: readonly LoadedChannel[]): void {
    for (const { key, shape } of channels) {
      const reason = this.whyTooLarge(shape);
      if (reason !== null) throw new RangeError(`channel ${key} is ${reason}`);
    }
  }
}

export function ownBlock(block: StageBlock): GpuBlock {
  if (!(block instanceof GpuBlock)) throw new TypeError("a block of another stage");
  return block;
}
