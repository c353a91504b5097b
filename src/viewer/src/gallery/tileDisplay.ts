import type { Limits } from "../display/contrast.ts";
import { autoRange, IntensityCounts, type Percentiles } from "../display/histogram.ts";
import type { ChannelSettings } from "../display/settings.ts";
import { realVoxels } from "../voxels/coverage.ts";
import { VOXEL_TYPES, type Voxels } from "../voxels/voxelType.ts";
import type { ComposedChannel } from "./compose.ts";
import type { Thumbnail, ThumbnailChannel } from "./thumbnailSource.ts";

/** How many blocks decide the limits that nobody has set. */
const POOLED = 24;

type SettingsOf = (
  key: string,
  keys: readonly string[],
) => ChannelSettings & { readonly isCampaign: boolean; readonly percentiles: Percentiles };

/**
 * Colours and limits of the tiles. All tiles share one set of limits for each channel, so that a dim block looks dim: the
 * campaign's or the annotator's own, else Auto of the first blocks together. With `perTile` each tile has its own Auto.
 */
export class TileDisplay {
  perTile = false;
  private readonly pool = new Map<string, Thumbnail>();
  private readonly pooled = new Map<string, Limits>();

  constructor(private readonly settingsOf: SettingsOf) {}

  /** Another set of blocks, or another kind of thumbnail. */
  clear(): void {
    this.pool.clear();
    this.pooled.clear();
  }

  /** True: limits may have changed, and with them every tile. The first thumbnails that arrive decide. */
  learn(id: string, thumbnail: Thumbnail): boolean {
    if (this.pool.size >= POOLED || this.pool.has(id)) {
      return false;
    }
    this.pool.set(id, thumbnail);
    this.pooled.clear();
    return true;
  }

  channelsOf({ channels, keys }: Thumbnail): ComposedChannel[] {
    return channels.flatMap((channel) => {
      const {
        color,
        gamma,
        visible,
        limits,
        inverted = false,
        lut = null,
        opacity = 1,
        percentiles,
      } = this.settingsOf(channel.key, keys);
      if (!visible) return [];
      const { width, height, data, coverage } = channel;
      const shown = this.perTile
        ? autoOf([channel], percentiles)
        : (limits ?? this.together(channel, percentiles));
      const tint = { color, limits: shown, gamma, inverted, lut, opacity };
      return [{ width, height, data, coverage, ...tint }];
    });
  }

  /** Where the limits come from, in words. */
  sourceOf({ channels, keys }: Thumbnail): string {
    if (this.perTile) return "auto, each tile";
    const sources = new Set(
      channels
        .map(({ key }) => this.settingsOf(key, keys))
        .filter(({ visible }) => visible)
        .map(({ limits, isCampaign }) =>
          isCampaign ? "campaign" : limits === null ? this.autoWords : "fixed",
        ),
    );
    return sources.size > 1 ? "differs by channel" : ([...sources][0] ?? "no channel is shown");
  }

  private get autoWords(): string {
    return this.pool.size === 1 ? "auto, first block" : `auto, first ${this.pool.size} blocks`;
  }

  /** A channel that none of the pooled thumbnails has, in this type, decides for itself. */
  private together(channel: ThumbnailChannel, percentiles: Percentiles): Limits {
    const { key, type } = channel;
    const name = `${percentiles} ${type} ${key}`;
    const known = this.pooled.get(name);
    if (known !== undefined) return known;
    const found = [...this.pool.values()].flatMap(({ channels }) =>
      channels.filter((other) => other.key === key && other.type === type),
    );
    if (found.length === 0) return autoOf([channel], percentiles);
    const limits = autoOf(found, percentiles);
    this.pooled.set(name, limits);
    return limits;
  }
}

function realPixels({ data, width, height, coverage }: ThumbnailChannel): Voxels {
  return realVoxels({ data, shape: [1, height, width], coverage });
}

/** Of all of them together that are of the first one's type. */
function autoOf(channels: readonly ThumbnailChannel[], percentiles: Percentiles): Limits {
  const type = channels[0]?.type ?? "uint16";
  const values = channels.filter((channel) => channel.type === type).map(realPixels);
  const count = values.reduce((sum, { length }) => sum + length, 0);
  if (count === 0) return [0, 1];
  const { bytes, view } = VOXEL_TYPES[type];
  const data = view(new ArrayBuffer(count * bytes), 0);
  let at = 0;
  for (const part of values) {
    data.set(part, at);
    at += part.length;
  }
  return autoRange(IntensityCounts.of({ type, data }), percentiles).limits;
}
