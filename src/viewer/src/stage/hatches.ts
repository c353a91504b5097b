import { insideOf, missingOf } from "../render/blockCoverage.ts";
import { pictureRect } from "../render/sliceRenderer.ts";
import { axesOf, type Rect, slabRange } from "../render/slices.ts";
import { isEmpty, MISSING_WORDS, OUTSIDE_WORDS, type VoxelRange } from "../voxels/coverage.ts";
import type { Shape } from "./overlay.ts";
import type { PaneView, Scene } from "./scene.ts";

type SliceView = Extract<PaneView, { kind: "slice" }>;
type Hatch = Extract<Shape, { kind: "hatch" }>;

const OUTSIDE = "rgba(160,168,180,0.55)";
const SEVERAL = "#ffffff";
const LIGHTLY = "59";
const LEGEND = "rgba(255,255,255,0.8)";

/** What is no picture on a slice: voxels outside of the volume, and those that were never written. */
export function hatchesOf(scene: Scene, view: SliceView): Hatch[] {
  return [...outsideOf(scene, view), ...missingHatches(scene, view)];
}

/** What is hatched in any pane, in words. */
export function hatchWords(scene: Scene): string[] {
  const slices = scene.panes.filter((view) => view.kind === "slice");
  return wordsOf(slices.flatMap((view) => hatchesOf(scene, view)));
}

function wordsOf(hatches: readonly Hatch[]): string[] {
  const isOutside = hatches.some(({ means }) => means === "outside");
  const isMissing = hatches.some(({ means }) => means === "missing");
  return [...(isOutside ? [OUTSIDE_WORDS] : []), ...(isMissing ? [MISSING_WORDS] : [])];
}

/** What the hatching means, at the lower edge of a pane. */
export function legendOf(hatches: readonly Hatch[], { x, y, width, height }: Rect): Shape[] {
  return wordsOf(hatches).flatMap((text, i): Shape[] => {
    const line = y + height - 40 - 20 * i;
    if (width < 60 + 6 * text.length || line < y + 40) return [];
    const means = text === OUTSIDE_WORDS ? "outside" : "missing";
    const color = means === "outside" ? OUTSIDE : `${SEVERAL}${LIGHTLY}`;
    return [
      { kind: "hatch", rect: { x: x + 10, y: line - 12, width: 16, height: 16 }, color, means },
      { kind: "text", at: [x + 32, line], text, color: LEGEND, backing: text },
    ];
  });
}

function outsideOf(scene: Scene, view: SliceView): Hatch[] {
  const inside = insideOf(scene.block.sources);
  if (inside === null) return [];
  const all = pictureRect(view.paneCamera, { from: [0, 0, 0], to: scene.block.shape });
  const real = meets(scene, view, inside) ? pictureRect(view.paneCamera, inside) : null;
  return around(all, real).map((rect) => ({
    kind: "hatch",
    rect,
    color: OUTSIDE,
    means: "outside",
  }));
}

/** In the channel's colour; in white where several of the channels shown miss the same part. */
function missingHatches(scene: Scene, view: SliceView): Hatch[] {
  const found = new Map<string, { range: VoxelRange; colors: string[] }>();
  for (const source of scene.block.sources) {
    const shown = view.display.get(source.key);
    if (shown?.visible !== true) continue;
    for (const range of missingOf(source).filter((part) => meets(scene, view, part))) {
      const known = found.get(`${range.from} ${range.to}`) ?? { range, colors: [] };
      known.colors.push(shown.color);
      found.set(`${range.from} ${range.to}`, known);
    }
  }
  return [...found.values()].flatMap(({ range, colors }): Hatch[] => {
    const rect = pictureRect(view.paneCamera, range);
    const [color = SEVERAL] = colors.length > 1 ? [SEVERAL] : colors;
    return hasArea(rect)
      ? [{ kind: "hatch", rect, color: `${color}${LIGHTLY}`, means: "missing" }]
      : [];
  });
}

/** Some slice that the pane shows lies in the range. */
function meets(scene: Scene, { paneCamera, slice }: SliceView, range: VoxelRange): boolean {
  const { normal } = axesOf(paneCamera.plane);
  const { slab, slabThickness } = scene.display;
  const ends = [range.from[normal], range.to[normal]] as const;
  return !isEmpty(range) && slabRange(slab, slice, slabThickness, ends).count > 0;
}

/** The parts of a rectangle around another one in it: above, below, left, right. */
function around(all: Rect, hole: Rect | null): Rect[] {
  if (hole === null || !hasArea(hole)) return hasArea(all) ? [all] : [];
  const [right, bottom] = [all.x + all.width, all.y + all.height];
  const [holeRight, holeBottom] = [hole.x + hole.width, hole.y + hole.height];
  return [
    { x: all.x, y: all.y, width: all.width, height: hole.y - all.y },
    { x: all.x, y: holeBottom, width: all.width, height: bottom - holeBottom },
    { x: all.x, y: hole.y, width: hole.x - all.x, height: hole.height },
    { x: holeRight, y: hole.y, width: right - holeRight, height: hole.height },
  ].filter(hasArea);
}

function hasArea({ width, height }: Rect): boolean {
  return width > 0.01 && height > 0.01;
}
