import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BlockLoad } from "../blocks/blockLoad.ts";
import type { ChannelLoad } from "../blocks/channelLoad.ts";
import { blockRef, FakeStage, settled } from "../testing/fakes.ts";
import { SliceSource } from "../voxels/sliceSource.ts";
import { VolumeSource } from "../voxels/volumeSource.ts";
import { ContrastLimits, percentilesOf } from "./contrastLimits.ts";
import { DisplaySettings, defaultSettings } from "./displaySettings.ts";
import type { ChannelSettings, ViewerSettings } from "./settings.ts";

const RED: ChannelSettings = { color: "#ff0000", visible: true, limits: [20, 30], gamma: 1 };

/** 0, n, 2n ... of block n: whatever was right for one is wrong for the next. */
const fetched: typeof fetch = async (input) => {
  const url = String(input);
  if (url.includes("volumes/all/")) {
    return new Response("{}", { status: 503 });
  }
  const step = Number(url.match(/block_(\d+)/)?.[1]);
  const voxels = Uint16Array.from({ length: 1000 }, (_, i) => i * step);
  return new Response(voxels, {
    headers: { "X-Volume-Shape": "10,10,10", "X-Volume-Type": "uint16", ETag: '"1-1"' },
  });
};

async function loaded(number: number): Promise<BlockLoad> {
  const load = new BlockLoad(blockRef(number), {
    source: new VolumeSource({ fetch: fetched, retryDelaysMs: [] }),
    slices: new SliceSource(fetched),
    store: new FakeStage(),
    onChange: () => undefined,
  });
  load.loadVolumes(true);
  for (let turn = 0; turn < 200 && !load.isSettled; turn++) {
    await settled();
  }
  expect(load.isSettled).toBe(true);
  return load;
}

function first(load: BlockLoad): ChannelLoad {
  const [channel] = load.channels;
  if (channel === undefined) {
    throw new Error("a block has channels");
  }
  return channel;
}

let one: BlockLoad;
let nine: BlockLoad;

