import { VoxelBuffers } from "./voxelBuffers.ts";
import { VOXEL_TYPES, type Voxels, voxelCount } from "./voxelType.ts";
import { headerOf, type VolumeHeader, voxelsOf } from "./wire.ts";

/** Why a channel has no voxels, in words for the annotator. */
export class VolumeFailure extends Error {
  constructor(
    readonly kind: "corrupt" | "unsupported" | "too-large" | "missing" | "refused" | "unreachable",
    message: string,
  ) {
    super(message);
    this.name = "VolumeFailure";
  }

  /** The file could not be reached, which says nothing of what is in it. */
  get isOutage(): boolean {
    return this.kind === "missing" || this.kind === "refused" || this.kind === "unreachable";
  }
}

/** Lower goes first. */
export const PRIORITY = { current: 0, neighbour: 1 } as const;
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

export interface VolumeRequest {
  readonly url: string;
  readonly priority: Priority;
  readonly signal: AbortSignal;
  /** The server reads the file again, also if it was broken the last time. */
  readonly isRetry?: boolean;
  /** Shape and type are known before the voxels have arrived. */
  readonly onHeader?: (header: VolumeHeader) => void;
}

export interface LoadedVolume {
  readonly header: VolumeHeader;
  readonly voxels: Voxels;
}

export interface SourceOptions {
  readonly fetch?: typeof fetch;
  readonly buffers?: VoxelBuffers;
  readonly retryDelaysMs?: readonly number[];
}

interface Waiting {
  readonly priority: Priority;
  readonly start: () => void;
}

/** A browser opens six connections to a server: the others serve slices, heartbeat and the page's own calls. */
const MAX_VOLUMES = 3;

/** Fetches volumes into re-used buffers. A signal aborts a request; a broken transfer is tried again. */
export class VolumeSource {
  private readonly fetch: typeof fetch;
  private readonly buffers: VoxelBuffers;
  private readonly retryDelaysMs: readonly number[];
  private readonly waiting: Waiting[] = [];
  private running = 0;

  constructor(options: SourceOptions = {}) {
    this.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.buffers = options.buffers ?? new VoxelBuffers();
    this.retryDelaysMs = options.retryDelaysMs ?? [100, 400, 1500];
  }

  /** Rejects with VolumeFailure, or with an AbortError when the signal fired. */
  async load(request: VolumeRequest): Promise<LoadedVolume> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.inTurn(request);
      } catch (error) {
        request.signal.throwIfAborted();
        const delay = this.retryDelaysMs[attempt];
        if (error instanceof VolumeFailure && error.kind !== "unreachable") {
          throw error;
        }
        if (delay === undefined) {
          throw error instanceof VolumeFailure ? error : unreachable(error);
        }
        await pause(delay, request.signal);
      }
    }
  }

  /** Takes the voxels' memory back; nobody may read them afterwards. */
  release(loaded: LoadedVolume): void {
    this.buffers.give(loaded.voxels.buffer);
  }

  private async inTurn(request: VolumeRequest): Promise<LoadedVolume> {
    await this.turn(request);
    try {
      return await this.transfer(request);
    } finally {
      this.running--;
      this.startWaiting();
    }
  }

  private turn(request: VolumeRequest): Promise<void> {
    request.signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const abandon = () => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(request.signal.reason);
      };
      const entry: Waiting = {
        priority: request.priority,
        start: () => {
          request.signal.removeEventListener("abort", abandon);
          this.running++;
          resolve();
        },
      };
      request.signal.addEventListener("abort", abandon, { once: true });
      const later = this.waiting.findIndex((other) => other.priority > request.priority);
      this.waiting.splice(later < 0 ? this.waiting.length : later, 0, entry);
      this.startWaiting();
    });
  }

  private startWaiting(): void {
    while (this.running < MAX_VOLUMES && this.waiting.length > 0) {
      this.waiting.shift()?.start();
    }
  }

  private async transfer(request: VolumeRequest): Promise<LoadedVolume> {
    const response = await this.fetch(addressOf(request), {
      signal: request.signal,
      // The viewer keeps the voxels itself; a copy on disk would only cost time.
      cache: "no-store",
      priority: request.priority === PRIORITY.neighbour ? "low" : "high",
      // A file that cannot be read is no failed request, which the browser would write into its console.
      headers: { "X-Unreadable": "answer" },
    });
    if (!response.ok || isProblem(response)) {
      throw await failureOf(response);
    }
    const header = headerOf(response.headers);
    request.onHeader?.(header);
    const expected = voxelCount(header.shape) * VOXEL_TYPES[header.type].bytes;
    const bytes = await this.body(response, expected);
    return { header, voxels: voxelsOf(bytes, header.type) };
  }

  private async body(response: Response, expected: number): Promise<ArrayBuffer> {
    if (response.body === null) {
      throw new TypeError("The response has no body");
    }
    const buffer = this.buffers.take(expected);
    const reader = byobReader(response.body);
    return reader === null
      ? await copied(response.body.getReader(), buffer)
      : await filled(reader, buffer);
  }
}

