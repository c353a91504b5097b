import type { Projection, Slab, ViewMode } from "../display/settings.ts";

/** What is recorded of a label key beside the label, where the campaign wants evidence. */
export interface PressEvidence {
  readonly via: "key" | "click";
  /** Time at work on the block since its decision before, in ms. */
  readonly activeMs: number;
  /** The latest of it, in ms before the press. What two windows count at once, C# counts once. */
  readonly spans: readonly (readonly [from: number, to: number])[];
  /** Share of the slices along z that were on screen, 0 to 1; null: the block has none. */
  readonly slices: number | null;
  /** 3D, four panes or a slab was on screen. */
  readonly projected: boolean;
  readonly view: ViewMode;
  readonly limits: "auto" | "campaign" | "fixed";
  readonly suggestion: boolean;
  readonly display: PressDisplay;
}

export interface PressDisplay {
  /** The visible ones, in the order of the block. */
  readonly channels: readonly PressChannel[];
  /** null: no 3D was on screen. */
  readonly projection: Projection | null;
  /** null: there was none. */
  readonly slab: Slab | null;
  readonly thickness: number | null;
}

export interface PressChannel {
  readonly key: string;
  /** #rrggbb, or the name of a scale of colours. */
  readonly color: string;
  /** null: Auto of the block. */
  readonly limits: readonly [low: number, high: number] | null;
  readonly gamma: number;
}
