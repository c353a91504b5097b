import {
  isFloat,
  type LoadedChannel,
  VOXEL_TYPES,
  type Voxels,
  type VoxelType,
  voxelCount,
  type Zyx,
} from "../voxels/voxelType.ts";
import type { Gl } from "./context.ts";
import type { TexturePool, TextureSpec } from "./texturePool.ts";

/** Channels of one type and shape that share a texture: channel `members[i]` of the block is component i. */
export interface TextureGroup {
  readonly type: VoxelType;
  readonly shape: Zyx;
  readonly members: readonly number[];
}

const MAX_COMPONENTS = 4;
const PIECE_BYTES = 1 << 20;

/** Packs integer channels of equal type and shape up to four a texture; float channels stay alone. */
export function groupChannels(channels: readonly LoadedChannel[]): TextureGroup[] {
  const groups: { type: VoxelType; shape: Zyx; members: number[] }[] = [];
  channels.forEach((channel, index) => {
    const open = groups.find(
      (g) =>
        !isFloat(channel.type) &&
        g.type === channel.type &&
        g.members.length < MAX_COMPONENTS &&
        g.shape.every((n, axis) => n === channel.shape[axis]),
    );
    if (open !== undefined) open.members.push(index);
    else groups.push({ type: channel.type, shape: channel.shape, members: [index] });
  });
  return groups;
}

/** Packed voxels of one group as an exact integer (or 32 bit float) 3D texture, filled in pieces of whole planes. */
export class VolumeTexture {
  readonly texture: WebGLTexture;
  private readonly spec: TextureSpec;
  private readonly components: number;
  private nextPlane = 0;

  constructor(
    private readonly gl: Gl,
    private readonly pool: TexturePool,
    readonly group: TextureGroup,
    private readonly sources: readonly Voxels[],
  ) {
    const components = sources.length === 3 ? 4 : sources.length;
    this.components = components;
    const bytes = voxelCount(group.shape) * components * VOXEL_TYPES[group.type].bytes;
    this.spec = { ...formatOf(gl, group.type, components), ...sizeOf(group.shape), bytes };
    this.texture = pool.take(this.spec);
  }

  get uploaded(): boolean {
    return this.nextPlane >= this.spec.depth;
  }

  /** Uploads about a megabyte. */
  uploadPiece(staging: Staging): void {
    const { width, height, depth, format, type } = this.spec;
    const plane = width * height;
    const first = this.sources[0];
    if (first === undefined || this.uploaded) return;
    const planeBytes = plane * this.components * first.BYTES_PER_ELEMENT;
    const count = Math.min(
      depth - this.nextPlane,
      Math.max(1, Math.floor(PIECE_BYTES / planeBytes)),
    );
    const begin = this.nextPlane * plane;
    const packed =
      this.components === 1
        ? first.subarray(begin, begin + count * plane)
        : interleave(
            this.sources,
            begin,
            count * plane,
            staging.take(first, count * plane * this.components),
          );
    const gl = this.gl;
    gl.bindTexture(gl.TEXTURE_3D, this.texture);
    gl.texSubImage3D(
      gl.TEXTURE_3D,
      0,
      0,
      0,
      this.nextPlane,
      width,
      height,
      count,
      format,
      type,
      packed,
    );
    this.nextPlane += count;
  }

  dispose(): void {
    this.pool.giveBack(this.spec, this.texture);
  }
}

/** Scratch memory for interleaving, shared by all uploads of a stage. */
export class Staging {
  private bytes = new ArrayBuffer(0);

  take(like: Voxels, length: number): Uint8Array | Uint16Array {
    const bytes = length * like.BYTES_PER_ELEMENT;
    if (this.bytes.byteLength < bytes) this.bytes = new ArrayBuffer(bytes);
    return like instanceof Uint8Array
      ? new Uint8Array(this.bytes, 0, length)
      : new Uint16Array(this.bytes, 0, length);
  }
}

/** Puts voxel `begin + i` of every source side by side, with a stride of 2 or 4 components. */
export function interleave(
  sources: readonly Voxels[],
  begin: number,
  count: number,
  target: Uint8Array | Uint16Array,
): Uint8Array | Uint16Array {
  const stride = sources.length <= 2 ? sources.length : 4;
  sources.forEach((source, component) => {
    for (let i = 0, o = component; i < count; i++, o += stride)
      target[o] = source[begin + i] as number;
  });
  return target;
}

function sizeOf([depth, height, width]: Zyx): Pick<TextureSpec, "width" | "height" | "depth"> {
  return { width, height, depth };
}

function formatOf(
  gl: Gl,
  type: VoxelType,
  components: number,
): Pick<TextureSpec, "internalFormat" | "format" | "type"> {
  const { glFormats, glType } = VOXEL_TYPES[type];
  const names = glFormats[components];
  if (names === undefined) throw new RangeError(`${components} components of ${type}`);
  const [sized, client] = names;
  return {
    internalFormat: gl[sized] as number,
    format: gl[client] as number,
    type: gl[glType] as number,
  };
}
