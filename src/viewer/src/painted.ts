/** What counts as on screen at this moment, and whether an auto-advance put it there. */
export class Painted {
  private key = "";
  private advanceTo = "";
  private advancedAt: number | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Identity of the block whose voxels are painted; empty while none are. */
  get blockKey(): string {
    return this.key;
  }

  /** The painting of this block, when it comes, is an auto-advance's doing. */
  expectAdvance(blockKey: string): void {
    this.advanceTo = blockKey;
  }

  /** True if the block was not on screen before this frame. */
  frame(blockKey: string): boolean {
    if (blockKey === this.key) {
      return false;
    }
    this.key = blockKey;
    if (blockKey !== "") {
      this.advancedAt = blockKey === this.advanceTo ? this.now() : null;
      this.advanceTo = "";
    }
    return blockKey !== "";
  }

  get sinceAdvanceMs(): number | null {
    return this.advancedAt === null ? null : this.now() - this.advancedAt;
  }
}
