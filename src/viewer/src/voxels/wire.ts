/**
 * Reads what the server sends (docs/volume-wire.md): a volume as raw little-endian voxels with shape and type in headers,
 * or one slice of every channel with a header of its own in the body.
 */

import { type Coverage, coverageOf } from "./coverage.ts";
import {
  isVoxelType,
  VOXEL_TYPE_NAMES,
  VOXEL_TYPES,
  type Voxels,
  type VoxelType,
  type Zyx,
} from "./voxelType.ts";

export interface VolumeHeader {
  /** (Z, Y, X) of the whole volume. */
  readonly shape: Zyx;
  readonly type: VoxelType;
  /** File state the voxels were read from; null when the response carries no ETag. */
  readonly version: string | null;
  readonly codec: string | null;
  /** The type in the file, where it travels as another one. */
  readonly storedType: string | null;
  /** Micrometres (z, y, x); z null where the file tells only the pixel size. */
  readonly voxelSizeUm: readonly [z: number | null, y: number, x: number] | null;
  /** A note of the file's reader. */
  readonly notice: string | null;
  /** Of a box out of a large volume, once the whole box is known. Absent: every voxel is real. */
  readonly coverage?: Coverage | undefined;
}

/** One channel in an answer that carries one slice of each. */
export interface SlicedChannel {
  readonly name: string;
  /** File name without folder. */
  readonly file: string;
  /** Of the whole volume; null when the file could not be opened. */
  readonly header: VolumeHeader | null;
  /** A view on the answer's bytes; null when the volume has no such plane or there is a failure. */
  readonly plane: Voxels | null;
  /** Of the plane, as a box of one slice. Absent: every voxel is real. */
  readonly coverage?: Coverage | undefined;
  readonly failure: { readonly kind: string; readonly message: string } | null;
}

export interface SliceContext {
  /** Which resolution of the store; 0 is the finest. */
  readonly level: number;
  /** Boxes that were asked for from left to right. */
  readonly zoom: number;
  /** In voxels of the planes, with fractions. */
  readonly box: readonly [y0: number, y1: number, x0: number, x1: number];
}

export interface Slice {
  readonly z: number;
  /** In the order of the block's channels. */
  readonly channels: readonly SlicedChannel[];
  /** Of planes around a box: where it lies in them. Null: they are the box's own. */
  readonly context: SliceContext | null;
}

/** Throws RangeError naming the header that is missing or malformed. */
export function headerOf(headers: Headers): VolumeHeader {
  const shape = triple(headers.get("X-Volume-Shape"));
  if (!shape?.every(Number.isInteger)) {
    throw new RangeError(
      `X-Volume-Shape: expected Z,Y,X, found "${headers.get("X-Volume-Shape")}"`,
    );
  }
  const type = headers.get("X-Volume-Type");
  if (!isVoxelType(type)) {
    throw new RangeError(`X-Volume-Type: expected ${VOXEL_TYPE_NAMES}, found "${type}"`);
  }
  const coverage = coverageOf(headers.get("X-Volume-Inside"), headers.get("X-Volume-Missing"));
  return {
    shape,
    type,
    version: versionOf(headers.get("ETag")),
    codec: headers.get("X-Volume-Codec"),
    storedType: headers.get("X-Volume-Stored-Type"),
    voxelSizeUm: voxelSizeOf(headers.get("X-Voxel-Size-Um")),
    notice: decoded(headers.get("X-Volume-Notice")),
    coverage,
  };
}

/** "size-mtime" of an ETag such as W/"123-456" or "123-456;z=7": quotes and a plane's suffix do not belong to it. */
export function versionOf(etag: string | null): string | null {
  const match = etag?.match(/^(?:W\/)?"?([^";]+)/);
  return match?.[1] ?? null;
}

/**
 * A view on the bytes, not a copy; of all of them, or of `count` voxels from byte `offset`. The host is little-endian as
 * every platform a browser runs on.
 */
export function voxelsOf(bytes: ArrayBuffer, type: VoxelType, offset = 0, count?: number): Voxels {
  return VOXEL_TYPES[type].view(bytes, offset, count);
}

interface SliceHeader {
  readonly z: number;
  readonly context?: SliceContext;
  readonly channels: readonly {
    readonly channel: {
      readonly name: string;
      readonly file: string;
      readonly shape: [z: number, y: number, x: number] | null;
      readonly type: string | null;
      readonly codec: string | null;
      readonly storedType: string | null;
      readonly voxelSizeUm: [z: number | null, y: number, x: number] | null;
      readonly notice: string | null;
      readonly failure: { readonly kind: string; readonly message: string } | null;
    };
    readonly version: string | null;
    readonly offset: number | null;
    readonly inside?: string;
    readonly missing?: string;
  }[];
}

const LENGTH_BYTES = 4;
const ALIGNMENT = 8;

/** Throws RangeError when the bytes end before the header or a plane does or a type is unknown, SyntaxError for no JSON. */
export function sliceOf(bytes: ArrayBuffer): Slice {
  const length = new DataView(bytes).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(bytes, LENGTH_BYTES, length));
  const { z, channels, context = null } = JSON.parse(text) as SliceHeader;
  const begin = Math.ceil((LENGTH_BYTES + length) / ALIGNMENT) * ALIGNMENT;
  return {
    z,
    context,
    channels: channels.map(({ channel, version, offset, inside, missing }) => {
      const { name, file, shape, type, failure, codec, storedType, voxelSizeUm, notice } = channel;
      if (shape === null || type === null) {
        return { name, file, header: null, plane: null, failure };
      }
      if (!isVoxelType(type)) {
        throw new RangeError(`type: expected ${VOXEL_TYPE_NAMES}, found "${type}"`);
      }
      const header = { shape, type, version, codec, storedType, voxelSizeUm, notice };
      const plane =
        offset === null ? null : voxelsOf(bytes, type, begin + offset, shape[1] * shape[2]);
      const coverage = coverageOf(inside, missing);
      return { name, file, header, plane, failure, coverage };
    }),
  };
}

function triple(text: string | null): [number, number, number] | null {
  const parts = text?.split(",").map((part) => Number.parseFloat(part));
  const [z, y, x] = parts ?? [];
  return parts?.length === 3 && parts.every((n) => Number.isFinite(n) && n > 0)
    ? [z as number, y as number, x as number]
    : null;
}

/** "Z,Y,X", or ",Y,X" where Z is unknown. */
function voxelSizeOf(text: string | null): VolumeHeader["voxelSizeUm"] {
  if (text?.startsWith(",") !== true) {
    return triple(text);
  }
  const size = triple(`1${text}`);
  return size === null ? null : [null, size[1], size[2]];
}

/** Header values are ASCII: words in other alphabets travel percent-encoded. */
function decoded(text: string | null): string | null {
  if (text === null) {
    return null;
  }
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) {
      return text;
    }
    throw error;
  }
}
