import type { Slab, ViewMode } from "../display/settings.ts";

/** Blocks of which it is kept what was on screen. */
const MOST_BLOCKS = 500;

/** A frame, as far as it shows slices. */
export interface ShownFrame {
  readonly slice: number;
  readonly viewMode: ViewMode;
  readonly slab: Slab;
}

interface Shown {
  readonly slices: Set<number>;
  wasProjected: boolean;
}

/**
 * Which slices along z of each block were on screen. A slab counts as the slice in its middle, and 3D as none: a projection
 * shows no slice as it is. That there was one is kept, too.
 */
export class SlicesShown {
  private readonly blocks = new Map<string, Shown>();

  painted(key: string, { slice, viewMode, slab }: ShownFrame): void {
    const shown = this.blocks.get(key) ?? { slices: new Set(), wasProjected: false };
    this.blocks.delete(key);
    this.blocks.set(key, shown);
    if (viewMode !== "volume") {
      shown.slices.add(slice);
    }
    shown.wasProjected ||= viewMode !== "slice" || slab !== "none";
    const [oldest] = this.blocks.keys();
    if (this.blocks.size > MOST_BLOCKS && oldest !== undefined) {
      this.blocks.delete(oldest);
    }
  }

  /** `share`: 0 to 1 of the block's slices; null: it has none. */
  of(key: string, depth: number): { readonly share: number | null; readonly projected: boolean } {
    const { slices, wasProjected } = this.blocks.get(key) ?? { slices: [], wasProjected: false };
    const count = [...slices].filter((slice) => slice >= 0 && slice < depth).length;
    return { share: depth > 0 ? count / depth : null, projected: wasProjected };
  }
}
