import { beforeEach, describe, expect, it } from "vitest";
import { TooLarge } from "../page/page.ts";
import { BlockViewerRig, type FakePage } from "../testing/blockViewerRig.ts";
import {
  answerTo,
  blockRef,
  type FakeServer,
  type FakeStage,
  problemResponse,
  sentChannel,
  settled,
  showRequest,
  sliceBytes,
  voxelResponse,
} from "../testing/fakes.ts";
import type { BlockViewerState } from "./blockViewerState.ts";

let rig: BlockViewerRig;
let server: FakeServer;
let stage: FakeStage;
let page: FakePage;
let blocks: BlockViewerState;
let notices: readonly string[];

beforeEach(() => {
  rig = new BlockViewerRig();
  ({ server, stage, page, blocks, notices } = rig);
});

describe("loads that finish in the wrong order", () => {
  it("TwoShows_EarlierFinishesLast_TheLaterStays", async () => {
    blocks.show(showRequest(1, 0));
    await settled();
    const early = server.asked.slice();
    blocks.show(showRequest(7, 0));
    await settled();
    server.answerAll();
    for (const { url, answer } of early) {
      answer(answerTo(url));
    }
    await settled();
    stage.paint();
    expect(blocks.current?.id).toBe("block_0007");
    expect(stage.shown?.label).toBe("block_0007");
    expect(page.painted.map(([id]) => id)).toEqual(["block_0007"]);
  });

  it("ManyShows_AllAtOnce_LeaveNoBlockBehindOnTheStage", async () => {
    server.answerAll();
    for (let number = 0; number < 10; number++) {
      blocks.show(showRequest(number, 0));
      await Promise.resolve();
    }
    await settled();
    blocks.dispose();
    expect(stage.alive.size).toBe(0);
  });
});