beforeEach(async () => {
  vi.stubGlobal("requestIdleCallback", (count: () => void) => setTimeout(count));
  [one, nine] = [await loaded(1), await loaded(9)];
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function limitsOf(
  own: Partial<ViewerSettings> = {},
  campaign: Partial<ViewerSettings> | null = null,
): ContrastLimits {
  const published = campaign === null ? null : { ...defaultSettings(2), ...campaign };
  return new ContrastLimits(new DisplaySettings({ ...defaultSettings(2), ...own }, published, 2));
}

/** Upper limit of the first channel and whose limits they are, as the block opens. */
function opened(contrast: ContrastLimits, load: BlockLoad): [high: number, source: string] {
  contrast.opened();
  contrast.settle(load);
  const high = contrast.limits(load, first(load))?.[1] ?? Number.NaN;
  return [Math.round(high), contrast.limitsSource(load, first(load))];
}

/** Counted ahead, as a neighbour's are. */
async function counted(contrast: ContrastLimits, load: BlockLoad): Promise<void> {
  await new Promise<void>((resolve) => {
    let left = load.channels.length;
    contrast.countLater(load, () => {
      left -= 1;
      if (left === 0) {
        resolve();
      }
    });
  });
}

async function countedAuto(load: BlockLoad): Promise<readonly [number, number]> {
  const contrast = limitsOf();
  await counted(contrast, load);
  return contrast.find(first(load))?.auto() ?? [0, 0];
}

describe("limits of a channel", () => {
  it("Untouched_FollowAutoOfEveryBlock", () => {
    const contrast = limitsOf();
    expect(opened(contrast, one)).toEqual([998, "auto, this block"]);
    expect(opened(contrast, nine)).toEqual([8982, "auto, this block"]);
    expect(opened(contrast, one)).toEqual([998, "auto, this block"]);
  });

  it("OtherPercentiles_AreThoseOfAuto_AndAreSaid", () => {
    const contrast = limitsOf({ autoPercentiles: [0, 100] });
    const [high, source] = opened(contrast, one);
    expect(source).toBe("auto 0–100 %, this block");
    expect(high).toBeGreaterThan(998);
    expect(contrast.find(first(one))?.auto()[1]).toBeCloseTo(998.001);
  });

  it("SetByTheAnnotator_AreFixedFromThatBlockOn", () => {
    const contrast = limitsOf();
    opened(contrast, nine);
    contrast.change(nine, "488", { limits: [0, 5000] });
    expect(opened(contrast, one)).toEqual([5000, "fixed since block_0009"]);
    expect(contrast.limitsSource(one, one.channels[1] as ChannelLoad)).toBe("auto, this block");
    contrast.change(one, "488", { gamma: 0.5 });
    expect(opened(contrast, one)).toEqual([5000, "fixed since block_0009"]);
  });

  it("AutoAfterThat_FollowsEveryBlockAgain", () => {
    const contrast = limitsOf();
    contrast.change(nine, "488", { limits: [0, 5000] });
    contrast.applyRule(one, "488", "auto");
    expect(opened(contrast, one)).toEqual([998, "auto, this block"]);
    expect(opened(contrast, nine)).toEqual([8982, "auto, this block"]);
  });

  it.each(["data", "full"] as const)("RuleOf_%s_FixesThem", (rule) => {
    const contrast = limitsOf();
    contrast.applyRule(one, "488", rule);
    const [high] = opened(contrast, one);
    expect(opened(contrast, nine)).toEqual([high, "fixed since block_0001"]);
  });

  it("KeptByAnOlderProgram_StayAndSayThatTheyAreFixed", () => {
    const contrast = limitsOf({ channels: { "488": RED } });
    expect(opened(contrast, nine)).toEqual([30, "fixed since an earlier version"]);
  });

  it("KeptByAnOlderProgram_AndAutoOfABlock_FollowAutoOnceThatBlockIsCounted", async () => {
    const auto = await countedAuto(one);
    const contrast = limitsOf({ channels: { "488": { ...RED, limits: auto } } });
    expect(opened(contrast, nine)).toEqual([998, "fixed since an earlier version"]);
    await counted(contrast, one);
    expect(opened(contrast, nine)).toEqual([8982, "auto, this block"]);
  });

  it("SetByTheAnnotator_WhereTheyEqualAuto_StayFixed", async () => {
    const contrast = limitsOf();
    const auto = await countedAuto(one);
    contrast.change(nine, "488", { limits: auto });
    await counted(contrast, one);
    expect(opened(contrast, one)).toEqual([998, "fixed since block_0009"]);
  });

  it("OfTheCampaign_WhereTheyEqualAuto_StayTheCampaigns", async () => {
    const limits = await countedAuto(one);
    const contrast = limitsOf({ useCampaign: true }, { channels: { "488": { ...RED, limits } } });
    await counted(contrast, one);
    expect(opened(contrast, nine)).toEqual([998, "campaign"]);
  });

  it("OfLinkedChannels_AreSharedAndTheirColoursAreNot", () => {
    const contrast = limitsOf({ linkChannels: true });
    const [, second] = nine.channels as [ChannelLoad, ChannelLoad];
    contrast.change(nine, "488", { limits: [0, 5000], color: "#123456" });
    expect(contrast.limits(nine, second)).toEqual([0, 5000]);
    expect(contrast.settings(nine, second).color).not.toBe("#123456");
    contrast.applyRule(nine, "488", "full");
    expect(contrast.limits(nine, second)).toEqual([0, 65535]);
    const apart = limitsOf();
    apart.change(nine, "488", { limits: [0, 5000] });
    expect(apart.limitsSource(nine, second)).toBe("auto, this block");
  });

  it("OfTheCampaign_AreTheDefaultAndAutoIsADeparture", () => {
    const contrast = limitsOf({ useCampaign: true }, { channels: { "488": RED } });
    expect(opened(contrast, one)).toEqual([30, "campaign"]);
    expect(opened(contrast, nine)).toEqual([30, "campaign"]);
    contrast.applyRule(nine, null, "auto");
    expect(opened(contrast, nine)).toEqual([8982, "auto, this block"]);
    contrast.change(nine, "488", { limits: [0, 7] });
    expect(opened(contrast, one)).toEqual([7, "fixed since block_0009"]);
  });

  it("OfACampaignWithoutLimits_AreAuto", () => {
    const channels = { "488": { ...RED, limits: null } };
    const contrast = limitsOf({ useCampaign: true }, { channels });
    expect(opened(contrast, nine)).toEqual([8982, "auto, this block"]);
  });

  it("WithAutoForEveryBlock_WhatIsSetLastsForItsBlock", () => {
    const contrast = limitsOf({ autoEveryBlock: true, channels: { "488": RED } });
    expect(opened(contrast, nine)).toEqual([8982, "auto, this block"]);
    contrast.change(nine, "488", { limits: [0, 5000] });
    expect(contrast.limits(nine, first(nine))).toEqual([0, 5000]);
    expect(contrast.limitsSource(nine, first(nine))).toBe("fixed, this block");
    expect(opened(contrast, one)).toEqual([998, "auto, this block"]);
  });

  it("WithAutoForEveryBlock_TheCampaignsStay", () => {
    const own = { autoEveryBlock: true, useCampaign: true };
    expect(opened(limitsOf(own, { channels: { "488": RED } }), nine)).toEqual([30, "campaign"]);
  });
});

describe("percentilesOf", () => {
  it.each([
    [undefined, [1, 99.9]],
    [
      [0, 100],
      [0, 100],
    ],
    [
      [5, 95],
      [5, 95],
    ],
    [
      [50, 50],
      [1, 99.9],
    ],
    [
      [60, 40],
      [1, 99.9],
    ],
    [
      [-1, 50],
      [1, 99.9],
    ],
    [
      [0, 101],
      [1, 99.9],
    ],
    [
      ["a", "b"],
      [1, 99.9],
    ],
    ["1,2", [1, 99.9]],
    [null, [1, 99.9]],
  ])("of %j that are kept is %j", (kept, percentiles) => {
    expect(percentilesOf(kept as never)).toEqual(percentiles);
  });
});
