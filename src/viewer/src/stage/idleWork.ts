import type { GpuBlock, GpuHome } from "../render/blockTextures.ts";

/** How long one turn may keep the page busy. */
const TURN_MS = 5;

/** Uploads and counts blocks in idle moments, in the order in which they came, a few milliseconds at a time. */
export class IdleWork {
  readonly #home: () => GpuHome | null;
  readonly #afterwards: () => void;
  readonly #blocks = new Set<GpuBlock>();
  #asked: number | null = null;

  /** `home` answers null while the context is lost; `afterwards` runs when nothing is left. */
  constructor(home: () => GpuHome | null, afterwards: () => void) {
    this.#home = home;
    this.#afterwards = afterwards;
  }

  add(block: GpuBlock): void {
    this.#blocks.add(block);
    this.wake();
  }

  remove(block: GpuBlock): void {
    this.#blocks.delete(block);
  }

  wake(): void {
    this.#asked ??= requestIdleCallback(() => this.#turn(), { timeout: 500 });
  }

  dispose(): void {
    if (this.#asked !== null) cancelIdleCallback(this.#asked);
    this.#blocks.clear();
  }

  #turn(): void {
    this.#asked = null;
    const home = this.#home();
    if (home === null) return;
    const end = performance.now() + TURN_MS;
    while (performance.now() < end) {
      if (this.#step(home)) continue;
      this.#afterwards();
      return;
    }
    this.wake();
  }

  #step(home: GpuHome): boolean {
    for (const block of this.#blocks) {
      if (block.uploadPiece(home) || block.countPiece()) return true;
      this.#blocks.delete(block);
    }
    return false;
  }
}
