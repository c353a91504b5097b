import { type Gl, openContext } from "../gl/context.ts";
import type { GpuBlock } from "../render/gpuBlock.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import { FrameClock } from "./frameClock.ts";
import type { Look } from "./look.ts";
import { Painter } from "./painter.ts";
import { Pointer } from "./pointer.ts";
import { ProgressiveRefinement } from "./progressiveRefinement.ts";
import type { Placement, StageApi, StageEvents, StageRole, View } from "./stageContract.ts";
import { StageLayers } from "./stageLayers.ts";
import { StageView } from "./stageView.ts";
import { ownBlock, StageVoxels } from "./stageVoxels.ts";
import { Surface } from "./surface.ts";

/** Fills `host`, a positioned element. null: no WebGL2 in this browser. */
export function createStage(
  host: HTMLElement,
  events: StageEvents,
  role: StageRole = "block",
): StageApi | null {
  const canvas = document.createElement("canvas");
  canvas.dataset.testid = role === "block" ? "viewer-canvas" : "example-canvas";
  canvas.setAttribute("role", "img");
  canvas.style.cssText =
    "position:absolute;inset:0;width:100%;height:100%;display:block;touch-action:none";
  const gl = openContext(canvas);
  if (gl === null) return null;
  return new Stage(new StageLayers(host, canvas, role), host, gl, events);
}

class Stage implements StageApi {
  readonly voxels: StageVoxels;
  private readonly surface: Surface;
  private readonly view: StageView;
  private readonly pointer: Pointer;
  private readonly refinement: ProgressiveRefinement;
  private readonly frames = new FrameClock(() => this.drawNow());
  private readonly ended = new AbortController();
  /** null while the context is lost. */
  private painter: Painter | null;
  private frame = 0;
  private measuring = false;
  /** The words in place of a picture. */
  private text = "";
  /** The last placement carried out. */
  private placement: Placement | null = null;

  constructor(
    private readonly layers: StageLayers,
    host: HTMLElement,
    private readonly gl: Gl,
    private readonly events: StageEvents,
  ) {
    this.painter = new Painter(gl);
    this.surface = new Surface(host, () => this.view.changed());
    this.view = new StageView(
      () => this.surface.size,
      () => this.frames.request(),
    );
    const { canvas } = layers;
    layers.onSplit = (split) => this.view.setSplit(split);
    this.voxels = new StageVoxels(gl, {
      resources: () => this.painter?.resources ?? null,
      changed: (block) => this.view.block === block && this.view.changed(),
      released: (block) => this.view.block === block && this.show(null, ""),
      whenIdle: () => this.warm(),
    });
    this.refinement = new ProgressiveRefinement(
      () => this.refine(),
      () => this.frames.request(),
    );
    this.pointer = new Pointer(canvas, {
      scene: () => this.view.scene,
      moveCamera: (camera) => {
        this.view.setCamera(camera);
        this.tellMoved();
      },
      moveCursor: (cursor) => this.moveCursor(cursor),
      toggleMaximized: (id) => {
        this.view.toggleMaximized(id);
        this.tellMoved();
      },
      dragContrast: (dx, dy, phase) => this.events.onContrast?.(dx, dy, phase),
      isMeasuring: () => this.measuring,
      measured: (measurement) => this.view.setMeasurement(measurement),
      hovered: () => this.readOut(),
    });
    const { signal } = this.ended;
    canvas.addEventListener("webglcontextlost", (e) => this.lost(e), { signal });
    canvas.addEventListener("webglcontextrestored", () => this.restored(), { signal });
  }

  get cursor(): Zyx {
    return this.view.cursor;
  }

  get look(): Look | null {
    return this.view.look;
  }

  get isHoldingStaleFrame(): boolean {
    return this.frames.isHolding;
  }

  render({ block, text, display, placement }: View): void {
    const mine = block === null ? null : ownBlock(block);
    if (mine !== this.view.block || text !== this.text) this.show(mine, text);
    this.view.setDisplay(display);
    if (placement !== null && placement !== this.placement) this.place(placement);
    this.placement = placement;
  }

