import type { Projection } from "../display/settings.ts";
import { projected } from "../render/camera.ts";
import { axesOf, inside, pointOf, type Rect } from "../render/slices.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import { hatchesOf, legendOf } from "./hatches.ts";
import { measureText } from "./measure.ts";
import { lengthText, scaleLength } from "./scaleBar.ts";
import type { PaneView, Scene } from "./scene.ts";

type Point = readonly [x: number, y: number];

/** What lies over the voxels, in CSS pixels. */
export type Shape =
  | {
      readonly kind: "line";
      readonly from: Point;
      readonly to: Point;
      readonly color: string;
      readonly width?: number;
    }
  | {
      /** Diagonal lines, in one grid all over the picture. */
      readonly kind: "hatch";
      readonly rect: Rect;
      readonly color: string;
      readonly means: "outside" | "missing";
    }
  | { readonly kind: "ring"; readonly at: Point; readonly radius: number; readonly color: string }
  | {
      readonly kind: "text";
      readonly at: Point;
      readonly text: string;
      readonly color: string;
      readonly align?: "left" | "center" | "right";
      /** A dark ground as wide as these words. */
      readonly backing?: string;
    };

export interface PaneShapes {
  readonly clip: Rect;
  readonly shapes: readonly Shape[];
}

const AXIS_NAMES = ["z", "y", "x"] as const;
const AXIS_COLORS = ["#6ea8ff", "#7ddc7d", "#ff8a80"] as const;
const FOCUS = "#ffd54a";
const MEASURE = "#ffffff";
const NEUTRAL = "#d5d9df";
const PROJECTION_NAMES: Readonly<Record<Projection, string>> = {
  mip: "maximum",
  attenuated: "attenuated",
  average: "average",
  translucent: "translucent",
  iso: "iso-surface",
};
const QUIET = "rgba(255,255,255,0.35)";
const TEXT = "rgba(255,255,255,0.8)";
const CROSS = "rgba(255,213,74,0.55)";

export function overlayOf(scene: Scene): PaneShapes[] {
  const several = scene.panes.length > 1;
  const hatches = scene.panes.map((view) => (view.kind === "slice" ? hatchesOf(scene, view) : []));
  const explained = hatches.findIndex((found) => found.length > 0);
  return scene.panes.map((view, i) => ({
    clip: view.pane.rect,
    shapes: [
      ...(hatches[i] ?? []),
      ...(i === explained ? legendOf(hatches[i] ?? [], view.pane.rect) : []),
      ...(view.kind === "slice" ? sliceShapes(scene, view, several) : volumeShapes(scene, view)),
      ...scaleBarShapes(scene, view),
    ],
  }));
}

function sliceShapes(
  scene: Scene,
  view: Extract<PaneView, { kind: "slice" }>,
  several: boolean,
): Shape[] {
  const { across, down, normal } = axesOf(view.paneCamera.plane);
  const { rect } = view.paneCamera;
  const out: Shape[] = [];
  if (view.pane.channel !== null) {
    const name = view.display.get(view.pane.channel)?.name ?? view.pane.channel;
    out.push({ kind: "text", at: [rect.x + 6, rect.y + 15], text: name, color: TEXT });
  } else if (scene.display.viewMode === "quad") {
    const [x, y] = pointOf(view.paneCamera, centre(scene.cursor));
    const bottom = rect.y + rect.height;
    const right = rect.x + rect.width;
    const gap = 7;
    // A line is where the third axis has one value, so it has that axis' colour.
    for (const [from, to] of [
      [rect.y, y - gap],
      [y + gap, bottom],
    ] as const) {
      out.push({ kind: "line", from: [x, from], to: [x, to], color: faint(across) });
    }
    for (const [from, to] of [
      [rect.x, x - gap],
      [x + gap, right],
    ] as const) {
      out.push({ kind: "line", from: [from, y], to: [to, y], color: faint(down) });
    }
    const plane = `${AXIS_NAMES[across]}${AXIS_NAMES[down]}`.toUpperCase();
    out.push(...titled(rect, AXIS_COLORS[normal], plane, `${AXIS_NAMES[normal]} ${view.slice}`));
  }
  out.push(...sliceFocus(scene, view, normal), ...measuredLine(scene, view));
  if (several && scene.display.viewMode === "slice") out.push(...frame(rect));
  return out;
}

/** A coloured upper edge, and a title in the same colour with words behind it. */
function titled(rect: Rect, color: string, title: string, words: string): Shape[] {
  const { x, y, width } = rect;
  return [
    { kind: "line", from: [x, y + 1], to: [x + width, y + 1], color, width: 2 },
    { kind: "text", at: [x + 10, y + 20], text: title, color, backing: `${title}  ${words}` },
    { kind: "text", at: [x + 10 + 9 * title.length + 6, y + 20], text: words, color: TEXT },
  ];
}

function faint(axis: 0 | 1 | 2): string {
  return `${AXIS_COLORS[axis]}8c`;
}

/** On its own slice only. */
function measuredLine(scene: Scene, view: Extract<PaneView, { kind: "slice" }>): Shape[] {
  const { measurement, voxelSizeUm } = scene;
  if (measurement?.plane !== view.paneCamera.plane || measurement.slice !== view.slice) return [];
  const [from, to] = [measurement.from, measurement.to].map((end) => pointOf(view.paneCamera, end));
  if (from === undefined || to === undefined) return [];
  const text = measureText(measurement, voxelSizeUm);
  return [
    { kind: "line", from, to, color: MEASURE, width: 1.5 },
    { kind: "ring", at: from, radius: 3, color: MEASURE },
    { kind: "ring", at: to, radius: 3, color: MEASURE },
    { kind: "text", at: [to[0] + 8, to[1] - 8], text, color: MEASURE },
  ];
}

