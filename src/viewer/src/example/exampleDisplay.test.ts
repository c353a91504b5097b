import { expect, test } from "vitest";
import { DisplaySettings, defaultSettings } from "../display/displaySettings.ts";
import { IntensityCounts } from "../display/histogram.ts";
import type { ChannelSettings } from "../display/settings.ts";
import { shownAs } from "../testing/phantom.ts";
import { PLAIN_DISPLAY } from "../testing/stageDriver.ts";
import { type ExampleChannels, exampleDisplay, lackedBy } from "./exampleDisplay.ts";

/** An example with these channels; 101 voxels of each, from 0 to 100. */
function exampleOf(keys: readonly string[], hasVoxels = true): ExampleChannels {
  const data = Uint8Array.from({ length: 101 }, (_, at) => at);
  return {
    channels: keys.map((key, index) => ({
      ref: { index, name: key, key, file: `${key}.tif`, url: "" },
    })) as unknown as ExampleChannels["channels"],
    channelKeys: keys,
    intensities: () => (hasVoxels ? IntensityCounts.of({ type: "uint8", data }) : null),
  };
}

function channelOf(given: Partial<ChannelSettings> = {}) {
  const display = new DisplaySettings(defaultSettings(2), null, 2);
  return (key: string, keys: readonly string[]) => ({
    ...display.channel(key, keys),
    isCampaign: false,
    percentiles: [0, 100] as const,
    ...given,
  });
}

const block = {
  ...PLAIN_DISPLAY,
  channels: [shownAs("488", "#00ff00", [100, 3000]), shownAs("561", "#ff0000", [5, 9])],
};

test("Channels_OfTheBlock_AreDrawnExactlyAsInIt", () => {
  expect(exampleDisplay(block, exampleOf(["561", "488"]), channelOf())).toBe(block);
});

test("Channel_ThatTheBlockLacks_HasAutoOfTheExample", () => {
  const example = exampleOf(["488", "638"]);
  const made = exampleDisplay(block, example, channelOf());
  expect(made.channels.slice(0, 2)).toEqual(block.channels);
  expect(made.channels[2]).toMatchObject({ key: "638", limits: [0, 100], visible: true });
  expect(lackedBy(block, example).map(({ ref }) => ref.key)).toEqual(["638"]);
});

test("Channel_ThatTheBlockLacks_HasTheLimitsThatAPersonChoseForIt", () => {
  const chosen = channelOf({ limits: [7, 8], visible: false });
  const made = exampleDisplay(block, exampleOf(["638"]), chosen);
  expect(made.channels[2]).toMatchObject({ limits: [7, 8], visible: false });
});

test("Channel_WhoseVoxelsAreNotThere_IsNotDrawn", () => {
  const made = exampleDisplay(block, exampleOf(["638"], false), channelOf());
  expect(made.channels).toEqual(block.channels);
});
