export type Gl = WebGL2RenderingContext;

/** null: this browser has no WebGL2 (switched off by policy, or no GPU and no software renderer allowed). */
export function openContext(canvas: HTMLCanvasElement): Gl | null {
  const gl = canvas.getContext("webgl2", {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
    preserveDrawingBuffer: false,
    powerPreference: "high-performance",
  });
  if (gl !== null) prepareState(gl);
  return gl;
}

/** The state every renderer relies on; set again after a lost context. */
export function prepareState(gl: Gl): void {
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  gl.disable(gl.DEPTH_TEST);
  gl.disable(gl.DITHER);
  gl.clearColor(0, 0, 0, 1);
}
