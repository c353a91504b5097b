import type { Gl } from "./context.ts";

/** Device pixels, counted from the bottom left. */
export interface PixelArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An RGBA8 picture to render into. */
export class Target {
  private framebuffer: WebGLFramebuffer | null = null;
  private texture: WebGLTexture | null = null;
  private madeWidth = 0;
  private madeHeight = 0;

  constructor(private readonly gl: Gl) {}

  get width(): number {
    return this.madeWidth;
  }

  get height(): number {
    return this.madeHeight;
  }

  /** Binds it for drawing, with a viewport over all of it; its content is lost when the size changes. */
  bind(width: number, height: number): void {
    const gl = this.gl;
    if (width !== this.madeWidth || height !== this.madeHeight) this.make(width, height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer);
    gl.viewport(0, 0, width, height);
  }

  /** Copies all of it to an area (device pixels from the bottom left) of the canvas or another target, smoothly when sizes differ. */
  copyTo({ x, y, width, height }: PixelArea, target: Target | null = null): void {
    const gl = this.gl;
    const filter = width === this.madeWidth && height === this.madeHeight ? gl.NEAREST : gl.LINEAR;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.framebuffer);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, target === null ? null : target.framebuffer);
    gl.blitFramebuffer(
      0,
      0,
      this.madeWidth,
      this.madeHeight,
      x,
      y,
      x + width,
      y + height,
      gl.COLOR_BUFFER_BIT,
      filter,
    );
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }

  dispose(): void {
    this.gl.deleteFramebuffer(this.framebuffer);
    this.gl.deleteTexture(this.texture);
    this.madeWidth = 0;
    this.madeHeight = 0;
  }

  private make(width: number, height: number): void {
    this.dispose();
    const gl = this.gl;
    this.texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
    this.framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.texture, 0);
    this.madeWidth = width;
    this.madeHeight = height;
  }
}
