import type { Gl } from "./context.ts";

/** A linked program with its uniform locations by name. It starts linking at once and waits for it at first use. */
export class Program {
  private readonly program: WebGLProgram;
  private readonly shaders: readonly WebGLShader[];
  private readonly uniforms = new Map<string, WebGLUniformLocation | null>();
  private checked = false;

  constructor(
    private readonly gl: Gl,
    vertex: string,
    fragment: string,
  ) {
    this.program = gl.createProgram();
    this.shaders = [
      compile(gl, gl.VERTEX_SHADER, vertex),
      compile(gl, gl.FRAGMENT_SHADER, fragment),
    ];
    for (const shader of this.shaders) gl.attachShader(this.program, shader);
    gl.linkProgram(this.program);
  }

  use(): void {
    if (!this.checked) this.check();
    this.gl.useProgram(this.program);
  }

  at(name: string): WebGLUniformLocation | null {
    let location = this.uniforms.get(name);
    if (location === undefined) {
      location = this.gl.getUniformLocation(this.program, name);
      this.uniforms.set(name, location);
    }
    return location;
  }

  dispose(): void {
    for (const shader of this.shaders) this.gl.deleteShader(shader);
    this.gl.deleteProgram(this.program);
  }

  private check(): void {
    const gl = this.gl;
    if (!gl.getProgramParameter(this.program, gl.LINK_STATUS) && !gl.isContextLost()) {
      const logs = this.shaders.map((shader) => gl.getShaderInfoLog(shader) ?? "");
      throw new Error(`shader program: ${gl.getProgramInfoLog(this.program)} ${logs.join(" ")}`);
    }
    this.checked = true;
  }
}

function compile(gl: Gl, type: number, source: string): WebGLShader {
  const shader = gl.createShader(type);
  if (shader === null) throw new Error("createShader answered null: the context is lost");
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}

/** Programs by the key of their sources. */
export class ProgramCache {
  private readonly programs = new Map<string, Program>();

  constructor(private readonly gl: Gl) {}

  get(key: string, sources: () => { vertex: string; fragment: string }): Program {
    let program = this.programs.get(key);
    if (program === undefined) {
      const { vertex, fragment } = sources();
      program = new Program(this.gl, vertex, fragment);
      this.programs.set(key, program);
    }
    return program;
  }

  dispose(): void {
    for (const program of this.programs.values()) program.dispose();
    this.programs.clear();
  }
}
