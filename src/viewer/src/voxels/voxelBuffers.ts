/** Free array buffers of earlier volumes, so that flipping through blocks allocates nothing new. */
export class VoxelBuffers {
  private readonly free = new Map<number, ArrayBuffer[]>();
  private freeBytes = 0;

  constructor(private readonly maxFreeBytes = 128 * 1024 * 1024) {}

  /** Contents are whatever was there before. */
  take(byteLength: number): ArrayBuffer {
    const buffer = this.free.get(byteLength)?.pop();
    if (buffer === undefined) {
      return new ArrayBuffer(byteLength);
    }
    this.freeBytes -= byteLength;
    return buffer;
  }

  /** The caller no longer holds a view on it. Ignores detached buffers. */
  give(buffer: ArrayBuffer): void {
    if (buffer.byteLength === 0) {
      return;
    }
    if (this.freeBytes + buffer.byteLength > this.maxFreeBytes) {
      this.free.clear();
      this.freeBytes = 0;
    }
    const same = this.free.get(buffer.byteLength) ?? [];
    if (!same.includes(buffer)) {
      same.push(buffer);
      this.free.set(buffer.byteLength, same);
      this.freeBytes += buffer.byteLength;
    }
  }
}
