import type { ViewMode } from "../display/settings.ts";
import type { Plane, Rect } from "../render/slices.ts";
import type { Zyx } from "../voxels/voxelType.ts";

export interface Pane {
  /** Stable within a layout: "xy", "xz", "zy", "3d" or "channel:KEY". */
  readonly id: string;
  /** null: the 3D view. */
  readonly plane: Plane | null;
  /** The one channel it shows, in grey; null: all of them. */
  readonly channel: string | null;
  readonly rect: Rect;
}

export interface LayoutRequest {
  readonly mode: ViewMode;
  readonly width: number;
  readonly height: number;
  /** Share of the left column and the top row in the quad view, 0..1. */
  readonly split: Split;
  /** Id of the pane that fills the stage. */
  readonly maximized: string | null;
  /** Channels shown alone beside the slice. */
  readonly strip: readonly string[];
}

export type Split = readonly [x: number, y: number];

/** Shares of the panes that give each cross-section room for its extent (z, y, x), without starving the 3D view. */
export function splitFor([z, y, x]: Zyx): Split {
  const share = (a: number): number => Math.min(0.64, Math.max(0.36, a / (a + z)));
  return [share(x), share(y)];
}

/** Width of the gap between panes, CSS pixels: the splitters lie in it. */
export const GAP = 6;

/** At every size of stage all panes are inside of it. */
export function layoutOf(request: LayoutRequest): Pane[] {
  const whole: Rect = { x: 0, y: 0, width: request.width, height: request.height };
  if (request.mode === "volume") return [{ id: "3d", plane: null, channel: null, rect: whole }];
  const panes = request.mode === "quad" ? quad(request) : slice(request, whole);
  const only = panes.find((p) => p.id === request.maximized);
  return only === undefined ? panes : [{ ...only, rect: whole }];
}

function quad({ width, height, split }: LayoutRequest): Pane[] {
  const left = Math.max(0, Math.round((width - GAP) * split[0]));
  const top = Math.max(0, Math.round((height - GAP) * split[1]));
  const right = { x: left + GAP, width: Math.max(0, width - left - GAP) };
  const bottom = { y: top + GAP, height: Math.max(0, height - top - GAP) };
  const pane = (id: string, plane: Plane | null, rect: Rect): Pane => ({
    id,
    plane,
    channel: null,
    rect,
  });
  return [
    pane("xy", "xy", { x: 0, y: 0, width: left, height: top }),
    pane("zy", "zy", { ...right, y: 0, height: top }),
    pane("xz", "xz", { x: 0, width: left, ...bottom }),
    pane("3d", null, { ...right, ...bottom }),
  ];
}

function slice({ width, height, strip }: LayoutRequest, whole: Rect): Pane[] {
  const merge: Pane = { id: "xy", plane: "xy", channel: null, rect: whole };
  if (strip.length === 0) return [merge];
  const columns = Math.ceil(strip.length / 4);
  const rows = Math.ceil(strip.length / columns);
  const side = Math.min((height - GAP * (rows - 1)) / rows, (width * 0.5) / columns);
  const stripX = width - columns * (side + GAP);
  return [
    { ...merge, rect: { ...whole, width: Math.max(0, stripX) } },
    ...strip.map((key, i): Pane => {
      const x = stripX + GAP + (i % columns) * (side + GAP);
      const y = Math.floor(i / columns) * (side + GAP);
      return {
        id: `channel:${key}`,
        plane: "xy",
        channel: key,
        rect: { x, y, width: side, height: side },
      };
    }),
  ];
}
