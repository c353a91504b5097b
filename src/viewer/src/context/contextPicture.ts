import { type ComposedChannel, composed, sizeOf } from "../gallery/compose.ts";
import type { ChannelDisplay } from "../render/channelDisplay.ts";
import type { Around } from "./contextSource.ts";

const OUTLINE = "#ffd54a";

/** The planes in the block's colours and limits. `keys`: of the block's channels, in their order. */
export function channelsOf(
  { channels }: Around,
  keys: readonly string[],
  display: readonly ChannelDisplay[],
): ComposedChannel[] {
  return channels.flatMap(({ header, plane, coverage }, i): ComposedChannel[] => {
    const shown = display.find(({ key }) => key === keys[i]);
    if (header === null || plane === null || shown?.visible !== true) return [];
    const [, height, width] = header.shape;
    const { color, limits, gamma, inverted, lut = null, opacity = 1 } = shown;
    return [{ width, height, data: plane, coverage, color, limits, gamma, inverted, lut, opacity }];
  });
}

/** Largest picture of these planes in a square of CSS pixels, voxels as high and wide as they are. */
export function fittedSize(around: Around, side: number): readonly [width: number, height: number] {
  const header = around.channels.find((channel) => channel.header !== null)?.header ?? null;
  const [, rows, columns] = header?.shape ?? [1, 1, 1];
  const [, y, x] = header?.voxelSizeUm ?? [1, 1, 1];
  const [width, height] = [columns * x, rows * y];
  const scale = side / Math.max(width, height);
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** Draws the planes and the outline of the box over the whole canvas. */
export function drawContext(
  canvas: HTMLCanvasElement,
  channels: readonly ComposedChannel[],
  [y0, y1, x0, x1]: Around["context"]["box"],
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const [width, height] = sizeOf(channels);
  const planes = document.createElement("canvas");
  planes.width = width;
  planes.height = height;
  planes.getContext("2d")?.putImageData(new ImageData(composed(channels), width, height), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(planes, 0, 0, canvas.width, canvas.height);
  const [across, down] = [canvas.width / width, canvas.height / height];
  context.strokeStyle = OUTLINE;
  context.lineWidth = 2;
  // At least so large that it is seen.
  const [w, h] = [Math.max(4, (x1 - x0) * across), Math.max(4, (y1 - y0) * down)];
  const [x, y] = [((x0 + x1) / 2) * across, ((y0 + y1) / 2) * down];
  context.strokeRect(x - w / 2, y - h / 2, w, h);
}

/** "8 boxes wide · level 2 · 1.2 mm" */
export function wordsOf({ context, channels }: Around): string {
  const header = channels.find((channel) => channel.header !== null)?.header ?? null;
  const um = (header?.voxelSizeUm?.[2] ?? Number.NaN) * (header?.shape[2] ?? Number.NaN);
  const boxes = boxesWide(context, header?.shape[2] ?? 1);
  const failed = channels.filter(({ failure }) => failure !== null);
  return [
    `${boxes} ${boxes === "1" ? "box" : "boxes"} wide`,
    `level ${context.level}`,
    ...(Number.isFinite(um) ? [um >= 1000 ? `${rounded(um / 1000)} mm` : `${rounded(um)} µm`] : []),
    ...failed.map(({ name, failure }) => `${name}: ${failure?.message ?? ""}`),
  ].join(" · ");
}

/** The coarsest level shows no more than this. */
export function isWidest({ context, channels }: Around): boolean {
  const header = channels.find((channel) => channel.header !== null)?.header ?? null;
  const [, , x0, x1] = [...context.box];
  const width = (x1 ?? 0) - (x0 ?? 0);
  return header !== null && width > 0 && (header.shape[2] + 1) / width < context.zoom;
}

function boxesWide({ box: [, , x0, x1] }: Around["context"], columns: number): string {
  return rounded(columns / Math.max(1e-9, x1 - x0));
}

function rounded(value: number): string {
  return value >= 10 ? String(Math.round(value)) : String(Number(value.toFixed(1)));
}