describe("the queue of neighbours", () => {
  it("Down_ToAReadyNeighbour_ShowsItAtTheKey", async () => {
    await rig.atBlockFive();
    blocks.step(1);
    expect(stage.shown?.label).toBe("block_0006");
    expect(stage.shown?.complete).toBe(true);
    await settled();
    expect(page.navigated.at(-1)).toBe("block_0006");
  });

  it("Down_ToAReadyNeighbour_RendersNothingInBetween", async () => {
    await rig.atBlockFive();
    stage.views.length = 0;
    blocks.step(1);
    await settled();
    expect(stage.views.length).toBeGreaterThan(0);
    expect(stage.views.map(({ block }) => block?.label)).toEqual(
      stage.views.map(() => "block_0006"),
    );
  });

  it("Neighbour_WhoseTransferWasGivenUp_IsNotTakenWhenItArrivesAllTheSame", async () => {
    await rig.showVolumesOf(showRequest(5, 0));
    for (const part of ["0/block_0005", "1/block_0005"]) {
      server.open(part).answer(voxelResponse(part));
    }
    await settled();
    server.answerSlices();
    await settled();
    const late = server.open("volumes/0/block_0006");
    // Far away: the neighbours of before are given up.
    blocks.show({ ...showRequest(1, 0), next: [], previous: null });
    late.answer(voxelResponse("block_0006"));
    await settled();
    expect([...stage.alive].map(({ label }) => label)).not.toContain("block_0006");
  });

  it("Neighbours_OfLargeBlocks_AreFetchedLessFarAhead", async () => {
    const asked = () =>
      [...new Set(rig.paths.map((path) => path.match(/block_(\d+)/)?.[1]))].sort();
    blocks.show(showRequest(5, 0));
    const answered = new Set<string>();
    for (let turn = 0; turn < 8; turn++) {
      for (const { url, answer } of server.asked.filter(({ url }) => !answered.has(url))) {
        answered.add(url);
        const isCurrent = url.includes("block_0005") && !url.includes("/all/");
        answer(isCurrent ? voxelResponse(url, [130, 1024, 1024]) : answerTo(url));
      }
      await settled();
    }
    // Twice 130 MiB: 768 MiB hold two blocks of this size.
    expect(asked()).toEqual(["0005", "0006"]);
  });

  it.each([
    [6, ["4", "5", "6"], ["5", "6", "7"]],
    // Larger than what fits: the next one is ready all the same.
    [11, ["5", "6"], ["6", "7"]],
  ])(
    "Neighbours_BeyondWhatTheGpuIsToHold_OfDepth%i_WaitForTheirTextures",
    async (depth, five, six) => {
      const ready = () =>
        [...stage.alive].filter(({ isReady }) => isReady).map(({ label }) => label.slice(-1));
      const answered = new Set<string>();
      const answerAll = async () => {
        for (let turn = 0; turn < 8; turn++) {
          for (const { url, answer } of server.asked.filter(({ url }) => !answered.has(url))) {
            answered.add(url);
            answer(url.includes("/all/") ? answerTo(url) : voxelResponse(url, [depth, 1024, 1024]));
          }
          await settled();
        }
      };
      blocks.show(showRequest(5, 0));
      await answerAll();
      expect(stage.alive.size).toBe(5);
      expect(ready().sort()).toEqual(five);
      blocks.step(1);
      await answerAll();
      expect(ready().sort()).toEqual(six);
    },
  );

  it("Down_BeforeItIsPainted_IsNotYetPainted", async () => {
    await rig.atBlockFive();
    blocks.step(1);
    expect(blocks.isPainted).toBe(false);
    stage.paint();
    expect(blocks.isPainted).toBe(true);
  });

  it("Down_FasterThanCSharpAnswers_GoesAlongTheKnownQueueAndAsksForOneMore", async () => {
    await rig.atBlockFive();
    page.isSlow = true;
    for (let press = 0; press < 4; press++) {
      blocks.step(1);
    }
    expect(blocks.current?.id).toBe("block_0008");
    page.answerAll();
    await settled();
    expect(blocks.current?.id).toBe("block_0009");
  });

  it("Down_AtTheEnd_SaysSo", async () => {
    server.answerAll();
    blocks.show(showRequest(9, 0));
    await settled();
    blocks.step(1);
    expect(blocks.current?.id).toBe("block_0009");
    expect(notices).toEqual(["This is the last block"]);
  });

  it("Answer_ToAnEarlierMove_ChangesNothing", async () => {
    await rig.atBlockFive();
    page.isSlow = true;
    blocks.step(1);
    blocks.step(-1);
    page.answerAll();
    await settled();
    expect(blocks.current?.id).toBe("block_0005");
  });

  it("Show_OlderThanTheOwnMove_IsIgnored", async () => {
    await rig.atBlockFive();
    blocks.step(1);
    blocks.show(showRequest(1, 0));
    expect(blocks.current?.id).toBe("block_0006");
  });

  it("Neighbours_KeepOnlyFiveBlocksOnTheGpu", async () => {
    await rig.atBlockFive();
    for (let press = 0; press < 4; press++) {
      blocks.step(1);
      await settled();
    }
    expect(stage.alive.size).toBeLessThanOrEqual(5);
  });

  it("Neighbour_ThatIsBroken_DisturbsNothing", async () => {
    await rig.showVolumesOf(showRequest(5, 0));
    for (const part of ["0/block_0005", "1/block_0005"]) {
      server.open(part).answer(voxelResponse(part));
    }
    await settled();
    server.answerSlices();
    await settled();
    server.open("0/block_0006").answer(problemResponse(422, "corrupt", "488.tif: ends early"));
    await settled();
    expect(stage.shown?.label).toBe("block_0005");
    expect(notices).toEqual([]);
  });

  it("Neighbour_WithAChannelThatItsSliceSaysIsCorrupt_IsNotAskedForThatVolume", async () => {
    const failure = { kind: "corrupt", message: "561.tif: ends early" };
    const broken = { ...sentChannel(1), plane: null, failure };
    const asked = () => rig.paths.filter((path) => path.endsWith("block_0006"));
    server.answerAll();
    server.answerInstead("all/block_0006", () => sliceBytes(2, [sentChannel(0), broken]));
    blocks.show(showRequest(5, 0));
    await settled();
    await settled();
    expect(asked()).toEqual(["volumes/0/block_0006"]);

    for (const step of [1, 1, 1, 1, 1, -1, -1, -1, -1, -1] as const) {
      blocks.step(step);
      await settled();
      stage.paint();
    }
    expect(new Set(asked())).toEqual(new Set(["volumes/0/block_0006"]));
  });

  it("Neighbour_BecomingCurrentWhileItsSliceIsUnderWay_ShowsThatSlice", async () => {
    await rig.showVolumesOf(showRequest(5, 0));
    for (const part of ["0/block_0005", "1/block_0005"]) {
      server.open(part).answer(voxelResponse(part));
    }
    await settled();
    stage.paint();
    blocks.step(1);
    await settled();
    const slices = rig.paths.filter((path) => path.startsWith("volumes/all/block_0006"));
    server.answerSlices();
    await settled();
    expect(slices).toHaveLength(1);
    expect(stage.shown?.planes.map(({ z }) => z)).toEqual([2, 2]);
  });
});

