import { beforeEach, describe, expect, it } from "vitest";
import { BlockFlow } from "./blockFlow.ts";
import type { SeenChannel, ShowRequest } from "./contract.ts";
import { defaultSettings } from "./displaySettings.ts";
import { SliceSource } from "./sliceSource.ts";
import type { Zyx } from "./stage/stageContract.ts";
import {
  answerTo,
  blockRef,
  FakeServer,
  FakeStage,
  problemResponse,
  type SentChannel,
  SHAPE,
  settled,
  showRequest,
  sliceBytes,
  voxelResponse,
} from "./testing.ts";
import { VolumeSource } from "./volumeSource.ts";

class FakePage {
  readonly navigated: string[] = [];
  readonly painted: [id: string, seen: readonly SeenChannel[]][] = [];
  private waiting: (() => void)[] = [];
  isSlow = false;

  async onNavigated(navigation: number, _root: string, id: string): Promise<ShowRequest> {
    this.navigated.push(id);
    if (this.isSlow) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    return showRequest(Number(id.slice(6)), navigation);
  }

  async onPainted(_root: string, id: string, seen: readonly SeenChannel[]): Promise<void> {
    this.painted.push([id, seen]);
  }

  answerAll(): void {
    this.isSlow = false;
    for (const answer of this.waiting.splice(0)) {
      answer();
    }
  }
}

let server: FakeServer;
let stage: FakeStage;
let page: FakePage;
let flow: BlockFlow;
let notices: string[];

beforeEach(() => {
  server = new FakeServer();
  stage = new FakeStage();
  page = new FakePage();
  notices = [];
  flow = new BlockFlow({
    page,
    stage,
    source: new VolumeSource({ fetch: server.fetch, retryDelaysMs: [] }),
    slices: new SliceSource(server.fetch),
    settings: () => defaultSettings(2),
    onOpen: () => undefined,
    onVoxels: () => undefined,
    notice: (text) => notices.push(text),
    callFailed: (error) => {
      throw error;
    },
  });
  stage.onPainted = (key) => flow.framePainted(key);
});

function paths(): string[] {
  return server.asked.map(({ url }) => url.slice(url.indexOf("/api/") + 5));
}

/** A channel of blockRef in a slice, all voxels zero. */
function sent(index: number, shape: Zyx = SHAPE): SentChannel {
  const plane = new Uint8Array(shape[1] * shape[2]);
  return {
    file: ["488.tif", "561.tif"][index] ?? "",
    shape,
    type: "uint8",
    version: "17-2",
    plane,
  };
}

/** A block whose volumes are asked for at once, because its slice is not to be had. */
async function showVolumesOf(request: ShowRequest): Promise<void> {
  flow.show(request);
  await settled();
  server.open("volumes/all/").answer(problemResponse(503, "unreadable", "the share is away"));
  await settled();
}

/** Block 5 painted, its neighbours there. */
async function atBlockFive(): Promise<void> {
  server.answerAll();
  flow.show(showRequest(5, 0));
  await settled();
  stage.paint();
}

