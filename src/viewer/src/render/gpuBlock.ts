import { IntensityCounts } from "../display/histogram.ts";
import type { Gl } from "../gl/context.ts";
import type { TexturePool } from "../gl/texturePool.ts";
import { groupChannels, type Staging, VolumeTexture } from "../gl/volumeTexture.ts";
import { planeCoverage, realVoxels, type VoxelRange } from "../voxels/coverage.ts";
import type { LoadedChannel, LoadedPlane, Zyx } from "../voxels/voxelType.ts";
import { insideOf, isInVolume, withDarkMissing } from "./blockCoverage.ts";
import { enclosing } from "./slices.ts";

/** A block without its voxels, which come with setPlanes and setVolumes. */
export interface BlockSubject {
  /** Unique over data roots; never shown. */
  readonly key: string;
  /** The block's id as people read it; written to data-block-id. */
  readonly label: string;
  readonly focus: Zyx | null;
}

const VOXELS_PER_PIECE = 1 << 18;
let generations = 0;

/** A texture of a block and where it lies in it. */
export interface PlacedTexture {
  readonly volume: VolumeTexture;
  /** Keys of the channels in its components. */
  readonly keys: readonly string[];
  /** The z of its first plane: 0, or the z of the one plane that is there. */
  readonly firstPlane: number;
}

export interface GlResources {
  readonly gl: Gl;
  readonly pool: TexturePool;
  readonly staging: Staging;
}

/** A block's voxels on the GPU. The typed arrays stay with it: hover values and a lost context need them. */
export class GpuBlock {
  private volumes: readonly LoadedChannel[] = [];
  private planes: readonly LoadedPlane[] = [];
  private volumeTextures: PlacedTexture[] = [];
  /** For projections, where missing voxels are bright; else empty. */
  private darkTextures: PlacedTexture[] = [];
  /** Textures of one slice, painted from until the volume's are uploaded. */
  private standIn: { readonly z: number; readonly textures: readonly PlacedTexture[] } | null =
    null;
  private intensities: IntensityCounts[] = [];
  private currentGeneration = 0;
  /** It has textures, if it has voxels. */
  private isReady = true;

  constructor(readonly subject: BlockSubject) {}

  get key(): string {
    return this.subject.key;
  }

  get label(): string {
    return this.subject.label;
  }

  get shape(): Zyx {
    return enclosing(this.sources.map((s) => s.shape));
  }

  get channels(): readonly LoadedChannel[] {
    return this.volumes;
  }

  /** Volumes, or the planes while there are no volumes. */
  get sources(): readonly (LoadedChannel | LoadedPlane)[] {
    return this.volumes.length > 0 ? this.volumes : this.planes;
  }

  get complete(): boolean {
    return this.volumes.length > 0;
  }

  get uploaded(): boolean {
    return this.volumeTextures.length > 0 && this.all.every((t) => t.volume.uploaded);
  }

  /** Changes with the voxels and with their textures. */
  get generation(): number {
    return this.currentGeneration;
  }

  /** Of the channel's whole volume; counts now what idle moments have not counted yet. */
  counts(index: number): IntensityCounts | null {
    const counts = this.intensities[index] ?? null;
    counts?.finish();
    return counts;
  }

  /** Counts some voxels more; false when all are counted. */
  countPiece(): boolean {
    const next = this.intensities.find((c) => !c.done);
    next?.advance(VOXELS_PER_PIECE);
    return next !== undefined;
  }

  /** What to paint from, after `makeReady`. */
  get textures(): readonly PlacedTexture[] {
    return this.standIn?.textures ?? this.volumeTextures;
  }

  /** What to project from, after `makeReady`: without the light of missing voxels. */
  get projectionTextures(): readonly PlacedTexture[] {
    return this.darkTextures.length > 0 ? this.darkTextures : this.textures;
  }

  /** The part that lies in its volume; null: all of it. */
  get inside(): VoxelRange | null {
    return insideOf(this.sources);
  }

  private get all(): readonly PlacedTexture[] {
    return [...this.volumeTextures, ...this.darkTextures];
  }

  /** `resources` null: the context is lost just now; renew follows. */
  setPlanes(resources: GlResources | null, planes: readonly LoadedPlane[]): void {
    if (this.complete) return;
    this.drop();
    this.planes = planes;
    this.makeOrDrop(resources);
  }

  /**
   * Without textures it takes only the memory of its voxels. Throws a RangeError when the GPU has no room for it: then it
   * has no voxels either.
   */
  setReady(resources: GlResources | null, isReady: boolean): void {
    if (isReady === this.isReady) return;
    this.isReady = isReady;
    if (isReady) {
      this.makeOrDrop(resources);
    } else {
      this.drop();
      this.dropStandIn();
    }
  }

  setVolumes(resources: GlResources | null, channels: readonly LoadedChannel[]): void {
    const slices = new Set(this.planes.map((p) => p.z));
    const [z] = slices;
    const stays = this.planes.every((p) => channels.some((c) => c.key === p.key));
    if (z !== undefined && slices.size === 1 && stays && this.uploaded) {
      this.standIn = { z, textures: this.volumeTextures };
      this.volumeTextures = [];
    }
    this.drop();
    this.planes = [];
    this.volumes = channels;
    this.intensities = channels.map((c) => new IntensityCounts({ ...c, data: realVoxels(c) }));
    this.makeOrDrop(resources);
  }