describe("a connection that is away", () => {
  it("Down_WithoutAnAnswer_GoesOnAndIsToldOnReturn", async () => {
    await rig.atBlockFive();
    page.navigated.length = 0;
    rig.isConnected = false;
    for (let press = 0; press < 4; press++) {
      blocks.step(1);
      await settled();
      stage.paint();
    }
    expect(blocks.current?.id).toBe("block_0008");
    expect(notices).toEqual([
      "What comes next is not known: the connection to the program is interrupted",
    ]);
    expect(page.navigated).toEqual([]);
    const told = blocks.state();
    expect(told).toMatchObject({ navigation: 3, current: { id: "block_0008" } });
    expect(told.painted).toMatchObject({ id: "block_0008", number: blocks.seenReport });
    rig.isConnected = true;
    expect(blocks.returned(told, showRequest(8, 3))).toBe(true);
    blocks.step(1);
    expect(blocks.current?.id).toBe("block_0009");
  });

  it("Picture_OfMoreChannelsThanCanBeTold_CannotBeLabelledAndSaysWhy", async () => {
    page.onPainted = () => Promise.reject(new TooLarge("it takes 600 KiB, at most 508 KiB"));
    await rig.atBlockFive();
    await settled();
    expect(blocks.seenFault).toMatch(
      /block_0005 has too many channels to be labelled: it takes 600 KiB/,
    );
    expect(blocks.state().painted).toBeNull();
    expect(rig.failed).toEqual([]);
    blocks.step(1);
    expect(blocks.seenFault).toBeNull();
  });

  it("Returned_AfterAnotherMove_IsNotYetInStep", async () => {
    await rig.atBlockFive();
    const told = blocks.state();
    blocks.step(1);
    expect(blocks.returned(told, showRequest(5, 0))).toBe(false);
    expect(blocks.current?.id).toBe("block_0006");
  });

  it("Navigated_ThatFails_IsReportedAndDoesNotStopDown", async () => {
    await rig.atBlockFive();
    page.onNavigated = () => Promise.reject(new Error("gone"));
    blocks.step(1);
    await settled();
    expect(rig.failed.length).toBe(1);
    blocks.step(1);
    expect(blocks.current?.id).toBe("block_0007");
  });
});

