import { type Camera, cameraOn, extentOf, fitScale, gazeOf } from "../camera.ts";
import { type Gl, openContext } from "../gl/context.ts";
import { ProgramCache } from "../gl/program.ts";
import { TexturePool } from "../gl/texturePool.ts";
import { Staging } from "../gl/volumeTexture.ts";
import { GpuBlock, type GpuHome } from "../render/blockTextures.ts";
import { SliceRenderer } from "../render/sliceRenderer.ts";
import { aspectOf, clampVoxel } from "../slices.ts";
import { layoutOf } from "./panes.ts";
import type {
  LoadedChannel,
  LoadedPlane,
  StageApi,
  StageBlock,
  StageDisplay,
  StageEvents,
  StageSubject,
  Zyx,
} from "./stageContract.ts";

/** null: no WebGL2 in this browser. */
export function createStage(host: HTMLElement, events: StageEvents): StageApi | null {
  const canvas = document.createElement("canvas");
  canvas.dataset.testid = "viewer-canvas";
  canvas.style.cssText = "position:absolute;inset:0;width:100%;height:100%;display:block";
  const gl = openContext(canvas);
  if (gl === null) return null;
  host.append(canvas);
  return new Stage(host, canvas, gl, events);
}

class Stage implements StageApi {
  readonly #host: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #events: StageEvents;
  readonly #home: GpuHome;
  readonly #programs: ProgramCache;
  readonly #slices: SliceRenderer;
  readonly #resized: ResizeObserver;
  #block: GpuBlock | null = null;
  #display: StageDisplay | null = null;
  #camera: Camera = cameraOn([1, 1, 1]);
  #cursor: Zyx = [0, 0, 0];
  #frame = 0;
  #due = 0;

  constructor(host: HTMLElement, canvas: HTMLCanvasElement, gl: Gl, events: StageEvents) {
    this.#host = host;
    this.#canvas = canvas;
    this.#events = events;
    this.#home = { gl, pool: new TexturePool(gl), staging: new Staging() };
    this.#programs = new ProgramCache(gl);
    this.#slices = new SliceRenderer(gl, this.#programs);
    this.#resized = new ResizeObserver(() => this.#invalidate());
    this.#resized.observe(host);
  }

  get cursor(): Zyx {
    return this.#cursor;
  }

  prepare(subject: StageSubject, channels: readonly LoadedChannel[]): StageBlock {
    const block = new GpuBlock(subject);
    if (channels.length > 0) block.setVolumes(this.#home, channels);
    return block;
  }

  setPlanes(block: StageBlock, planes: readonly LoadedPlane[]): void {
    own(block).setPlanes(this.#home, planes);
    this.#invalidate();
  }

  setVolumes(block: StageBlock, channels: readonly LoadedChannel[]): void {
    own(block).setVolumes(this.#home, channels);
    this.#invalidate();
  }

  release(block: StageBlock): void {
    if (this.#block === block) this.show(null, "");
    own(block).dispose();
  }

  show(block: StageBlock | null, _text: string): void {
    this.#block = block === null ? null : own(block);
    this.#invalidate();
  }

  setDisplay(display: StageDisplay): void {
    this.#display = display;
    this.#invalidate();
  }

  setCursor(cursor: Zyx): void {
    this.#cursor = this.#block === null ? cursor : clampVoxel(cursor, this.#block.shape);
    this.#invalidate();
  }

  setSlice(z: number): void {
    this.setCursor([z, this.#cursor[1], this.#cursor[2]]);
  }

  center(point: Zyx): void {
    this.setCursor(point);
  }

  resetView(): void {
    this.#camera = cameraOn(this.#block?.shape ?? [1, 1, 1]);
    this.#invalidate();
  }

  screenshot(): Promise<Blob> {
    this.drawNow();
    return new Promise((resolve, reject) => {
      this.#canvas.toBlob((blob) => {
        if (blob === null) reject(new Error("the picture could not be encoded"));
        else resolve(blob);
      });
    });
  }

  drawNow(): void {
    cancelAnimationFrame(this.#due);
    this.#due = 0;
    this.#draw();
  }

  dispose(): void {
    cancelAnimationFrame(this.#due);
    this.#resized.disconnect();
    this.#block?.dispose();
    this.#programs.dispose();
    this.#home.pool.dispose();
    this.#canvas.remove();
  }

  #invalidate(): void {
    if (this.#due === 0) this.#due = requestAnimationFrame(() => this.drawNow());
  }

  #draw(): void {
    const { gl } = this.#home;
    const ratio = devicePixelRatio;
    const width = this.#host.clientWidth;
    const height = this.#host.clientHeight;
    const canvas = this.#canvas;
    const deviceWidth = Math.max(1, Math.round(width * ratio));
    const deviceHeight = Math.max(1, Math.round(height * ratio));
    if (canvas.width !== deviceWidth) canvas.width = deviceWidth;
    if (canvas.height !== deviceHeight) canvas.height = deviceHeight;
    gl.viewport(0, 0, deviceWidth, deviceHeight);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const block = this.#block;
    const display = this.#display;
    if (block !== null && display !== null) {
      block.uploadAll(this.#home);
      const aspect = aspectOf(block.sources[0]?.voxelSizeUm ?? null);
      const extent = extentOf(block.shape, aspect);
      const [pane] = layoutOf({
        mode: "slice",
        width,
        height,
        split: [0.5, 0.5],
        maximized: null,
        strip: [],
      });
      if (pane?.plane) {
        const unit = fitScale(pane.plane, pane.rect, extent) * this.#camera.zoom;
        this.#slices.draw(
          {
            block,
            display: new Map(display.channels.map((c) => [c.key, c])),
            gaze: gazeOf(
              pane.plane,
              pane.rect,
              {
                ...this.#camera,
                center: [block.shape[0] / 2, block.shape[1] / 2, block.shape[2] / 2],
              },
              { unit, aspect },
            ),
            slice: this.#cursor[0],
            slab: display.slab,
            slabThickness: display.slabThickness,
          },
          { ratio, height: deviceHeight },
        );
      }
    }
    this.#frame++;
    canvas.dataset.blockId = block?.label ?? "";
    canvas.dataset.slice = String(this.#cursor[0]);
    canvas.dataset.frame = String(this.#frame);
    canvas.dataset.complete = String(block?.complete === true);
    this.#events.onPainted?.(this.#frame, block?.key ?? "");
  }
}

function own(block: StageBlock): GpuBlock {
  if (!(block instanceof GpuBlock)) throw new TypeError("a block of another stage");
  return block;
}
