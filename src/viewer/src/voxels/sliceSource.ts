import type { Coverage } from "./coverage.ts";
import type { Voxels } from "./voxelType.ts";
import { type Slice, sliceOf, type VolumeHeader } from "./wire.ts";

/** Where a block opens. */
export type OpenAt = "focus" | "middle" | "first";

/** A slice by its number, or the one a block opens at, which the server knows. */
export type SliceAt = number | OpenAt;

/** One plane of a channel, with the header of its whole volume as it was when the plane was read. */
export interface SlicedPlane {
  readonly header: VolumeHeader;
  readonly voxels: Voxels;
  /** Of the plane, as a box of one slice. Absent: every voxel is real. */
  readonly coverage?: Coverage | undefined;
}

interface Ahead {
  readonly address: string;
  readonly slice: Promise<Slice | null>;
  readonly transfer: AbortController;
}

/** Longer than a press lasts. */
const AHEAD_MS = 1000;

/**
 * Fetches one slice of every channel in one request: the first picture of a block that is not there yet. It does not try
 * again, because the volumes follow.
 */
export class SliceSource {
  private ahead: Ahead | null = null;
  private forgetting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly fetch: typeof globalThis.fetch = (input, init) =>
      globalThis.fetch(input, init),
    /** An answer is no slice, in words. */
    private readonly onFault: (words: string) => void = () => undefined,
  ) {}

  /** Asks for a slice that is likely to be wanted soon. `load` takes the answer over. */
  anticipate(url: string, at: SliceAt): void {
    const address = addressOf(url, at);
    if (this.ahead?.address === address) {
      return;
    }
    this.forget();
    const transfer = new AbortController();
    this.ahead = { address, slice: this.transferred(address, transfer.signal), transfer };
    this.forgetting = setTimeout(() => this.forget(), AHEAD_MS);
  }

  /** Null: given up or unavailable; the volumes tell why. */
  load(url: string, at: SliceAt, signal: AbortSignal): Promise<Slice | null> {
    const address = addressOf(url, at);
    const { ahead } = this;
    if (ahead?.address !== address) {
      return this.transferred(address, signal);
    }
    this.ahead = null;
    clearTimeout(this.forgetting);
    signal.addEventListener("abort", () => ahead.transfer.abort(), { once: true });
    return ahead.slice;
  }

  dispose(): void {
    this.forget();
  }

  private forget(): void {
    clearTimeout(this.forgetting);
    this.ahead?.transfer.abort();
    this.ahead = null;
  }

  private async transferred(address: string, signal: AbortSignal): Promise<Slice | null> {
    const bytes = await this.bytesOf(address, signal);
    try {
      return bytes === null ? null : sliceOf(bytes);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.onFault(`A block's first slice could not be read, its volumes follow: ${words}`);
      return null;
    }
  }

  /** Null: aborted, away or refused. The volumes meet the same and report it. */
  private async bytesOf(address: string, signal: AbortSignal): Promise<ArrayBuffer | null> {
    try {
      const response = await this.fetch(address, { signal, cache: "no-store", priority: "high" });
      return response.ok ? await response.arrayBuffer() : null;
    } catch {
      return null;
    }
  }
}

function addressOf(url: string, at: SliceAt): string {
  const query = typeof at === "number" ? `z=${at}` : `at=${at}`;
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}
