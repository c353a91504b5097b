import type { BlockLoad } from "../blocks/blockLoad.ts";
import { autoRange } from "../display/histogram.ts";
import { visibleName } from "../page/visibleName.ts";
import type { DisplayController } from "../panel/displayController.ts";
import type { ChannelDisplay } from "../render/channelDisplay.ts";
import type { StageDisplay } from "../stage/stageContract.ts";

/** What the display of an example depends on. */
export interface ExampleChannels {
  readonly channels: readonly Pick<BlockLoad["channels"][number], "ref">[];
  readonly channelKeys: readonly string[];
  intensities: BlockLoad["intensities"];
}

/**
 * How an example is drawn: each channel exactly as in the block, with the limits in force there. A channel that the block
 * lacks has those it would have in any block.
 */
export function exampleDisplay(
  display: StageDisplay,
  example: ExampleChannels,
  channelOf: DisplayController["channelOf"],
): StageDisplay {
  const others = lackedBy(display, example).flatMap((channel): ChannelDisplay[] => {
    const { key, name } = channel.ref;
    const { color, visible, gamma, limits, percentiles, ...look } = channelOf(
      key,
      example.channelKeys,
    );
    const counts = limits === null ? example.intensities(channel) : null;
    const inForce = limits ?? (counts === null ? null : autoRange(counts, percentiles).limits);
    if (inForce === null) {
      return [];
    }
    const { inverted = false, lut = null, opacity = 1 } = look;
    const curve = { limits: inForce, gamma, inverted, lut, opacity };
    return [{ key, name: visibleName(name), color, visible, ...curve }];
  });
  return others.length === 0 ? display : { ...display, channels: [...display.channels, ...others] };
}

/** The example's channels that the block is not drawn with. */
export function lackedBy<T extends ExampleChannels>(
  { channels }: StageDisplay,
  example: T,
): T["channels"][number][] {
  return example.channels.filter(({ ref }) => !channels.some(({ key }) => key === ref.key));
}