  /** One piece of about a megabyte; false when nothing is left to do. */
  uploadPiece(resources: GlResources): boolean {
    return uploadPieceOf(this.all, resources);
  }

  uploadAll(resources: GlResources): void {
    uploadAllOf(this.all, resources);
  }

  /**
   * Before painting. `slice` is the one XY slice that the picture is made of, null when it is made of more: until the
   * volume is uploaded, one slice is painted from textures of its own.
   */
  makeReady(resources: GlResources, slice: number | null): void {
    this.setReady(resources, true);
    if (slice === null || !this.complete || this.uploaded) {
      this.uploadAll(resources);
      this.dropStandIn();
    } else if (this.standIn?.z !== slice) {
      this.dropStandIn();
      this.standIn = { z: slice, textures: texturesOf(resources, planesAt(this.volumes, slice)) };
      uploadAllOf(this.standIn.textures, resources);
    }
  }

  /** After a lost context: the old textures are gone, the same voxels go up again. */
  renew(resources: GlResources): void {
    this.volumeTextures = [];
    this.darkTextures = [];
    this.standIn = null;
    this.make(resources);
  }

  /** Value of a channel at a voxel; null outside of its volume or while that plane is not there. */
  valueAt(index: number, [z, y, x]: Zyx): number | null {
    const source = this.sources[index];
    if (source === undefined) return null;
    const [depth, height, width] = source.shape;
    if (z < 0 || y < 0 || x < 0 || z >= depth || y >= height || x >= width) return null;
    if (!isInVolume(source, [z, y, x])) return null;
    if (!("z" in source)) return source.data[(z * height + y) * width + x] ?? null;
    return source.z === z ? (source.data[y * width + x] ?? null) : null;
  }

  dispose(): void {
    this.drop();
    this.dropStandIn();
    this.volumes = [];
    this.planes = [];
    this.intensities = [];
  }

  private drop(): void {
    for (const { volume } of this.all) volume.dispose();
    this.volumeTextures = [];
    this.darkTextures = [];
  }

  private dropStandIn(): void {
    for (const { volume } of this.standIn?.textures ?? []) volume.dispose();
    this.standIn = null;
  }

  /** When the GPU refuses (RangeError) the block is left without voxels: half a block must not be painted. */
  private makeOrDrop(resources: GlResources | null): void {
    try {
      this.make(resources);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  private make(resources: GlResources | null): void {
    this.currentGeneration = ++generations;
    if (resources !== null && this.isReady) {
      this.volumeTextures = texturesOf(resources, this.sources);
      const dark = withDarkMissing(this.volumes);
      this.darkTextures = dark === null ? [] : texturesOf(resources, dark);
    }
  }
}

/** Not uploaded yet. When one cannot be made, those before it are given back. */
function texturesOf(
  { gl, pool }: GlResources,
  sources: readonly (LoadedChannel | LoadedPlane)[],
): PlacedTexture[] {
  const made: PlacedTexture[] = [];
  try {
    for (const part of partsOf(sources)) {
      for (const group of groupChannels(part.sources)) {
        const members = group.members.map((m) => part.sources[m]).filter((s) => s !== undefined);
        const data = members.map((member) => member.data);
        made.push({
          volume: new VolumeTexture(gl, pool, group, data),
          keys: members.map((member) => member.key),
          firstPlane: part.firstPlane,
        });
      }
    }
    return made;
  } catch (error) {
    for (const { volume } of made) volume.dispose();
    throw error;
  }
}

function uploadPieceOf(textures: readonly PlacedTexture[], { staging }: GlResources): boolean {
  const next = textures.find(({ volume }) => !volume.uploaded);
  next?.volume.uploadPiece(staging);
  return next !== undefined;
}

function uploadAllOf(textures: readonly PlacedTexture[], resources: GlResources): void {
  while (uploadPieceOf(textures, resources));
}

/** Plane z of every channel that reaches so far; views, no copies. */
function planesAt(volumes: readonly LoadedChannel[], z: number): LoadedPlane[] {
  return volumes
    .filter(({ shape }) => z < shape[0])
    .map((channel) => {
      const size = channel.shape[1] * channel.shape[2];
      const data = channel.data.subarray(z * size, (z + 1) * size);
      const coverage = channel.coverage && planeCoverage(channel.coverage, z);
      return { ...channel, data, coverage, z };
    });
}

interface Part {
  readonly firstPlane: number;
  readonly sources: readonly LoadedChannel[];
}

/** Whole volumes are one part; planes are volumes of depth 1, one part for each z that occurs. */
function partsOf(sources: readonly (LoadedChannel | LoadedPlane)[]): Part[] {
  const parts = new Map<number | null, LoadedChannel[]>();
  for (const source of sources) {
    const z = "z" in source ? source.z : null;
    const flat =
      z === null ? source : { ...source, shape: [1, source.shape[1], source.shape[2]] as Zyx };
    parts.set(z, [...(parts.get(z) ?? []), flat]);
  }
  return [...parts].map(([z, members]) => ({ firstPlane: z ?? 0, sources: members }));
}
