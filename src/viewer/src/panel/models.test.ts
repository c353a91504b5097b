import { expect, it } from "vitest";
import type { BlockLoad } from "../blocks/blockLoad.ts";
import { failuresOf, noticesOf } from "./models.ts";

function loadOf(
  ...channels: readonly (readonly [file: string, notice: string | null])[]
): BlockLoad {
  const loaded = channels.map(([file, notice], index) => ({
    ref: { index, key: `c${index}`, file },
    header: { notice },
    volume: null,
    failure: null,
  }));
  return { channels: loaded, block: { focus: null } } as unknown as BlockLoad;
}

it("Notices_OfAFileWithSeveralChannels_AreSaidOnceAndWithoutTheChannelsPlace", () => {
  const load = loadOf(
    ["all.tif", "Channel 1 of 2 in this file. First of 3 images."],
    ["all.tif", "Channel 2 of 2 in this file. First of 3 images."],
    ["b.tif", "Channel 1 of 2 in this file."],
    ["c.tif", null],
  );
  expect(noticesOf(load)).toEqual(["all.tif: First of 3 images."]);
});

it("Notices_OfChannelsOfDifferentSizes_NameEachSizeOnce", () => {
  const sizes = [
    [64, 64, 64],
    [64, 48, 64],
    [64, 64, 64],
  ];
  const load = loadOf(["a.tif", null], ["b.tif", null], ["c.tif", null]);
  const channels = load.channels.map((channel, i) => ({
    ...channel,
    volume: { header: { shape: sizes[i] } },
  }));
  expect(noticesOf({ ...load, channels } as unknown as BlockLoad)).toEqual([
    "Sizes differ (z×y×x), drawn voxel by voxel: c0, c2: 64×64×64; c1: 64×48×64",
  ]);
});

it("Names_WithCharactersThatLeaveNoMark_AreShownApart", () => {
  const load = loadOf(["a\u200b.tif", "First of 3 images."], ["a.tif", "First of 2 images."]);
  expect(noticesOf(load)).toEqual([
    "a\\u{200B}.tif: First of 3 images.",
    "a.tif: First of 2 images.",
  ]);
  const channels = ["c\u00ad", "c"].map((key, index) => ({
    ref: { index, key, file: `${key}.tif` },
    failure: { kind: "corrupt", message: "cut short" },
  }));
  const named = failuresOf({ channels } as unknown as BlockLoad);
  expect(named.map(({ name, file }) => [name, file])).toEqual([
    ["c\\u{00AD}", "c\\u{00AD}.tif"],
    ["c", "c.tif"],
  ]);
});
