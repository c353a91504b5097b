import type { BlockLoad } from "../blocks/blockLoad.ts";
import type { ChannelLoad } from "../blocks/channelLoad.ts";
import { sizesOf } from "../blocks/channelSizes.ts";
import { isSameColor } from "../display/colors.ts";
import { type ContrastLimits, percentilesOf } from "../display/contrastLimits.ts";
import type { DisplaySettings } from "../display/displaySettings.ts";
import { isBlind } from "../page/blockName.ts";
import { visibleName } from "../page/visibleName.ts";
import type { ChannelDisplay } from "../render/channelDisplay.ts";
import type { StageDisplay } from "../stage/stageContract.ts";
import { type FailedChannel, SIZES_DIFFER } from "../stage/stageNotes.ts";
import type { VolumeFailure } from "../voxels/volumeSource.ts";
import type { ChannelView, PanelModel } from "./panelModel.ts";
import { contrastWarning, nonFiniteNote } from "./voxelNotes.ts";

/** Settings and voxels, from which the parts of the screen are made. */
export interface ModelSources {
  readonly display: DisplaySettings;
  readonly contrast: ContrastLimits;
  readonly load: BlockLoad | null;
  /** Key of the one channel that is shown alone. */
  readonly solo: string | null;
  /** Key of the channel the person chose last. */
  readonly selected: string | null;
}

export function stageDisplayOf(sources: ModelSources): StageDisplay {
  const { current } = sources.display;
  return {
    channels: (sources.load?.channels ?? []).flatMap((channel) =>
      channelDisplayOf(sources, channel),
    ),
    viewMode: current.viewMode,
    projection: current.projection,
    smooth: current.smooth,
    isoThreshold: current.isoThreshold,
    slab: current.slab,
    slabThickness: current.slabThickness,
    showFocus: current.showFocus,
    channelStrip: current.channelStrip ?? false,
  };
}

function channelDisplayOf(
  { contrast, load, solo }: ModelSources,
  channel: ChannelLoad,
): ChannelDisplay[] {
  const limits = load === null ? null : contrast.limits(load, channel);
  if (load === null || limits === null) {
    return [];
  }
  const { key, name } = channel.ref;
  const { color, gamma, visible, ...look } = contrast.settings(load, channel);
  const { inverted = false, lut = null, opacity = 1 } = look;
  const isShown = isShownIn(solo, key, visible);
  const curve = { limits, gamma, inverted, lut, opacity };
  return [{ key, name: visibleName(name), color, visible: isShown, ...curve }];
}

/** `solo`: key of the channel shown alone, or null. */
export function isShownIn(solo: string | null, key: string, visible: boolean): boolean {
  return solo === null ? visible : solo === key;
}

/** What a contrast drag is for: the channel chosen last if it is in the picture, else the first that is. */
export function selectedOf({ contrast, load, solo, selected }: ModelSources): ChannelLoad | null {
  if (load === null) {
    return null;
  }
  const shown = load.channels.filter(
    (channel) =>
      channel.failure === null &&
      isShownIn(solo, channel.ref.key, contrast.settings(load, channel).visible),
  );
  return shown.find(({ ref }) => ref.key === selected) ?? shown[0] ?? null;
}

export function panelModelOf(sources: ModelSources): PanelModel {
  const { display, load } = sources;
  const { current } = display;
  return {
    channels: (load?.channels ?? []).map((channel) => channelViewOf(sources, load, channel)),
    usualCount: load?.usualKeys.length ?? 0,
    missing: load === null ? "" : missingOf(load),
    selected: selectedOf(sources)?.ref.key ?? null,
    limitsSource: load === null ? "" : limitsSourceOf(sources, load),
    facts: load === null ? "" : factsOf(load),
    allFacts: load === null ? "" : allFactsOf(load),
    place: load?.block.place ?? null,
    linkChannels: current.linkChannels,
    autoEveryBlock: current.autoEveryBlock,
    logCounts: current.logCounts ?? true,
    ownPresets: Object.keys(current.presets ?? {}),
    autoPercentiles: percentilesOf(current.autoPercentiles),
    channelStrip: current.channelStrip ?? false,
    hasFocus: (load?.focus ?? null) !== null,
    campaign: display.hasCampaign
      ? { isActive: display.isCampaign, isChanged: display.isCampaignChanged }
      : null,
  };
}

function channelViewOf(
  sources: ModelSources,
  load: BlockLoad | null,
  channel: ChannelLoad,
): ChannelView {
  const { contrast, solo } = sources;
  const { ref, failure, header } = channel;
  const settings =
    load === null
      ? { color: "#ffffff", visible: true, limits: null, gamma: 1 }
      : { ...contrast.settings(load, channel), limits: contrast.limits(load, channel) };
  const statistics = contrast.find(channel);
  const notices = [header?.notice ?? null, statistics === null ? null : nonFiniteNote(statistics)];
  return {
    key: ref.key,
    name: visibleName(ref.key),
    settings,
    isSolo: solo === ref.key,
    isShown: isShownIn(solo, ref.key, settings.visible),
    statistics,
    failure: failure?.message ?? null,
    canRetry: failure !== null && isWorthATry(failure),
    description: descriptionOf(channel),
    limitsSource: load === null ? "" : contrast.limitsSource(load, channel),
    isAuto: load !== null && contrast.isAuto(load, channel),
    warning:
      statistics === null || settings.limits === null
        ? null
        : contrastWarning(statistics, settings.limits),
    sameColor: load === null ? [] : sameColorOf(sources, load, channel),
    notice: notices.filter((notice) => notice !== null).join("\n") || null,
  };
}

