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
}

export type DisplayByKey = ReadonlyMap<string, ChannelDisplay>;
