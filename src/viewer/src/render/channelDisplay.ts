import type { Lut } from "../display/tint.ts";

/** How one channel is painted now; visibility and solo are already resolved. */
export interface ChannelDisplay {
  readonly key: string;
  readonly name: string;
  /** "#rrggbb". */
  readonly color: string;
  readonly limits: readonly [low: number, high: number];
  readonly gamma: number;
  readonly visible: boolean;
  /** The lower limit is painted in the colour, the upper one black. */
  readonly inverted: boolean;
  /** In the place of the colour. */
  readonly lut?: Lut | null;
  /** 0 to 1; absent: 1. */
  readonly opacity?: number;
}

export type DisplayByKey = ReadonlyMap<string, ChannelDisplay>;