describe("channels that fail", () => {
  it("Down_ToANeighbourThatTurnedOutUnreadable_TellsTheProgramSo", async () => {
    await rig.showVolumesOf(showRequest(5, 0));
    for (const part of ["0/block_0005", "1/block_0005"]) {
      server.open(part).answer(voxelResponse(part));
    }
    await settled();
    server.answerSlices();
    await settled();
    stage.paint();
    for (const part of ["0/block_0006", "1/block_0006"]) {
      server.open(part).answer(problemResponse(422, "corrupt", "0 bytes"));
      await settled();
    }
    page.painted.length = 0;
    blocks.step(1);
    await settled();
    expect(stage.shown).toBeNull();
    expect(page.painted).toHaveLength(1);
    expect(page.painted[0]?.[0]).toBe("block_0006");
    expect(page.painted[0]?.[1].map(({ failure }) => failure)).toEqual(["0 bytes", "0 bytes"]);
  });

  it("Channel_Corrupt_OthersAreShownAndItsReasonIsSeen", async () => {
    await rig.showVolumesOf(showRequest(5, 0));
    server.open("0/block_0005").answer(voxelResponse("block_0005"));
    server.open("1/block_0005").answer(problemResponse(422, "corrupt", "561.tif: ends early"));
    await settled();
    stage.paint();
    expect(stage.shown?.channels.map(({ key }) => key)).toEqual(["488"]);
    expect(page.painted.at(-1)?.[1]).toEqual([
      { index: 0, file: "488.tif", version: "17-5", failure: null },
      { index: 1, file: "561.tif", version: null, failure: "561.tif: ends early" },
    ]);
  });

  it("Channel_Retried_JoinsTheOthers", async () => {
    await rig.showVolumesOf(showRequest(5, 0));
    server.open("0/block_0005").answer(voxelResponse("block_0005"));
    server.open("1/block_0005").answer(problemResponse(422, "corrupt", "561.tif: ends early"));
    await settled();
    const before = server.asked.length;
    blocks.retry(1);
    await settled();
    expect(rig.paths.slice(before)).toEqual(["volumes/1/block_0005?retry=true"]);
    server.open("1/block_0005?retry=true").answer(voxelResponse("block_0005"));
    await settled();
    expect(stage.shown?.channels.map(({ key }) => key)).toEqual(["488", "561"]);
  });

  it("Block_WithoutAReadableChannel_IsNeverPainted", async () => {
    await rig.showVolumesOf(showRequest(5, 0));
    for (const part of ["0/block_0005", "1/block_0005"]) {
      server.open(part).answer(problemResponse(422, "unsupported", "JPEG"));
    }
    await settled();
    stage.paint();
    expect(stage.shown).toBeNull();
    expect(stage.text).toContain("No channel of this block can be read");
    expect(blocks.shown?.depth).toBe(0);
    expect(blocks.isPainted).toBe(false);
  });
});

describe("reload", () => {
  it("Show_OfTheSameBlockWithOtherFiles_LoadsThem", async () => {
    await rig.atBlockFive();
    const block = blockRef(5);
    const channels = block.channels.map((channel) => ({
      ...channel,
      url: `${channel.url}?root=7`,
    }));
    blocks.show({ ...showRequest(5, 0), block: { ...block, channels } });
    await settled();
    stage.paint();
    expect(server.asked.some(({ url }) => url.includes("block_0005?root=7"))).toBe(true);
    expect(blocks.isPainted).toBe(true);
  });

  it("Show_OfTheSameBlockAgain_LoadsNothing", async () => {
    await rig.atBlockFive();
    const before = server.asked.length;
    blocks.show(showRequest(5, 0));
    await settled();
    expect(server.asked.length).toBe(before);
    expect(blocks.isPainted).toBe(true);
  });

  it("Reload_OfTheCurrentBlock_LoadsItAgain", async () => {
    await rig.atBlockFive();
    const before = server.asked.length;
    blocks.reload("here", "block_0005");
    expect(stage.shown).toBeNull();
    await settled();
    stage.paint();
    expect(server.asked.length).toBeGreaterThan(before);
    expect(stage.shown?.label).toBe("block_0005");
  });
});
