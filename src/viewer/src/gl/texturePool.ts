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
}

/** 3D textures by size and format. What is given back is handed out again, so that flipping through blocks allocates nothing. */
export class TexturePool {
  readonly #gl: Gl;
  readonly #free = new Map<string, WebGLTexture[]>();
  readonly #maxFree: number;

  constructor(gl: Gl, maxFree = 8) {
    this.#gl = gl;
    this.#maxFree = maxFree;
  }

  take(spec: TextureSpec): WebGLTexture {
    const kept = this.#free.get(keyOf(spec))?.pop();
    if (kept !== undefined) return kept;
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_3D, texture);
    gl.texStorage3D(gl.TEXTURE_3D, 1, spec.internalFormat, spec.width, spec.height, spec.depth);
    gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    for (const wrap of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R]) {
      gl.texParameteri(gl.TEXTURE_3D, wrap, gl.CLAMP_TO_EDGE);
    }
    return texture;
  }

  giveBack(spec: TextureSpec, texture: WebGLTexture): void {
    const key = keyOf(spec);
    const kept = this.#free.get(key) ?? [];
    this.#free.delete(key);
    this.#free.set(key, kept);
    kept.push(texture);
    this.#trim();
  }

  dispose(): void {
    for (const kept of this.#free.values()) for (const t of kept) this.#gl.deleteTexture(t);
    this.#free.clear();
  }

  /** Deletes the size that was given back longest ago first. */
  #trim(): void {
    let count = 0;
    for (const kept of this.#free.values()) count += kept.length;
    for (const [key, kept] of this.#free) {
      while (count > this.#maxFree && kept.length > 0) {
        this.#gl.deleteTexture(kept.pop() ?? null);
        count--;
      }
      if (kept.length === 0) this.#free.delete(key);
    }
  }
}

function keyOf(spec: TextureSpec): string {
  return `${spec.internalFormat}:${spec.width}x${spec.height}x${spec.depth}`;
}
