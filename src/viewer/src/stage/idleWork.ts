import type { GlResources, GpuBlock } from "../render/gpuBlock.ts";

/** How long one turn may keep the page busy. */
const TURN_MS = 5;

/** Uploads and counts blocks in idle moments, the shown one first, a few milliseconds at a time. */
export class IdleWork {
  private readonly resources: () => GlResources | null;
  private readonly afterwards: () => void;
  private readonly blocks = new Set<GpuBlock>();
  private first: GpuBlock | null = null;
  private asked: number | null = null;
  private isDisposed = false;

  /** `resources` answers null while the context is lost; `afterwards` runs when nothing is left. */
  constructor(resources: () => GlResources | null, afterwards: () => void) {
    this.resources = resources;
    this.afterwards = afterwards;
  }

  add(block: GpuBlock): void {
    this.blocks.add(block);
    this.wake();
  }

  /** The shown block's turn comes first. */
  prefer(block: GpuBlock): void {
    this.first = block;
  }

  remove(block: GpuBlock): void {
    if (this.first === block) this.first = null;
    this.blocks.delete(block);
  }

  wake(): void {
    this.asked ??= whenIdle(() => this.turn());
  }

  dispose(): void {
    this.isDisposed = true;
    this.blocks.clear();
  }

  private turn(): void {
    this.asked = null;
    if (this.isDisposed) return;
    const resources = this.resources();
    if (resources === null) return;
    const end = performance.now() + TURN_MS;
    while (performance.now() < end) {
      if (this.step(resources)) continue;
      this.afterwards();
      return;
    }
    this.wake();
  }

  private step(resources: GlResources): boolean {
    const first = this.first;
    const queue = first !== null && this.blocks.has(first) ? [first, ...this.blocks] : this.blocks;
    for (const block of queue) {
      if (block.uploadPiece(resources) || block.countPiece()) return true;
      this.blocks.delete(block);
    }
    return false;
  }
}

/** Safari has no idle callbacks. */
function whenIdle(run: () => void): number {
  if (typeof requestIdleCallback === "function") return requestIdleCallback(run, { timeout: 500 });
  return window.setTimeout(run, 20);
}