describe("a block that is not there yet", () => {
  it("Show_FirstBlock_ShowsOnlyItsIdUntilVoxelsAreThere", async () => {
    flow.show(showRequest(5, 0));
    await settled();
    stage.paint();
    expect(stage.shown).toBeNull();
    expect(stage.text).toBe("block_0005");
    expect(flow.isPainted).toBe(false);
    server.answerAll();
    await settled();
    stage.paint();
    expect(flow.isPainted).toBe(true);
    expect(stage.shown?.label).toBe("block_0005");
    expect(stage.cursor[0]).toBe(2);
  });

  it("Show_OfAnyBlock_PaintsItsSliceBeforeTheVolumesAreAskedFor", async () => {
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    expect(paths()).toEqual(["volumes/all/block_0042?at=focus"]);
    server.open("volumes/all/block_0042").answer(answerTo("volumes/all/block_0042"));
    await settled();
    expect(flow.isPainted).toBe(true);
    expect(stage.shown?.complete).toBe(false);
    expect(stage.shown?.planes.map(({ key, z }) => [key, z])).toEqual([
      ["488", 2],
      ["561", 2],
    ]);
    expect(paths().slice(1)).toEqual(["volumes/0/block_0042", "volumes/1/block_0042"]);
  });

  it("Slice_WithAChannelThatEndsBefore_ShowsTheOthers", async () => {
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    const flat = { ...sent(0), shape: [1, 2, 3], plane: null } as const;
    const deep = sent(1);
    server.open("volumes/all/block_0042").answer(new Response(sliceBytes(2, [flat, deep])));
    await settled();
    expect(flow.isPainted).toBe(true);
    expect(stage.shown?.planes.map(({ key }) => key)).toEqual(["561"]);
  });

  it("Slice_WithAChannelTheShareDidNotGive_WaitsForItsVolume", async () => {
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    const failure = { kind: "unreadable", message: "stale file handle" };
    const away = { ...sent(0), shape: null, type: null, plane: null, failure };
    const there = sent(1);
    server.open("volumes/all/block_0042").answer(new Response(sliceBytes(2, [away, there])));
    await settled();
    expect(flow.isPainted).toBe(false);
    server.open("volumes/0/block_0042").answer(voxelResponse("block_0042"));
    await settled();
    expect(stage.shown?.planes.map(({ key, z }) => [key, z])).toEqual([
      ["488", 2],
      ["561", 2],
    ]);
  });

  it("Slice_BeyondEveryChannel_LeavesTheVolumesToDecide", async () => {
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    const none = [0, 1].map((index) => ({ ...sent(index), plane: null }));
    server.open("volumes/all/block_0042").answer(new Response(sliceBytes(9, none)));
    await settled();
    expect(stage.text).toBe("block_0042");
    server.answerAll();
    await settled();
    expect(stage.shown?.complete).toBe(true);
  });

  it("SliceMoved_WhileTheVolumesAreUnderWay_AsksForThatSliceOnce", async () => {
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    server.open("volumes/all/block_0042").answer(answerTo("volumes/all/block_0042"));
    await settled();
    flow.shown?.setSlice(3);
    flow.shown?.moved();
    await settled();
    expect(paths().slice(3)).toEqual(["volumes/all/block_0042?z=3"]);
    server.open("volumes/all/block_0042?z=3").answer(answerTo("volumes/all/block_0042?z=3"));
    await settled();
    expect(stage.shown?.planes.map(({ z }) => z)).toEqual([3, 3]);
  });

  it("SliceMoved_AfterOneVolumeArrived_ShowsThatChannelAtThatSliceToo", async () => {
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    server.open("all/block_0042").answer(new Response(sliceBytes(2, [sent(0), sent(1)])));
    await settled();
    const numbered = Uint8Array.from({ length: 24 }, (_, at) => Math.floor(at / 6));
    const { headers } = voxelResponse("block_0042");
    server.open("volumes/0/block_0042").answer(new Response(numbered, { headers }));
    await settled();
    flow.shown?.setSlice(3);
    await settled();
    server.open("all/block_0042?z=3").answer(new Response(sliceBytes(3, [sent(0), sent(1)])));
    await settled();
    expect(stage.shown?.planes.map(({ data, z }) => [z, data[0]])).toEqual([
      [3, 3],
      [3, 0],
    ]);
  });

  it("Slice_OfASmallChannelAlone_IsCentredAnewWhenTheLargeOnesArrive", async () => {
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    const small = sent(0, [20, 2, 2]);
    const large = { ...sent(1, [4, 30, 40]), plane: null };
    server.open("all/block_0042").answer(new Response(sliceBytes(10, [small, large])));
    await settled();
    expect(stage.cursor).toEqual([10, 1, 1]);
    server.open("0/block_0042").answer(voxelResponse("block_0042", [20, 2, 2]));
    server.open("1/block_0042").answer(voxelResponse("block_0042", [4, 30, 40]));
    await settled();
    expect(stage.cursor).toEqual([10, 15, 20]);
  });

  it("Slice_OfFilesInAnotherOrder_IsNotShownUnderTheWrongNames", async () => {
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    server.open("all/block_0042").answer(new Response(sliceBytes(2, [sent(1), sent(0)])));
    await settled();
    expect(flow.isPainted).toBe(false);
    expect(paths().slice(1)).toEqual(["volumes/0/block_0042", "volumes/1/block_0042"]);
  });

  it("Slice_ThatTheGpuRefuses_IsAFailureInWords", async () => {
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    stage.setPlanes = () => {
      throw new RangeError("this GPU takes at most 2048 per axis");
    };
    server.open("all/block_0042").answer(answerTo("volumes/all/block_0042"));
    await settled();
    expect(stage.text).toContain("No channel of this block can be read");
    expect(flow.seen().map(({ failure }) => failure)).toEqual(
      new Array(2).fill("this GPU takes at most 2048 per axis"),
    );
  });

  it("Slice_WithACorruptChannel_EndsThatChannelsVolume", async () => {
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    server.open("all/block_0042").answer(answerTo("volumes/all/block_0042"));
    await settled();
    flow.shown?.setSlice(3);
    await settled();
    const failure = { kind: "corrupt", message: "561.tif: ends early" };
    const broken = { ...sent(1), plane: null, failure };
    const transfer = server.open("volumes/1/block_0042");
    server.open("all/block_0042?z=3").answer(new Response(sliceBytes(3, [sent(0), broken])));
    await settled();
    expect(transfer.signal?.aborted).toBe(true);
    expect(flow.seen()[1]?.failure).toBe("561.tif: ends early");
    expect(stage.shown?.planes.map(({ key }) => key)).toEqual(["488"]);
  });

  it("Slice_OtherThanTheOneMeant_IsTheOneThatIsShown", async () => {
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    server.open("all/block_0042").answer(new Response(sliceBytes(0, [sent(0), sent(1)])));
    await settled();
    expect(stage.cursor[0]).toBe(0);
    expect(stage.shown?.planes.map(({ z }) => z)).toEqual([0, 0]);
  });

  it("Slice_ThatFailedBefore_IsAskedForAgainWhenTheBlockIsOpenedAgain", async () => {
    await atBlockFive();
    flow.step(1);
    await settled();
    flow.show({ ...showRequest(6, 9), block: blockRef(42), next: [], previous: blockRef(6) });
    await settled();
    const before = paths().filter((path) => path.startsWith("volumes/all/block_0042")).length;
    flow.show({ ...showRequest(6, 10), next: [blockRef(42)] });
    flow.show({ ...showRequest(6, 11), block: blockRef(42), next: [], previous: blockRef(6) });
    await settled();
    stage.paint();
    expect(before).toBe(1);
    expect(flow.isPainted).toBe(true);
  });

  it("Volumes_ThatAllFailAfterTheSlice_SaySo", async () => {
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    server.open("all/block_0042").answer(answerTo("volumes/all/block_0042"));
    await settled();
    for (const part of ["0/block_0042", "1/block_0042"]) {
      server.open(part).answer(problemResponse(422, "corrupt", "ends early"));
    }
    await settled();
    expect(stage.shown).toBeNull();
    expect(stage.text).toContain("No channel of this block can be read");
  });

  it("Anticipate_ThenShow_AsksForTheSliceOnce", async () => {
    flow.anticipate(blockRef(42).sliceUrl);
    flow.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    expect(paths()).toEqual(["volumes/all/block_0042?at=focus"]);
    server.answerAll();
    await settled();
    expect(flow.isPainted).toBe(true);
  });

  it("Anticipate_OfABlockThatIsThere_AsksForNothing", async () => {
    await atBlockFive();
    const before = server.asked.length;
    flow.anticipate(blockRef(6).sliceUrl);
    await settled();
    expect(server.asked.length).toBe(before);
  });

  it("Show_WithAFocusPoint_OpensThere", async () => {
    flow.show({ ...showRequest(5, 0), block: blockRef(5, { focus: [1.5, 0, 2] }) });
    await settled();
    server.open("all/block_0005").answer(new Response(sliceBytes(1, [sent(0), sent(1)])));
    await settled();
    expect(stage.cursor).toEqual([1, 0, 2]);
  });

  it("Show_WithAFocusPointOutside_OpensInTheMiddle", async () => {
    server.answerAll();
    flow.show({ ...showRequest(5, 0), block: blockRef(5, { focus: [99, 0, 2] }) });
    await settled();
    expect(stage.cursor[0]).toBe(2);
  });
});

