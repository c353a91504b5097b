import type { SeenChannel } from "../page/contract.ts";
import type { Coverage } from "../voxels/coverage.ts";
import type { Voxels, VoxelType } from "../voxels/voxelType.ts";
import { sliceOf } from "../voxels/wire.ts";

/** maximum: through the slices around the focus point; slice: the one the block opens at. */
export type ThumbnailKind = "maximum" | "slice";

export interface ThumbnailChannel {
  /** As ChannelRef.key. */
  readonly key: string;
  readonly type: VoxelType;
  readonly width: number;
  readonly height: number;
  readonly data: Voxels;
  /** As a box of one slice. Absent: every pixel is made from real voxels. */
  readonly coverage?: Coverage | undefined;
}

export interface Thumbnail {
  /** Those that could be read. */
  readonly channels: readonly ThumbnailChannel[];
  /** All of them. */
  readonly keys: readonly string[];
  readonly seen: readonly SeenChannel[];
}

/** null: on its way or not asked for; words: it cannot be had. */
export type ThumbnailState = Thumbnail | string | null;

/** As many connections as a browser has for one address, less one for everything else. */
const AT_ONCE = 5;
/** More than the largest screen shows; three channels take 96 KiB. */
const KEPT = 600;

/**
 * Fetches the thumbnails on screen, those asked for last first, and keeps the latest. What a thumbnail was made from is kept
 * for as long as the gallery is open: a label is about what was on screen.
 */
export class ThumbnailSource {
  private readonly states = new Map<string, Thumbnail | string>();
  private readonly shown = new Map<string, readonly SeenChannel[]>();
  private readonly transfers = new Map<string, AbortController>();
  private wanted: readonly string[] = [];
  private address = { root: "", kind: "maximum" as ThumbnailKind };

  constructor(
    private readonly onArrived: (id: string) => void,
    private readonly fetch: typeof globalThis.fetch = (input, init) =>
      globalThis.fetch(input, init),
  ) {}

  /** Another folder or kind: nothing that was there counts any more, and the answer is true. */
  open(root: string, kind: ThumbnailKind): boolean {
    const isOther = root !== this.address.root || kind !== this.address.kind;
    if (isOther) {
      this.clear();
      this.address = { root, kind };
    }
    return isOther;
  }

  state(id: string): ThumbnailState {
    const state = this.states.get(id) ?? null;
    if (state !== null) {
      // The latest last.
      this.states.delete(id);
      this.states.set(id, state);
    }
    return state;
  }

  /** What its thumbnail was made from; null: it was not on screen. */
  seen(id: string): readonly SeenChannel[] | null {
    return this.shown.get(id) ?? null;
  }

  /** Those on screen, the most wanted first; transfers for others end. */
  want(ids: readonly string[]): void {
    this.wanted = ids;
    const still = new Set(ids);
    for (const [id, transfer] of [...this.transfers]) {
      if (!still.has(id)) {
        transfer.abort();
        this.transfers.delete(id);
      }
    }
    this.next();
  }

  /** Its file changed, or it could not be read: asked for again. */
  drop(id: string): void {
    this.states.delete(id);
    this.shown.delete(id);
    this.next();
  }

  /** What could not be had is asked for again. */
  forgetFailures(): void {
    for (const [id, state] of [...this.states]) {
      if (typeof state === "string") {
        this.states.delete(id);
      }
    }
  }

  clear(): void {
    for (const transfer of this.transfers.values()) {
      transfer.abort();
    }
    this.transfers.clear();
    this.states.clear();
    this.shown.clear();
    this.wanted = [];
  }

  private next(): void {
    for (const id of this.wanted) {
      if (this.transfers.size >= AT_ONCE) break;
      if (!this.states.has(id) && !this.transfers.has(id)) {
        void this.transfer(id);
      }
    }
  }

  private async transfer(id: string): Promise<void> {
    const transfer = new AbortController();
    this.transfers.set(id, transfer);
    const state = await this.load(id, transfer.signal);
    if (transfer.signal.aborted) return;
    this.transfers.delete(id);
    this.states.set(id, state);
    if (typeof state !== "string") {
      this.shown.set(id, state.seen);
    }
    for (const oldest of [...this.states.keys()].slice(0, Math.max(0, this.states.size - KEPT))) {
      this.states.delete(oldest);
    }
    this.onArrived(id);
    this.next();
  }

  private async load(id: string, signal: AbortSignal): Promise<Thumbnail | string> {
    const { root, kind } = this.address;
    const path = id.split("/").map(encodeURIComponent).join("/");
    const url = `/api/thumbnails/${path}?root=${encodeURIComponent(root)}&kind=${kind}`;
    try {
      const response = await this.fetch(url, { signal, cache: "no-store" });
      return response.ok ? thumbnailOf(await response.arrayBuffer()) : await refusalOf(response);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** What the program says of it; docs/volume-wire.md. */
async function refusalOf(response: Response): Promise<string> {
  try {
    return ((await response.json()) as { detail: string }).detail;
  } catch {
    return `The program refused it (${response.status})`;
  }
}

/** Words when no channel can be read. */
export function thumbnailOf(bytes: ArrayBuffer): Thumbnail | string {
  const { channels } = sliceOf(bytes);
  const keys = keysOf(channels.map(({ name }) => name));
  const seen = channels.map(({ file, header, failure }, index) => ({
    index,
    file,
    version: failure === null ? (header?.version ?? null) : null,
    failure: failure?.message ?? null,
    isOutage: failure?.kind === "unreadable",
  }));
  const readable = channels.flatMap(({ header, plane, coverage }, i): ThumbnailChannel[] => {
    if (header === null || plane === null) return [];
    const [, height, width] = header.shape;
    return [{ key: keys[i] ?? "", type: header.type, width, height, data: plane, coverage }];
  });
  if (readable.length > 0) {
    return { channels: readable, keys, seen };
  }
  return channels[0]?.failure?.message ?? "It has no channels";
}

/** Unique: the second channel of a name is "name (2)". Twin of Of in App/Annotating/Viewer/BlockRef.cs. */
export function keysOf(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