/** A ring around the focus point: full on its own slice, faint on the slices next to it. */
function sliceFocus(
  scene: Scene,
  view: Extract<PaneView, { kind: "slice" }>,
  normal: 0 | 1 | 2,
): Shape[] {
  const focus = focusOf(scene);
  if (focus === null) return [];
  const away = Math.abs(Math.round(focus[normal]) - view.slice);
  if (away > 8) return [];
  const color = away === 0 ? FOCUS : `rgba(255,213,74,${(0.5 - away * 0.05).toFixed(2)})`;
  return [{ kind: "ring", at: pointOf(view.paneCamera, centre(focus)), radius: 9 + away, color }];
}

function volumeShapes(scene: Scene, view: Extract<PaneView, { kind: "volume" }>): Shape[] {
  const { shape } = scene.block;
  const at = (voxel: Zyx): Point => projected(view.paneCamera, scene.aspect, voxel);
  const out: Shape[] = [];
  for (let axis = 0 as 0 | 1 | 2; axis < 3; axis++) {
    for (let corner = 0; corner < 4; corner++) {
      const from = edgeStart(shape, axis as 0 | 1 | 2, corner);
      const to: [number, number, number] = [...from];
      to[axis as 0 | 1 | 2] = shape[axis as 0 | 1 | 2];
      const color = corner === 0 ? (AXIS_COLORS[axis] ?? QUIET) : QUIET;
      out.push({ kind: "line", from: at(from), to: at(to), color, width: corner === 0 ? 1.5 : 1 });
      if (corner > 0) continue;
      to[axis as 0 | 1 | 2] *= 1.04;
      out.push({ kind: "text", at: at(to), text: AXIS_NAMES[axis] ?? "", color, align: "center" });
    }
  }
  const focus = focusOf(scene);
  if (focus !== null) out.push({ kind: "ring", at: at(centre(focus)), radius: 7, color: FOCUS });
  if (scene.display.viewMode === "quad") {
    const [x, y] = at(centre(scene.cursor));
    out.push({ kind: "line", from: [x - 6, y], to: [x + 6, y], color: CROSS });
    out.push({ kind: "line", from: [x, y - 6], to: [x, y + 6], color: CROSS });
    const words = PROJECTION_NAMES[scene.display.projection];
    const hasRoom = view.pane.rect.width >= 40 + 7 * words.length;
    out.push(...titled(view.pane.rect, NEUTRAL, "3D", hasRoom ? words : ""));
  }
  return out;
}

/** Of the four edges along an axis: corner bit 0 and 1 choose the far side of the other two axes. */
function edgeStart(shape: Zyx, axis: 0 | 1 | 2, corner: number): [number, number, number] {
  const start: [number, number, number] = [0, 0, 0];
  const others = ([0, 1, 2] as const).filter((a) => a !== axis);
  others.forEach((a, i) => {
    if (((corner >> i) & 1) === 1) start[a] = shape[a];
  });
  return start;
}

function focusOf(scene: Scene): Zyx | null {
  const { focus } = scene.block.subject;
  if (focus === null || !scene.display.showFocus || !inside(focus, scene.block.shape)) return null;
  return focus;
}

function centre(voxel: Zyx): Zyx {
  return [voxel[0] + 0.5, voxel[1] + 0.5, voxel[2] + 0.5];
}

function frame({ x, y, width, height }: Rect): Shape[] {
  const [l, t, r, b] = [x + 0.5, y + 0.5, x + width - 0.5, y + height - 0.5];
  const color = "rgba(255,255,255,0.15)";
  return [
    { kind: "line", from: [l, t], to: [r, t], color },
    { kind: "line", from: [r, t], to: [r, b], color },
    { kind: "line", from: [r, b], to: [l, b], color },
    { kind: "line", from: [l, b], to: [l, t], color },
  ];
}

/** Of one length in all panes: that which the smallest of them has room for. */
function scaleBarShapes(scene: Scene, view: PaneView): Shape[] {
  const most = scene.panes.map((pane) =>
    scaleLength(pixelsPerMicrometre(scene, pane), pane.pane.rect.width * 0.25),
  );
  const lengths = most.filter((length) => length !== null);
  if (scene.voxelSizeUm === null || lengths.length === 0) return [];
  const length = Math.min(...lengths);
  const { rect } = view.pane;
  const right = rect.x + rect.width - 14;
  const left = right - length * pixelsPerMicrometre(scene, view);
  const y = rect.y + rect.height - 14;
  const text = lengthText(length);
  return [
    { kind: "line", from: [left, y], to: [right, y], color: "#ffffff", width: 3 },
    { kind: "text", at: [(left + right) / 2, y - 7], text, color: "#ffffff", align: "center" },
  ];
}

/** NaN without a voxel size. */
function pixelsPerMicrometre({ voxelSizeUm, aspect }: Scene, view: PaneView): number {
  const unit =
    view.kind === "slice" ? Math.min(...view.paneCamera.scale) : 1 / voxelLength(view, aspect);
  return voxelSizeUm === null ? Number.NaN : unit / Math.min(...voxelSizeUm);
}

/** Units of the finest axis per CSS pixel in a 3D pane. */
function voxelLength(view: Extract<PaneView, { kind: "volume" }>, aspect: Zyx): number {
  const [x, y, z] = view.paneCamera.right;
  return Math.hypot(x * aspect[2], y * aspect[1], z * aspect[0]);
}
