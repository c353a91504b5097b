/** What counts as on screen at this moment. */
export class Painted {
  private key = "";

  /** Key of the block whose voxels are painted; empty: none are. */
  get blockKey(): string {
    return this.key;
  }

  /** True if the block was not on screen before this frame. */
  frame(blockKey: string): boolean {
    const isNew = blockKey !== this.key;
    this.key = blockKey;
    return isNew && blockKey !== "";
  }
}