/** The source of the limits of the whole block, or that its channels differ. */
function limitsSourceOf({ contrast }: ModelSources, load: BlockLoad): string {
  const sources = new Set(load.channels.map((channel) => contrast.limitsSource(load, channel)));
  return sources.size > 1 ? "differs by channel" : ([...sources][0] ?? "");
}

function sameColorOf({ contrast, solo }: ModelSources, load: BlockLoad, of: ChannelLoad): string[] {
  const mine = contrast.settings(load, of);
  if (!mine.visible || solo !== null) {
    return [];
  }
  return load.channels
    .filter((channel) => {
      const { visible, color } = contrast.settings(load, channel);
      return channel !== of && visible && isSameColor(color, mine.color);
    })
    .map(({ ref }) => visibleName(ref.key));
}

function descriptionOf({ ref, header }: ChannelLoad): string {
  if (header === null) {
    return visibleName(ref.file);
  }
  const [z, y, x] = header.shape;
  const size = header.voxelSizeUm;
  const { type, storedType } = header;
  const wide =
    storedType !== null && storedType !== type ? `${storedType}, shown as ${type}` : type;
  return [
    visibleName(ref.file),
    `${z} × ${y} × ${x} (z, y, x)`,
    wide,
    header.codec === null ? null : `Compression: ${header.codec}`,
    size === null ? null : `Voxel: ${size.map((n) => n ?? "?").join(" × ")} µm (z, y, x)`,
  ]
    .filter((line) => line !== null)
    .join("\n");
}

function missingOf({ block: { channels, missing } }: BlockLoad): string {
  if (missing.length === 0) {
    return "";
  }
  const names = missing.map(
    ({ name, fileName }) => `${visibleName(name)} (${visibleName(fileName)})`,
  );
  const are = missing.length === 1 ? "is" : "are";
  return `${channels.length} of ${channels.length + missing.length} channels: ${names.join(", ")} ${are} not in this block's folder`;
}

/** Of the first channel that is known: those that differ are named in the notices. */
function factsOf({ channels }: BlockLoad): string {
  const header = channels.find((channel) => channel.header !== null)?.header;
  if (header === undefined || header === null) {
    return "";
  }
  const size = header.voxelSizeUm;
  const isCube = size?.every((length) => length === size[0]);
  const voxel =
    size === null
      ? ""
      : `${(isCube ? size.slice(0, 1) : size).map((length) => length ?? "?").join(" × ")} µm/voxel`;
  return [header.shape.join("×"), header.storedType ?? header.type, voxel]
    .filter((fact) => fact !== "")
    .join(" · ");
}

function allFactsOf({ block, channels }: BlockLoad): string {
  const focus = block.focus === null ? [] : [`Focus point: ${block.focus.join(", ")} (z, y, x)`];
  const place = isBlind(block.id)
    ? []
    : [`${visibleName(block.id)}\nFolder: ${visibleName(block.folder)}`];
  const point = block.place === null ? [] : [`Point: ${block.place.text}`];
  return [...place, ...point, ...focus, ...channels.map(descriptionOf)].join("\n\n");
}

export function failuresOf(load: BlockLoad | null): FailedChannel[] {
  return (load?.channels ?? []).flatMap(({ ref, failure }) =>
    failure === null
      ? []
      : [
          {
            index: ref.index,
            name: visibleName(ref.key),
            file: visibleName(ref.file),
            reason: failure.message,
            canRetry: isWorthATry(failure),
          },
        ],
  );
}

/** A volume that is too large stays too large. */
function isWorthATry({ kind }: VolumeFailure): boolean {
  return kind !== "too-large";
}

/** The panel says this for each channel; over the picture it would repeat itself. */
const PART = /^Channel \d+ of \d+ in this file\.\s*/;

export function noticesOf(load: BlockLoad | null): string[] {
  if (load === null) {
    return [];
  }
  const ofFiles = load.channels.flatMap(({ ref, header }) => {
    const words = header?.notice?.replace(PART, "") ?? "";
    return words === "" ? [] : [`${visibleName(ref.file)}: ${words}`];
  });
  const notices = [...new Set(ofFiles)];
  const sizes = sizesOf(load.channels);
  if (sizes.size > 1) {
    const words = [...sizes].map(([size, keys]) => `${keys.map(visibleName).join(", ")}: ${size}`);
    notices.push(`${SIZES_DIFFER} (z×y×x), drawn voxel by voxel: ${words.join("; ")}`);
  }
  if (load.block.focus !== null && load.isSettled && load.shape !== null && load.focus === null) {
    notices.push(`The focus point (${load.block.focus.join(", ")}) lies outside and is not used`);
  }
  return notices;
}
