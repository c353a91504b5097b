import { IntensityCounts } from "../display/histogram.ts";
import type { BlockRef, BlockWords, LabelClass, ShowRequest } from "../page/contract.ts";
import type { BlockSubject } from "../render/gpuBlock.ts";
import type { Placement, StageBlock, View } from "../stage/stageContract.ts";
import type { LoadedChannel, LoadedPlane, Zyx } from "../voxels/voxelType.ts";

/** Hand-written stand-ins for tests. Not part of the bundle: nothing but tests imports it. */

export const SHAPE: Zyx = [4, 2, 3];
const FILES = ["488.tif", "561.tif"];

export function blockRef(number: number, given: Partial<BlockRef> = {}): BlockRef {
  const id = `block_${String(number).padStart(4, "0")}`;
  const names = ["488", "561"];
  return {
    root: "here",
    id,
    folder: `/data/${id}`,
    sliceUrl: `http://server/api/volumes/all/${id}`,
    channels: names.map((name, index) => ({
      index,
      name,
      key: name,
      file: FILES[index] ?? "",
      url: `http://server/api/volumes/${index}/${id}`,
    })),
    focus: null,
    missing: [],
    voxelSizeUm: null,
    place: null,
    words: unlabelled(number),
    ...given,
  };
}

export function unlabelled(number: number): BlockWords {
  return {
    label: null,
    labelName: null,
    position: `block ${number} of 10`,
    review: null,
    mark: null,
  };
}

export const CLASSES: readonly LabelClass[] = ["Inhibitory", "Excitatory", "Neither"].map(
  (name) => ({ name, style: "--class-color:#22aa44;--class-ink:#000" }),
);

/** As C# answers: the next three and the previous of blocks 0 to 9. */
export function showRequest(number: number, navigation: number): ShowRequest {
  return {
    navigation,
    block: blockRef(number),
    next: [1, 2, 3]
      .map((step) => number + step)
      .filter((n) => n < 10)
      .map((n) => blockRef(n)),
    previous: number > 0 ? blockRef(number - 1) : null,
    emptyText: "",
    mode: "own",
  };
}

export interface Asked {
  readonly url: string;
  readonly signal: AbortSignal | null;
  answer(response: Response): void;
  fail(error: Error): void;
}

/** Keeps every request until the test answers it. */
export class FakeServer {
  readonly asked: Asked[] = [];
  private isAutomatic = false;
  private readonly instead = new Map<string, () => Blob>();

  readonly fetch: typeof fetch = (input, init) => {
    const url = String(input);
    return new Promise<Response>((resolve, reject) => {
      const signal = init?.signal ?? null;
      signal?.addEventListener("abort", () => reject(signal.reason));
      const asked: Asked = { url, signal, answer: resolve, fail: reject };
      this.asked.push(asked);
      if (this.isAutomatic) {
        const [, body] = [...this.instead].find(([part]) => url.includes(part)) ?? [];
        resolve(body === undefined ? answerTo(url) : new Response(body()));
      }
    });
  };

  /** Of the automatic answers, those to addresses with this part are another. */
  answerInstead(part: string, body: () => Blob): void {
    this.instead.set(part, body);
  }

  /** Everything asked so far and from now on is answered. */
  answerAll(): void {
    this.isAutomatic = true;
    for (const { url, answer } of this.asked) {
      answer(answerTo(url));
    }
  }

  /** The slices asked for so far are answered. */
  answerSlices(): void {
    for (const { url, answer } of this.asked.filter(({ url }) => url.includes("volumes/all/"))) {
      answer(answerTo(url));
    }
  }

  open(part: string): Asked {
    const found = [...this.asked]
      .reverse()
      .find(({ url, signal }) => url.includes(part) && !signal?.aborted);
    if (found === undefined) {
      throw new Error(`${part} was not asked for; asked: ${this.asked.map(({ url }) => url)}`);
    }
    return found;
  }
}

export function answerTo(url: string): Response {
  return url.includes("volumes/all/") ? sliceResponse(url) : voxelResponse(url);
}

/** uint8 voxels, each the number of the block. */
export function voxelResponse(url: string, shape: Zyx = SHAPE): Response {
  const [depth, height, width] = shape;
  const number = numberOf(url);
  return new Response(new Uint8Array(depth * height * width).fill(number), {
    headers: {
      "X-Volume-Shape": `${depth},${height},${width}`,
      "X-Volume-Type": "uint8",
      ETag: `"17-${number}"`,
    },
  });
}

/** Two channels of such voxels; the slice is the one asked for, or the one in the middle. */
export function sliceResponse(url: string, shape: Zyx = SHAPE): Response {
  const [depth, height, width] = shape;
  const asked = url.match(/z=(\d+)/)?.[1];
  const z = asked === undefined ? Math.floor(depth / 2) : Number(asked);
  const number = numberOf(url);
  const planes = [0, 1].map(() => (z < depth ? new Uint8Array(height * width).fill(number) : null));
  const channels = planes.map((plane, index) => ({
    file: FILES[index] ?? "",
    shape,
    type: "uint8",
    version: `17-${number}`,
    plane,
  }));
  return new Response(sliceBytes(z, channels));
}

