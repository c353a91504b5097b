/** Reads what the volume endpoint sends (docs/volume-wire.md): raw little-endian voxels, shape and type in headers. */

export type VoxelType = "uint8" | "uint16" | "float32";
export type Voxels = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

export interface VolumeHeader {
  /** (Z, Y, X) of what the response carries: Z is 1 for a plane. */
  readonly shape: readonly [z: number, y: number, x: number];
  readonly type: VoxelType;
  /** File state the voxels were read from; null when the response carries no ETag. */
  readonly version: string | null;
  readonly codec: string | null;
  /** The type in the file, where it travels as another one. */
  readonly storedType: string | null;
  /** Micrometres (z, y, x); z null where the file tells only the pixel size. */
  readonly voxelSizeUm: readonly [z: number | null, y: number, x: number] | null;
  /** What the file's reader thought worth saying. */
  readonly notice: string | null;
}

const BYTES: Readonly<Record<VoxelType, number>> = { uint8: 1, uint16: 2, float32: 4 };

export function bytesPerVoxel(type: VoxelType): number {
  return BYTES[type];
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
  if (type !== "uint8" && type !== "uint16" && type !== "float32") {
    throw new RangeError(`X-Volume-Type: expected uint8, uint16 or float32, found "${type}"`);
  }
  return {
    shape,
    type,
    version: versionOf(headers.get("ETag")),
    codec: headers.get("X-Volume-Codec"),
    storedType: headers.get("X-Volume-Stored-Type"),
    voxelSizeUm: voxelSizeOf(headers.get("X-Voxel-Size-Um")),
    notice: decoded(headers.get("X-Volume-Notice")),
  };
}

/** "size-mtime" of an ETag such as W/"123-456" or "123-456;z=7": quotes and a plane's suffix do not belong to it. */
export function versionOf(etag: string | null): string | null {
  const match = etag?.match(/^(?:W\/)?"?([^";]+)/);
  return match?.[1] ?? null;
}

/** A view on the bytes, not a copy. The host is little-endian as every platform a browser runs on. */
export function voxelsOf(bytes: ArrayBuffer, type: VoxelType): Voxels {
  switch (type) {
    case "uint8":
      return new Uint8Array(bytes);
    case "uint16":
      return new Uint16Array(bytes);
    case "float32":
      return new Float32Array(bytes);
  }
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
