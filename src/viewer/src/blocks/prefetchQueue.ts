import type { BlockRef } from "../page/contract.ts";
import type { OpenAt } from "../voxels/sliceSource.ts";
import { BlockLoad, type BlockLoadContext } from "./blockLoad.ts";
import { keyOf } from "./navigation.ts";

/** Volumes of the current block and its neighbours together; larger blocks are prefetched less far. */
const MEMORY_BUDGET_BYTES = 768 * 1024 * 1024;
/** Bound for voxels with textures; the current block and the next one always have them. */
const READY_BYTES = 40 * 1024 * 1024;
/** Transfers of neighbours' channels at a time. */
const PREFETCH_CHANNELS = 3;

export interface PrefetchContext extends BlockLoadContext {
  openAt(): OpenAt;
}

/**
 * The current block and the neighbours that are loaded ahead, the likeliest first. Blocks out of reach give their memory
 * back; neighbours wait until the current block is settled.
 */
export class PrefetchQueue {
  private readonly loads = new Map<string, BlockLoad>();
  private order: readonly BlockLoad[] = [];
  private current: BlockLoad | null = null;

  constructor(private readonly context: PrefetchContext) {}

  get all(): readonly BlockLoad[] {
    return this.order;
  }

  find(key: string): BlockLoad | null {
    return this.loads.get(key) ?? null;
  }

  /** Keeps these blocks and no other. Whoever shows the current block starts its transfers. */
  arrange(
    current: BlockRef | null,
    next: readonly BlockRef[],
    previous: BlockRef | null,
  ): BlockLoad | null {
    const [soon, ...later] = next.slice(0, 3);
    const wanted = [current, soon, previous, ...later].filter(
      (ref) => ref !== null && ref !== undefined,
    );
    const keys = new Set(wanted.map(keyOf));
    for (const [key, load] of this.loads) {
      const ref = wanted.find((candidate) => keyOf(candidate) === key);
      if (!keys.has(key) || (ref !== undefined && isChanged(load.block, ref))) {
        this.drop(key);
      }
    }
    this.order = [...keys].map((key) => this.loadOf(key, wanted));
    this.current = current === null ? null : this.find(keyOf(current));
    this.prefetch();
    return this.current;
  }

  /** Called whenever something has arrived. */
  prefetch(): void {
    this.readyNearest();
    const neighbours = this.order.filter((load) => load !== this.current);
    if (this.current !== null && !this.current.isSettled) {
      for (const load of neighbours) {
        load.pause();
      }
      return;
    }
    let underWay = neighbours.reduce((sum, load) => sum + load.transfers, 0);
    for (const load of neighbours.slice(0, this.reach())) {
      if (underWay >= PREFETCH_CHANNELS) {
        return;
      }
      if (!load.isSettled && !load.look(this.context.openAt())) {
        continue;
      }
      const before = load.transfers;
      load.loadVolumes(false);
      underWay += load.transfers - before;
    }
  }

  /** Its voxels are out of date: the next `arrange` loads them again. */
  drop(key: string): void {
    const load = this.loads.get(key);
    this.loads.delete(key);
    this.order = this.order.filter((other) => other !== load);
    if (this.current === load) {
      this.current = null;
    }
    load?.dispose();
  }

  dispose(): void {
    for (const key of [...this.loads.keys()]) {
      this.drop(key);
    }
  }

  /** Gives the nearest blocks textures; farther ones are uploaded when they come near. */
  private readyNearest(): void {
    const size = Math.max(1, ...this.order.map(({ byteLength }) => byteLength));
    const count = Math.max(2, Math.floor(READY_BYTES / size));
    for (const load of this.order.slice(count)) {
      load.setReady(false);
    }
    for (const load of this.order.slice(0, count)) {
      load.setReady(true);
    }
  }

  /** Neighbours that fit into memory beside the current block, taken to be of its size. */
  private reach(): number {
    const size = this.current?.byteLength ?? 0;
    return size === 0 ? 4 : Math.max(0, Math.floor(MEMORY_BUDGET_BYTES / size) - 1);
  }

  private loadOf(key: string, wanted: readonly BlockRef[]): BlockLoad {
    const existing = this.loads.get(key);
    if (existing !== undefined) {
      return existing;
    }
    const ref = wanted.find((candidate) => keyOf(candidate) === key) as BlockRef;
    const load = new BlockLoad(ref, this.context);
    this.loads.set(key, load);
    return load;
  }
}

/** Other files or addresses: the loaded voxels belong to a block that no longer exists. */
function isChanged(one: BlockRef, other: BlockRef): boolean {
  const filesOf = ({ channels, missing }: BlockRef) => JSON.stringify([channels, missing]);
  return filesOf(one) !== filesOf(other);
}