export interface SentChannel {
  readonly file: string;
  readonly shape: Zyx | null;
  readonly type: string | null;
  readonly version: string;
  readonly plane: Uint8Array<ArrayBuffer> | null;
  readonly failure?: { readonly kind: string; readonly message: string };
}

/** A channel of blockRef as a slice has it, all voxels zero. */
export function sentChannel(index: number, shape: Zyx = SHAPE): SentChannel {
  const plane = new Uint8Array(shape[1] * shape[2]);
  return { file: FILES[index] ?? "", shape, type: "uint8", version: "17-2", plane };
}

/** As the server writes it: docs/volume-wire.md. */
export function sliceBytes(z: number, sent: readonly SentChannel[]): Blob {
  const padded = (length: number) => new Uint8Array((8 - (length % 8)) % 8);
  let end = 0;
  const channels = sent.map(({ file, shape, type, version, plane, failure }) => {
    const offset = end;
    end += plane === null ? 0 : plane.length + padded(plane.length).length;
    const channel = {
      file,
      shape,
      type,
      codec: null,
      storedType: type,
      voxelSizeUm: null,
      notice: null,
    };
    return {
      channel: { ...channel, failure: failure ?? null },
      version,
      offset: plane === null ? null : offset,
    };
  });
  const header = new TextEncoder().encode(JSON.stringify({ z, channels }));
  const planes = sent.flatMap(({ plane }) => (plane === null ? [] : [plane, padded(plane.length)]));
  const length = new Uint8Array(Uint32Array.of(header.length).buffer);
  return new Blob([length, header, padded(4 + header.length), ...planes]);
}

function numberOf(url: string): number {
  return Number(url.match(/block_(\d+)/)?.[1]);
}

export function problemResponse(status: number, kind: string, detail: string): Response {
  return new Response(JSON.stringify({ status, kind, detail }), { status });
}

class FakeStageBlock implements StageBlock {
  channels: readonly LoadedChannel[] = [];
  planes: readonly LoadedPlane[] = [];
  isReady = true;

  constructor(private readonly subject: BlockSubject) {}

  get key(): string {
    return this.subject.key;
  }

  get label(): string {
    return this.subject.label;
  }

  counts(index: number): IntensityCounts | null {
    const channel = this.channels[index];
    return channel === undefined ? null : IntensityCounts.of(channel);
  }

  get shape(): Zyx {
    const shapes = [...this.channels, ...this.planes].map(({ shape }) => shape);
    const most = (axis: 0 | 1 | 2) => Math.max(1, ...shapes.map((shape) => shape[axis]));
    return [most(0), most(1), most(2)];
  }

  get complete(): boolean {
    return this.channels.length > 0;
  }

  get uploaded(): boolean {
    return this.complete;
  }
}

/** Records what it is told; `paint` stands for the next frame. */
export class FakeStage {
  cursor: Zyx = [0, 0, 0];
  shown: FakeStageBlock | null = null;
  text = "";
  private placement: Placement | null = null;
  /** Blocks are handed over to the stand-in itself. */
  readonly voxels = this;
  readonly views: View[] = [];
  readonly alive = new Set<FakeStageBlock>();
  onPainted: (blockKey: string) => void = () => undefined;

  isMeasuring = false;
  readonly look = null;

  follow(): void {}

  toggleMeasuring(): boolean {
    this.isMeasuring = !this.isMeasuring;
    return this.isMeasuring;
  }

  whyTooLarge(shape: Zyx): string | null {
    return Math.max(...shape) > 2048 ? `${shape.join(" x ")} voxels; at most 2048` : null;
  }

  prepare(subject: BlockSubject): StageBlock {
    const block = new FakeStageBlock(subject);
    this.alive.add(block);
    return block;
  }

  setPlanes(block: StageBlock, planes: readonly LoadedPlane[]): void {
    (block as FakeStageBlock).planes = planes;
  }

  setVolumes(block: StageBlock, channels: readonly LoadedChannel[]): void {
    (block as FakeStageBlock).channels = channels;
    (block as FakeStageBlock).planes = [];
  }

  setReady(block: StageBlock, isReady: boolean): void {
    (block as FakeStageBlock).isReady = isReady;
  }

  release(block: StageBlock): void {
    this.alive.delete(block as FakeStageBlock);
  }

  render(view: View): void {
    const { block, text, placement } = view;
    this.views.push(view);
    this.shown = block as FakeStageBlock | null;
    this.text = text;
    if (placement !== null && placement !== this.placement) {
      this.place(placement);
    }
    this.placement = placement;
  }

  drawNow(): void {
    this.paint();
  }

  paint(): void {
    this.onPainted(this.shown?.key ?? "");
  }

  /** Clamped to what is there, as the real one does. */
  private place({ center, slice }: Placement): void {
    const [depth, height, width] = this.shown?.shape ?? [1, 1, 1];
    const [z, y, x] = center ?? this.cursor;
    this.cursor = [Math.min(z, depth - 1), Math.min(y, height - 1), Math.min(x, width - 1)];
    if (slice !== null) {
      this.cursor = [slice, this.cursor[1], this.cursor[2]];
    }
  }
}

/** Lets everything happen that only waits for promises. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
  }
}
