import { type Camera, panned, panned3d, turned, zoomed3d, zoomedAt } from "../render/camera.ts";
import { axesOf, clampVoxel, contains, inside, voxelAt } from "../render/slices.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import type { Measurement } from "./measure.ts";
import { brightestAlong } from "./pick.ts";
import type { PaneView, Scene } from "./scene.ts";
import type { DragPhase } from "./stageContract.ts";

/** What the pointer acts on; the stage is its one implementation. */
export interface PointerTarget {
  scene(): Scene | null;
  moveCamera(camera: Camera): void;
  moveCursor(cursor: Zyx): void;
  toggleMaximized(paneId: string): void;
  /** A drag with the right button: pixels since it began. */
  dragContrast(dx: number, dy: number, phase: DragPhase): void;
  /** A drag draws a line instead. */
  isMeasuring(): boolean;
  /** null: a press that drew none. */
  measured(measurement: Measurement | null): void;
  /** It points elsewhere, or nowhere: `voxel` tells where to. */
  hovered(): void;
}

const ZOOM_PER_PIXEL = 1.0015;
const CLICK_SLOP = 3;

interface Drag {
  readonly paneId: string;
  readonly startX: number;
  readonly startY: number;
  readonly action: "pan" | "turn" | "cross" | "contrast" | "measure";
  x: number;
  y: number;
  moved: boolean;
}

/** Mouse, pen and wheel on the canvas. */
export class Pointer {
  private readonly ended = new AbortController();
  private drag: Drag | null = null;
  private wheelSteps = 0;
  private at: { readonly x: number; readonly y: number } | null = null;

  constructor(
    private readonly canvas: HTMLElement,
    private readonly target: PointerTarget,
  ) {
    const { signal } = this.ended;
    canvas.addEventListener("pointerdown", (e) => this.down(e), { signal });
    canvas.addEventListener("pointermove", (e) => this.move(e), { signal });
    canvas.addEventListener("pointerup", (e) => this.up(e), { signal });
    canvas.addEventListener("pointercancel", () => this.cancel(), { signal });
    canvas.addEventListener("pointerleave", () => this.leave(), { signal });
    canvas.addEventListener("wheel", (e) => this.wheel(e), { signal, passive: false });
    canvas.addEventListener("dblclick", (e) => this.doubleClick(e), { signal });
    canvas.addEventListener("contextmenu", (e) => e.preventDefault(), { signal });
  }

  /** What is under the pointer in the picture as it is now; null outside of the voxels and in 3D. */
  get voxel(): Zyx | null {
    const scene = this.target.scene();
    if (scene === null || this.at === null) return null;
    const { x, y } = this.at;
    const view = viewAt(scene, x, y);
    if (view?.kind !== "slice") return null;
    const at = voxelAt(view.paneCamera, x, y);
    at[axesOf(view.paneCamera.plane).normal] = view.slice;
    const voxel: Zyx = [Math.floor(at[0]), Math.floor(at[1]), Math.floor(at[2])];
    return inside(voxel, scene.block.shape) ? voxel : null;
  }

  dispose(): void {
    this.ended.abort();
  }

  private leave(): void {
    this.at = null;
    this.target.hovered();
  }

  private down(event: PointerEvent): void {
    const hit = this.hit(event);
    if (hit === null) return;
    const { scene, view, x, y } = hit;
    const wantsPan = event.button !== 0 || event.shiftKey;
    const plain =
      view.kind === "volume" ? "turn" : scene.display.viewMode === "quad" ? "cross" : "pan";
    const wantsLine = this.target.isMeasuring() && view.kind === "slice";
    const left = wantsLine ? "measure" : plain;
    const action = event.button === 2 && !event.shiftKey ? "contrast" : wantsPan ? "pan" : left;
    this.drag = { paneId: view.pane.id, startX: x, startY: y, action, x, y, moved: false };
    this.canvas.setPointerCapture(event.pointerId);
    if (event.button === 1) event.preventDefault();
    if (action === "cross") this.cross(scene, view, x, y);
    if (action === "contrast") this.target.dragContrast(0, 0, "begin");
    if (action === "measure") this.target.measured(null);
  }

  private move(event: PointerEvent): void {
    const { x, y } = this.place(event);
    this.at = { x, y };
    this.target.hovered();
    const scene = this.target.scene();
    const drag = this.drag;
    const view = scene?.panes.find((p) => p.pane.id === drag?.paneId);
    if (scene === null || drag === null || view === undefined) return;
    drag.moved ||= Math.hypot(x - drag.startX, y - drag.startY) > CLICK_SLOP;
    this.dragTo(scene, view, x, y);
  }

