import type { Gl } from "./context.ts";

/** Size and format of a 3D texture: two textures with equal specs can stand in for each other. */
export interface TextureSpec {
  /** Sized internal format, its client format and type. */
  readonly internalFormat: number;
  readonly format: number;
  readonly type: number;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly bytes: number;
}

/** Bound for the memory of unused textures. */
const FREE_BYTES = 128 * 1024 * 1024;

/** 3D textures by size and format. The pool hands out returned ones again, so flipping through blocks allocates nothing. */
export class TexturePool {
  private readonly free = new Map<
    string,
    { readonly spec: TextureSpec; readonly textures: WebGLTexture[] }
  >();

  constructor(private readonly gl: Gl) {}

  /** Throws a RangeError when the GPU has no memory for it. */
  take(spec: TextureSpec): WebGLTexture {
    const kept = this.free.get(keyOf(spec))?.textures.pop();
    if (kept !== undefined) return kept;
    const gl = this.gl;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_3D, texture);
    gl.texStorage3D(gl.TEXTURE_3D, 1, spec.internalFormat, spec.width, spec.height, spec.depth);
    if (gl.getError() === gl.OUT_OF_MEMORY) {
      gl.deleteTexture(texture);
      const mebibytes = Math.ceil(spec.bytes / 1024 / 1024);
      throw new RangeError(`the graphics memory has no ${mebibytes} MiB left for these voxels`);
    }
    gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    for (const wrap of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R]) {
      gl.texParameteri(gl.TEXTURE_3D, wrap, gl.CLAMP_TO_EDGE);
    }
    return texture;
  }

  giveBack(spec: TextureSpec, texture: WebGLTexture): void {
    const key = keyOf(spec);
    const kept = this.free.get(key) ?? { spec, textures: [] };
    this.free.delete(key);
    this.free.set(key, kept);
    kept.textures.push(texture);
    this.trim();
  }

  dispose(): void {
    for (const { textures } of this.free.values()) {
      for (const texture of textures) this.gl.deleteTexture(texture);
    }
    this.free.clear();
  }

  /** Deletes textures of the size that was returned longest ago first. */
  private trim(): void {
    let bytes = 0;
    for (const { spec, textures } of this.free.values()) bytes += spec.bytes * textures.length;
    for (const [key, { spec, textures }] of this.free) {
      while (bytes > FREE_BYTES && textures.length > 0) {
        this.gl.deleteTexture(textures.pop() ?? null);
        bytes -= spec.bytes;
      }
      if (textures.length === 0) this.free.delete(key);
    }
  }
}

function keyOf(spec: TextureSpec): string {
  return `${spec.internalFormat}:${spec.width}x${spec.height}x${spec.depth}`;
}