describe("loads that finish in the wrong order", () => {
  it("TwoShows_EarlierFinishesLast_TheLaterStays", async () => {
    flow.show(showRequest(1, 0));
    await settled();
    const early = server.asked.slice();
    flow.show(showRequest(7, 0));
    await settled();
    server.answerAll();
    for (const { url, answer } of early) {
      answer(answerTo(url));
    }
    await settled();
    stage.paint();
    expect(flow.current?.id).toBe("block_0007");
    expect(stage.shown?.label).toBe("block_0007");
    expect(page.painted.map(([id]) => id)).toEqual(["block_0007"]);
  });

  it("ManyShows_AllAtOnce_LeaveNoBlockBehindOnTheStage", async () => {
    server.answerAll();
    for (let number = 0; number < 10; number++) {
      flow.show(showRequest(number, 0));
      await Promise.resolve();
    }
    await settled();
    flow.dispose();
    expect(stage.alive.size).toBe(0);
  });
});

describe("the queue of neighbours", () => {
  it("Down_ToAReadyNeighbour_ShowsItAtTheKey", async () => {
    await atBlockFive();
    flow.step(1);
    expect(stage.shown?.label).toBe("block_0006");
    expect(stage.shown?.complete).toBe(true);
    await settled();
    expect(page.navigated.at(-1)).toBe("block_0006");
  });

  it("Down_BeforeItIsPainted_IsNotYetPainted", async () => {
    await atBlockFive();
    flow.step(1);
    expect(flow.isPainted).toBe(false);
    stage.paint();
    expect(flow.isPainted).toBe(true);
  });

  it("Down_FasterThanCSharpAnswers_WalksTheKnownQueueAndWishesOneMore", async () => {
    await atBlockFive();
    page.isSlow = true;
    for (let press = 0; press < 4; press++) {
      flow.step(1);
    }
    expect(flow.current?.id).toBe("block_0008");
    page.answerAll();
    await settled();
    expect(flow.current?.id).toBe("block_0009");
  });

  it("Down_AtTheEnd_SaysSo", async () => {
    server.answerAll();
    flow.show(showRequest(9, 0));
    await settled();
    flow.step(1);
    expect(flow.current?.id).toBe("block_0009");
    expect(notices).toEqual(["This is the last block"]);
  });

  it("Answer_ToAnEarlierMove_ChangesNothing", async () => {
    await atBlockFive();
    page.isSlow = true;
    flow.step(1);
    flow.step(-1);
    page.answerAll();
    await settled();
    expect(flow.current?.id).toBe("block_0005");
  });

  it("Show_OlderThanTheOwnMove_IsIgnored", async () => {
    await atBlockFive();
    flow.step(1);
    flow.show(showRequest(1, 0));
    expect(flow.current?.id).toBe("block_0006");
  });

  it("Neighbours_KeepOnlyFiveBlocksOnTheGpu", async () => {
    await atBlockFive();
    for (let press = 0; press < 4; press++) {
      flow.step(1);
      await settled();
    }
    expect(stage.alive.size).toBeLessThanOrEqual(5);
  });

  it("Neighbour_ThatIsBroken_DisturbsNothing", async () => {
    await showVolumesOf(showRequest(5, 0));
    for (const part of ["0/block_0005", "1/block_0005"]) {
      server.open(part).answer(voxelResponse(part));
    }
    await settled();
    server.open("0/block_0006").answer(problemResponse(422, "corrupt", "488.tif: ends early"));
    await settled();
    expect(stage.shown?.label).toBe("block_0005");
    expect(notices).toEqual([]);
  });
});