  private dragTo(scene: Scene, view: PaneView, x: number, y: number): void {
    const drag = this.drag;
    if (drag === null) return;
    const [dx, dy] = [x - drag.x, y - drag.y];
    drag.x = x;
    drag.y = y;
    const { camera } = scene;
    if (drag.action === "contrast") {
      this.target.dragContrast(x - drag.startX, y - drag.startY, "move");
    } else if (drag.action === "measure") {
      this.measure(drag, view, x, y);
    } else if (drag.action === "cross") {
      this.cross(scene, view, x, y);
    } else if (drag.action === "turn") {
      this.target.moveCamera(turned(camera, view.pane.rect, dx, dy));
    } else if (view.kind === "slice") {
      this.target.moveCamera(panned(camera, view.paneCamera, dx, dy));
    } else {
      this.target.moveCamera(panned3d(camera, view.paneCamera, dx, dy));
    }
  }

  /** A click in the quad view's 3D pane sends the cross-hair to the brightest voxel under it. */
  private up(event: PointerEvent): void {
    const drag = this.drag;
    this.cancel();
    const hit = this.hit(event);
    if (drag === null || drag.moved || drag.action !== "turn" || hit === null) return;
    const { scene, view, x, y } = hit;
    if (view.kind !== "volume" || scene.display.viewMode !== "quad") return;
    const voxel = brightestAlong(scene.block.channels, view, x, y);
    if (voxel !== null) this.target.moveCursor(voxel);
  }

  private cancel(): void {
    const drag = this.drag;
    this.drag = null;
    if (drag?.action === "contrast") {
      this.target.dragContrast(drag.x - drag.startX, drag.y - drag.startY, "end");
    }
  }

  private measure(drag: Drag, view: PaneView, x: number, y: number): void {
    if (view.kind !== "slice" || !drag.moved) return;
    const { paneCamera, slice } = view;
    const { normal } = axesOf(paneCamera.plane);
    const [from, to] = [voxelAt(paneCamera, drag.startX, drag.startY), voxelAt(paneCamera, x, y)];
    from[normal] = slice;
    to[normal] = slice;
    this.target.measured({ plane: paneCamera.plane, slice, from, to });
  }

  private cross(scene: Scene, view: PaneView, x: number, y: number): void {
    if (view.kind !== "slice") return;
    const { across, down } = axesOf(view.paneCamera.plane);
    const at = voxelAt(view.paneCamera, x, y);
    const cursor: [number, number, number] = [...scene.cursor];
    cursor[across] = at[across];
    cursor[down] = at[down];
    this.target.moveCursor(clampVoxel(cursor, scene.block.shape));
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const hit = this.hit(event);
    if (hit === null) return;
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 40 : event.deltaY;
    if (event.ctrlKey) this.stepSlices(hit.scene, hit.view, pixels);
    else this.zoom(hit, ZOOM_PER_PIXEL ** -pixels);
  }

  /** A notch of a mouse wheel is a slice; a touchpad's small steps add up to one. */
  private stepSlices(scene: Scene, view: PaneView, pixels: number): void {
    const axis = view.kind === "slice" ? axesOf(view.paneCamera.plane).normal : 0;
    this.wheelSteps = Math.sign(pixels) === Math.sign(this.wheelSteps) ? this.wheelSteps : 0;
    this.wheelSteps += Math.max(-1, Math.min(1, pixels / 50));
    const steps = Math.trunc(this.wheelSteps);
    if (steps === 0) return;
    this.wheelSteps -= steps;
    const cursor: [number, number, number] = [...scene.cursor];
    cursor[axis] += steps;
    this.target.moveCursor(clampVoxel(cursor, scene.block.shape));
  }

  private zoom({ scene, view, x, y }: Hit, factor: number): void {
    const { camera } = scene;
    if (view.kind === "slice") {
      const at = voxelAt(view.paneCamera, x, y);
      this.target.moveCamera(zoomedAt(camera, factor, at));
      return;
    }
    const { rect } = view.pane;
    const from = { dx: x - rect.x - rect.width / 2, dy: y - rect.y - rect.height / 2 };
    this.target.moveCamera(zoomed3d(camera, view.paneCamera, factor, from));
  }

  private doubleClick(event: MouseEvent): void {
    const hit = this.hit(event);
    if (hit !== null) this.target.toggleMaximized(hit.view.pane.id);
  }

  private hit(event: MouseEvent): Hit | null {
    const scene = this.target.scene();
    const { x, y } = this.place(event);
    const view = scene === null ? undefined : viewAt(scene, x, y);
    return scene === null || view === undefined ? null : { scene, view, x, y };
  }

  private place(event: MouseEvent): { x: number; y: number } {
    const box = this.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}

interface Hit {
  readonly scene: Scene;
  readonly view: PaneView;
  readonly x: number;
  readonly y: number;
}

function viewAt(scene: Scene, x: number, y: number): PaneView | undefined {
  return scene.panes.find((p) => contains(p.pane.rect, x, y));
}
