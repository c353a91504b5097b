import { type Camera, middleOf, openingCamera } from "../render/camera.ts";
import type { GpuBlock } from "../render/gpuBlock.ts";
import { clampVoxel } from "../render/slices.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import { cameraAt, cursorAt, type Look, lookOf } from "./look.ts";
import type { Measurement } from "./measure.ts";
import type { Split } from "./panes.ts";
import { centredOn, type Scene, type SceneInput, sceneOf } from "./scene.ts";
import type { StageDisplay } from "./stageContract.ts";

/** What is looked at and from where. Every change tells `onChanged`, which asks for a frame. */
export class StageView {
  private readonly size: () => { readonly width: number; readonly height: number };
  private readonly onChanged: () => void;
  private shownBlock: GpuBlock | null = null;
  private currentDisplay: StageDisplay | null = null;
  private camera: Camera = openingCamera([1, 1, 1]);
  private at: Zyx = [0, 0, 0];
  /** null: by the block's shape. */
  private split: Split | null = null;
  private maximized: string | null = null;
  private measurement: Measurement | null = null;
  /** Centred on as soon as the panes are known: a stage that is hidden has none. */
  private toCenter: Zyx | null = null;
  private madeScene: Scene | null = null;
  /** Of another stage; null: the person looks around here. */
  private followed: Look | null = null;

  constructor(
    size: () => { readonly width: number; readonly height: number },
    onChanged: () => void,
  ) {
    this.size = size;
    this.onChanged = onChanged;
  }

  get block(): GpuBlock | null {
    return this.shownBlock;
  }

  get display(): StageDisplay | null {
    return this.currentDisplay;
  }

  get cursor(): Zyx {
    return this.at;
  }

  /** null while there is nothing to look at. */
  get look(): Look | null {
    const { scene, split, maximized } = this;
    return scene === null ? null : lookOf(scene, { split, maximized });
  }

  /** Looks at whatever is shown as another stage looks at its block, until something is moved here. */
  follow(look: Look): void {
    if (JSON.stringify(look) === JSON.stringify(this.followed)) return;
    this.followed = look;
    this.toCenter = null;
    this.split = look.split;
    this.maximized = look.maximized;
    this.changed();
  }

  /** null while there is nothing to paint. The same object until something changes. */
  get scene(): Scene | null {
    this.madeScene ??= this.make();
    const { width, height } = this.size();
    if (this.madeScene !== null && this.toCenter !== null && width > 0 && height > 0) {
      this.camera = centredOn(this.madeScene, this.toCenter);
      this.toCenter = null;
      this.madeScene = this.make();
    }
    return this.madeScene;
  }

  /** Keeps zoom and rotation; a block of another shape is looked at in its middle. */
  show(block: GpuBlock | null): void {
    const before = this.shownBlock;
    this.shownBlock = block;
    if (block !== before) this.measurement = null;
    if (block !== null && `${before?.shape}` !== `${block.shape}`) {
      this.camera = { ...this.camera, center: middleOf(block.shape) };
    }
    this.changed();
  }

  setDisplay(display: StageDisplay): void {
    if (display.viewMode !== this.currentDisplay?.viewMode) this.maximized = null;
    this.currentDisplay = display;
    this.changed();
  }

  setCursor(cursor: Zyx): void {
    this.followed = null;
    this.at = this.shownBlock === null ? cursor : clampVoxel(cursor, this.shownBlock.shape);
    this.changed();
  }

  setCamera(camera: Camera): void {
    this.followed = null;
    this.camera = camera;
    this.changed();
  }

  setSplit(split: Split | null): void {
    this.followed = null;
    this.split = split;
    this.changed();
  }

  center(point: Zyx): void {
    this.toCenter = point;
    this.setCursor(point);
  }

  toggleMaximized(paneId: string): void {
    if (this.maximized === null && (this.scene?.panes.length ?? 0) < 2) return;
    this.followed = null;
    this.maximized = this.maximized === paneId ? null : paneId;
    this.changed();
  }

  /** null: no line. */
  setMeasurement(measurement: Measurement | null): void {
    if (measurement === this.measurement) return;
    this.measurement = measurement;
    this.changed();
  }

  reset(): void {
    this.followed = null;
    this.camera = openingCamera(this.shownBlock?.shape ?? [1, 1, 1]);
    this.maximized = null;
    this.toCenter = null;
    this.changed();
  }

  /** For changes outside the view as well: the size, a block's voxels. */
  changed(): void {
    this.madeScene = null;
    this.onChanged();
  }

  private make(): Scene | null {
    const [block, display] = [this.shownBlock, this.currentDisplay];
    if (block === null || display === null || block.sources.length === 0) return null;
    const { width, height } = this.size();
    const input = {
      block,
      display,
      camera: this.camera,
      cursor: clampVoxel(this.at, block.shape),
      width,
      height,
      split: this.split,
      maximized: this.maximized,
      measurement: this.measurement,
    };
    return this.followed === null ? sceneOf(input) : this.followedScene(input, this.followed);
  }

  private followedScene(input: SceneInput, look: Look): Scene {
    const { zoom, turn } = look;
    const scene = sceneOf({ ...input, camera: { ...input.camera, zoom, turn } });
    this.at = cursorAt(look, input.block, scene.voxelSizeUm);
    this.camera = cameraAt(look, scene);
    return sceneOf({ ...input, camera: this.camera, cursor: this.at });
  }
}
