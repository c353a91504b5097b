import type { Coverage } from "./coverage.ts";

/** Voxel coordinates or counts, always in the order (z, y, x). */
export type Zyx = readonly [z: number, y: number, x: number];

/** What a voxel is from the wire to the texture; a file of another type travels as one of these. */
export type VoxelType = "uint8" | "uint16" | "float32";

/** In C order: voxel (z, y, x) is voxels[(z * Y + y) * X + x]. */
export type Voxels = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

type GlName = keyof WebGL2RenderingContext;

export interface VoxelTraits {
  readonly bytes: number;
  /** The largest value that the type holds; null: the type is a float, which knows no such limit. */
  readonly max: number | null;
  /** Views memory as voxels; copies nothing. */
  readonly view: (bytes: ArrayBuffer, offset: number, count?: number) => Voxels;
  readonly from: (values: readonly number[]) => Voxels;
  readonly glType: GlName;
  /** Sized and client format of a texture with so many components; a float channel has a texture of its own. */
  readonly glFormats: Readonly<Record<number, readonly [sized: GlName, client: GlName]>>;
  readonly sampler: "sampler3D" | "usampler3D";
}

export const VOXEL_TYPES: Readonly<Record<VoxelType, VoxelTraits>> = {
  uint8: {
    bytes: 1,
    max: 255,
    view: (bytes, offset, count) => new Uint8Array(bytes, offset, count),
    from: (values) => Uint8Array.from(values),
    glType: "UNSIGNED_BYTE",
    glFormats: {
      1: ["R8UI", "RED_INTEGER"],
      2: ["RG8UI", "RG_INTEGER"],
      4: ["RGBA8UI", "RGBA_INTEGER"],
    },
    sampler: "usampler3D",
  },
  uint16: {
    bytes: 2,
    max: 65535,
    view: (bytes, offset, count) => new Uint16Array(bytes, offset, count),
    from: (values) => Uint16Array.from(values),
    glType: "UNSIGNED_SHORT",
    glFormats: {
      1: ["R16UI", "RED_INTEGER"],
      2: ["RG16UI", "RG_INTEGER"],
      4: ["RGBA16UI", "RGBA_INTEGER"],
    },
    sampler: "usampler3D",
  },
  float32: {
    bytes: 4,
    max: null,
    view: (bytes, offset, count) => new Float32Array(bytes, offset, count),
    from: (values) => Float32Array.from(values),
    glType: "FLOAT",
    glFormats: { 1: ["R32F", "RED"] },
    sampler: "sampler3D",
  },
};

export function isVoxelType(name: string | null): name is VoxelType {
  return name !== null && Object.hasOwn(VOXEL_TYPES, name);
}

export function isFloat(type: VoxelType): boolean {
  return VOXEL_TYPES[type].max === null;
}

/** "uint8, uint16 or float32" */
export const VOXEL_TYPE_NAMES = Object.keys(VOXEL_TYPES)
  .join(", ")
  .replace(/, (?=\w+$)/, " or ");

export function voxelCount([depth, height, width]: Zyx): number {
  return depth * height * width;
}

/** One channel's voxels. */
export interface LoadedChannel {
  readonly key: string;
  readonly type: VoxelType;
  readonly shape: Zyx;
  readonly data: Voxels;
  /** Micrometres; null when neither the file nor the campaign tells it. */
  readonly voxelSizeUm: Zyx | null;
  /** Of a box out of a large volume; of a plane, as a box of one slice. Absent: every voxel is real. */
  readonly coverage?: Coverage | undefined;
}

/** One z plane of a channel whose volume is still under way; `shape` is that of the whole volume. */
export interface LoadedPlane extends LoadedChannel {
  readonly z: number;
}
