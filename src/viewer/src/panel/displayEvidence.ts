import type { BlockLoad } from "../blocks/blockLoad.ts";
import type { ChannelLoad } from "../blocks/channelLoad.ts";
import type { PressChannel, PressEvidence } from "../page/pressEvidence.ts";
import { isShownIn, type ModelSources } from "./models.ts";

type LimitsSource = PressEvidence["limits"];

/** How the block on screen looks. `limits`: the annotator's where any visible channel has some, else the campaign's, else Auto. */
export function displayEvidenceOf(
  sources: ModelSources,
): Pick<PressEvidence, "limits" | "display"> {
  const { viewMode, projection, slab, slabThickness } = sources.display.current;
  const { load } = sources;
  const shown = load === null ? [] : shownOf(sources, load);
  const used = shown.map(({ limits }) => limits);
  const isSlab = slab !== "none" && viewMode !== "volume";
  return {
    limits: used.includes("fixed") ? "fixed" : used.includes("campaign") ? "campaign" : "auto",
    display: {
      channels: shown.map(({ channel }) => channel),
      projection: viewMode === "slice" ? null : projection,
      slab: isSlab ? slab : null,
      thickness: isSlab ? slabThickness : null,
    },
  };
}

function shownOf(
  { contrast, solo }: ModelSources,
  load: BlockLoad,
): { readonly limits: LimitsSource; readonly channel: PressChannel }[] {
  const sourceOf = (channel: ChannelLoad): LimitsSource =>
    contrast.isAuto(load, channel)
      ? "auto"
      : contrast.limitsSource(load, channel) === "campaign"
        ? "campaign"
        : "fixed";
  return load.channels.flatMap((channel) => {
    const { key } = channel.ref;
    const { color, lut = null, gamma, visible } = contrast.settings(load, channel);
    if (channel.failure !== null || !isShownIn(solo, key, visible)) {
      return [];
    }
    const source = sourceOf(channel);
    const limits = source === "auto" ? null : contrast.limits(load, channel);
    return [{ limits: source, channel: { key, color: lut ?? color, limits, gamma } }];
  });
}
