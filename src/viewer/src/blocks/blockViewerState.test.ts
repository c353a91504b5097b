import { beforeEach, describe, expect, it } from "vitest";
import { TooLarge } from "../page/page.ts";
import { BlockViewerRig, type FakePage } from "../testing/blockViewerRig.ts";
import {
  answerTo,
  blockRef,
  type FakeServer,
  type FakeStage,
  problemResponse,
  settled,
  showRequest,
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
      { index: 0, file: "488.tif", version: "17-5", failure: null, isOutage: false },
      { index: 1, file: "561.tif", version: null, failure: "561.tif: ends early", isOutage: false },
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
