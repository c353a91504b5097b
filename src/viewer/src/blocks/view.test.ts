import { describe, expect, it } from "vitest";
import type { StageBlock } from "../stage/stageContract.ts";
import { FakeStage } from "../testing/fakes.ts";
import { PLAIN_DISPLAY } from "../testing/stageDriver.ts";
import { VolumeFailure } from "../voxels/volumeSource.ts";
import { type ChannelState, failed, QUEUED, started } from "./channelState.ts";
import { type ViewedBlock, viewOf } from "./view.ts";

const settings = { display: PLAIN_DISPLAY, emptyText: "No blocks" };
const broken = failed(QUEUED, new VolumeFailure("corrupt", "ends early"));
const loading = started(QUEUED, new AbortController());
const onStage: StageBlock = new FakeStage().prepare({ key: "k", label: "b", focus: null });

function block(states: readonly ChannelState[], given: Partial<ViewedBlock> = {}): ViewedBlock {
  return { id: "tile/block_1", states, stageBlock: null, placement: null, ...given };
}

describe("viewOf", () => {
  it("NoBlock_SaysWhy", () => {
    expect(viewOf(null, settings)).toEqual({
      block: null,
      text: "No blocks",
      display: PLAIN_DISPLAY,
      placement: null,
    });
  });

  it.each([
    ["AllQueued", [QUEUED, QUEUED]],
    ["OneUnderWay", [broken, loading]],
    ["OneOfSeveralFailed", [broken, QUEUED]],
  ])("Waiting_%s_ShowsTheName", (_, states) => {
    expect(viewOf(block(states), settings)).toMatchObject({ block: null, text: "tile/block_1" });
  });

  it("EveryChannelFailed_SaysSo", () => {
    expect(viewOf(block([broken, broken]), settings)).toMatchObject({
      block: null,
      text: "tile/block_1\nNo channel of this block can be read",
    });
  });

  it("NoChannels_SaysSo", () => {
    expect(viewOf(block([]), settings).text).toBe("tile/block_1\nThis folder holds no TIFF file");
  });

  it("NameWithCharactersThatLeaveNoMark_WritesThemOut", () => {
    expect(viewOf(block([QUEUED], { id: "a\u200bb" }), settings).text).toBe("a\\u{200B}b");
  });

  it("OnStage_IsDrawnWithoutWordsWhereItWasPlaced", () => {
    const placement = { center: [1, 2, 3], slice: 4 } as const;
    const view = viewOf(block([loading], { stageBlock: onStage, placement }), settings);
    expect(view).toEqual({ block: onStage, text: "", display: PLAIN_DISPLAY, placement });
    expect(view.placement).toBe(placement);
  });

  it("SameBlockAndSettings_GiveTheSameView", () => {
    const shown = block([loading], { stageBlock: onStage });
    expect(viewOf(shown, settings)).toEqual(viewOf(shown, settings));
  });
});