function byobReader(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): ReadableStreamBYOBReader | null {
  try {
    return body.getReader({ mode: "byob" });
  } catch (error) {
    if (error instanceof TypeError) {
      return null;
    }
    throw error;
  }
}

/** Reads straight into the buffer: a third of the time of arrayBuffer() for three 4 MiB volumes. */
async function filled(reader: ReadableStreamBYOBReader, into: ArrayBuffer): Promise<ArrayBuffer> {
  const expected = into.byteLength;
  let buffer = into;
  for (let at = 0; at < expected; ) {
    const { done, value } = await reader.read(new Uint8Array(buffer, at, expected - at));
    if (done || value === undefined) {
      throw new TypeError(`The transfer ended after ${at} of ${expected} bytes`);
    }
    buffer = value.buffer;
    at += value.byteLength;
  }
  const rest = await reader.read(new Uint8Array(1));
  if (!rest.done) {
    await reader.cancel();
    throw new TypeError(`The transfer goes on after the expected ${expected} bytes`);
  }
  return buffer;
}

/** For browsers whose response bodies are not byte streams. */
async function copied(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  into: ArrayBuffer,
): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(into);
  let at = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (at + part.value.length > bytes.length) {
      await reader.cancel();
      throw new TypeError(`The transfer goes on after the expected ${bytes.length} bytes`);
    }
    bytes.set(part.value, at);
    at += part.value.length;
  }
  if (at < bytes.length) {
    throw new TypeError(`The transfer ended after ${at} of ${bytes.length} bytes`);
  }
  return into;
}

function addressOf({ url, isRetry }: VolumeRequest): string {
  return isRetry === true ? `${url}${url.includes("?") ? "&" : "?"}retry=true` : url;
}

function isProblem({ headers }: Response): boolean {
  return headers.get("Content-Type")?.startsWith("application/problem+json") === true;
}

async function failureOf(response: Response): Promise<VolumeFailure> {
  const problem = await problemOf(response);
  const status = response.ok ? 422 : response.status;
  const reason = problem.detail ?? problem.title ?? `The server answered ${status}`;
  switch (status) {
    case 404:
      return new VolumeFailure("missing", reason);
    case 422:
      return new VolumeFailure(unreadableKind(problem.kind), reason);
    default:
      return new VolumeFailure(status >= 500 ? "unreachable" : "refused", reason);
  }
}

/** What is wrong with a file, from the word on the wire. */
export function unreadableKind(kind: unknown): "corrupt" | "unsupported" | "too-large" {
  return kind === "unsupported" || kind === "too-large" ? kind : "corrupt";
}

interface Problem {
  readonly kind?: unknown;
  readonly title?: string;
  readonly detail?: string;
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    return (JSON.parse(text) ?? {}) as Problem;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return {};
    }
    throw error;
  }
}

function unreachable(cause: unknown): VolumeFailure {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new VolumeFailure("unreachable", `The voxels did not arrive: ${words}`);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", stop, { once: true });
  });
}