describe("channels that fail", () => {
  it("Down_ToANeighbourThatTurnedOutUnreadable_TellsTheProgramSo", async () => {
    await showVolumesOf(showRequest(5, 0));
    for (const part of ["0/block_0005", "1/block_0005"]) {
      server.open(part).answer(voxelResponse(part));
    }
    await settled();
    stage.paint();
    for (const part of ["0/block_0006", "1/block_0006"]) {
      server.open(part).answer(problemResponse(422, "corrupt", "0 bytes"));
      await settled();
    }
    page.painted.length = 0;
    flow.step(1);
    await settled();
    expect(stage.shown).toBeNull();
    expect(page.painted).toHaveLength(1);
    expect(page.painted[0]?.[0]).toBe("block_0006");
    expect(page.painted[0]?.[1].map(({ failure }) => failure)).toEqual(["0 bytes", "0 bytes"]);
  });

  it("Channel_Corrupt_OthersAreShownAndItsReasonIsSeen", async () => {
    await showVolumesOf(showRequest(5, 0));
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
    await showVolumesOf(showRequest(5, 0));
    server.open("0/block_0005").answer(voxelResponse("block_0005"));
    server.open("1/block_0005").answer(problemResponse(422, "corrupt", "561.tif: ends early"));
    await settled();
    const before = server.asked.length;
    flow.retry(1);
    await settled();
    expect(paths().slice(before)).toEqual(["volumes/1/block_0005?retry=true"]);
    server.open("1/block_0005?retry=true").answer(voxelResponse("block_0005"));
    await settled();
    expect(stage.shown?.channels.map(({ key }) => key)).toEqual(["488", "561"]);
  });

  it("Block_WithoutAReadableChannel_IsNeverPainted", async () => {
    await showVolumesOf(showRequest(5, 0));
    for (const part of ["0/block_0005", "1/block_0005"]) {
      server.open(part).answer(problemResponse(422, "unsupported", "JPEG"));
    }
    await settled();
    stage.paint();
    expect(stage.shown).toBeNull();
    expect(stage.text).toContain("No channel of this block can be read");
    expect(flow.isPainted).toBe(false);
  });
});

describe("reload", () => {
  it("Show_OfTheSameBlockWithOtherFiles_LoadsThem", async () => {
    await atBlockFive();
    const block = blockRef(5);
    const channels = block.channels.map((channel) => ({
      ...channel,
      url: `${channel.url}?root=7`,
    }));
    flow.show({ ...showRequest(5, 0), block: { ...block, channels } });
    await settled();
    stage.paint();
    expect(server.asked.some(({ url }) => url.includes("block_0005?root=7"))).toBe(true);
    expect(flow.isPainted).toBe(true);
  });

  it("Show_OfTheSameBlockAgain_LoadsNothing", async () => {
    await atBlockFive();
    const before = server.asked.length;
    flow.show(showRequest(5, 0));
    await settled();
    expect(server.asked.length).toBe(before);
    expect(flow.isPainted).toBe(true);
  });

  it("Reload_OfTheCurrentBlock_LoadsItAgain", async () => {
    await atBlockFive();
    const before = server.asked.length;
    flow.reload("here", "block_0005");
    expect(stage.shown).toBeNull();
    await settled();
    stage.paint();
    expect(server.asked.length).toBeGreaterThan(before);
    expect(stage.shown?.label).toBe("block_0005");
  });
});