  follow(look: Look): void {
    const before = `${this.cursor}`;
    this.view.follow(look);
    if (this.view.scene !== null && `${this.cursor}` !== before) {
      this.events.onCursor?.(this.cursor);
    }
  }

  resetView(): void {
    this.view.reset();
  }

  get isMeasuring(): boolean {
    return this.measuring;
  }

  toggleMeasuring(): boolean {
    this.measuring = !this.measuring;
    this.layers.canvas.style.cursor = this.measuring ? "crosshair" : "";
    if (!this.measuring) this.view.setMeasurement(null);
    return this.measuring;
  }

  screenshot(): Promise<Blob> {
    while (this.painter !== null && !this.refine()) this.gl.flush();
    this.drawNow();
    return this.layers.composed(this.view.block?.label ?? "", this.surface.size.ratio);
  }

  drawNow(): void {
    this.frames.cancel();
    this.layers.setLoading(this.text);
    if (this.painter !== null) this.draw(this.painter);
    else this.events.onPainted?.(this.frame, "");
  }

  dispose(): void {
    this.frames.cancel();
    this.ended.abort();
    this.refinement.cancel();
    this.voxels.dispose();
    this.pointer.dispose();
    this.surface.dispose();
    this.painter?.dispose();
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
    this.layers.dispose();
  }

  /** Without a block nothing counts as painted from now on, even while the last frame is held. */
  private show(block: GpuBlock | null, text: string): void {
    this.text = text;
    if (block !== null) {
      this.frames.endHold();
      this.voxels.prefer(block);
    } else if (this.layers.isPainted) {
      this.layers.unpaint();
      this.frames.holdLast();
      this.events.onPainted?.(this.frame, "");
    }
    this.view.show(block);
  }

  private place({ center, slice }: Placement): void {
    if (center !== null) this.view.center(center);
    if (slice === null) return;
    const [, y, x] = this.view.cursor;
    this.view.setCursor([slice, y, x]);
  }

  private draw(painter: Painter): void {
    const { size } = this.surface;
    const { scene } = this.view;
    this.layers.resize(size);
    const refined = painter.paint(scene, {
      ratio: size.ratio,
      width: size.deviceWidth,
      height: size.deviceHeight,
    });
    this.frame++;
    this.layers.painted(scene, this.cursor, this.frame, refined);
    this.layers.paintOver(scene, size);
    this.readOut();
    if (refined) this.refinement.cancel();
    else this.refinement.after(this.gl);
    this.events.onPainted?.(this.frame, scene?.block.key ?? "");
    const { look } = this.view;
    if (look !== null) this.events.onLooked?.(look);
  }

  private refine(): boolean {
    const { scene } = this.view;
    const { ratio, deviceHeight } = this.surface.size;
    return (
      scene === null ||
      this.painter === null ||
      this.painter.refine(scene, { ratio, height: deviceHeight })
    );
  }

  private warm(): boolean {
    const { scene } = this.view;
    return scene !== null && this.painter?.warm(scene) === true;
  }

  private moveCursor(cursor: Zyx): void {
    if (`${cursor}` === `${this.cursor}`) return;
    this.view.setCursor(cursor);
    this.events.onCursor?.(this.cursor);
    this.tellMoved();
  }

  private tellMoved(): void {
    const { look } = this.view;
    if (look !== null) this.events.onMoved?.(look);
  }

  private readOut(): void {
    const { block, display } = this.view;
    const { voxel } = this.pointer;
    const values = block?.sources.map((source, index) => ({
      key: source.key,
      value: block.valueAt(index, voxel ?? [0, 0, 0]),
    }));
    const readout =
      voxel === null || values === undefined || values.length === 0 ? null : { voxel, values };
    this.layers.setReadout(readout, display);
  }

  private lost(event: Event): void {
    event.preventDefault();
    this.refinement.cancel();
    this.painter = null;
    this.layers.unpaint();
    this.events.onContextLost?.();
  }

  private restored(): void {
    this.painter = new Painter(this.gl);
    this.voxels.renew(this.painter.resources);
    this.events.onContextRestored?.();
    this.frames.request();
  }
}
