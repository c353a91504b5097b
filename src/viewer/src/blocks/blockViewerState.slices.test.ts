import { beforeEach, describe, expect, it } from "vitest";
import { BlockViewerRig } from "../testing/blockViewerRig.ts";
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
let blocks: BlockViewerState;

beforeEach(() => {
  rig = new BlockViewerRig();
  ({ server, stage, blocks } = rig);
});

describe("a block that is not there yet", () => {
  it("Show_FirstBlock_ShowsOnlyItsIdUntilVoxelsAreThere", async () => {
    blocks.show(showRequest(5, 0));
    await settled();
    stage.paint();
    expect(stage.shown).toBeNull();
    expect(stage.text).toBe("block_0005");
    expect(blocks.isPainted).toBe(false);
    server.answerAll();
    await settled();
    stage.paint();
    expect(blocks.isPainted).toBe(true);
    expect(stage.shown?.label).toBe("block_0005");
    expect(stage.cursor[0]).toBe(2);
  });

  it("Show_OfAnyBlock_PaintsItsSliceBeforeTheVolumesAreAskedFor", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    expect(rig.paths).toEqual(["volumes/all/block_0042?at=focus"]);
    server.open("volumes/all/block_0042").answer(answerTo("volumes/all/block_0042"));
    await settled();
    expect(blocks.isPainted).toBe(true);
    expect(stage.shown?.complete).toBe(false);
    expect(stage.shown?.planes.map(({ key, z }) => [key, z])).toEqual([
      ["488", 2],
      ["561", 2],
    ]);
    expect(rig.paths.slice(1)).toEqual(["volumes/0/block_0042", "volumes/1/block_0042"]);
  });

  it("Slice_WithAChannelThatEndsBefore_ShowsTheOthers", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    const flat = { ...sentChannel(0), shape: [1, 2, 3], plane: null } as const;
    const deep = sentChannel(1);
    server.open("volumes/all/block_0042").answer(new Response(sliceBytes(2, [flat, deep])));
    await settled();
    expect(blocks.isPainted).toBe(true);
    expect(stage.shown?.planes.map(({ key }) => key)).toEqual(["561"]);
  });

  it("Slice_WithAChannelTheShareDidNotGive_WaitsForItsVolume", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    const failure = { kind: "unreadable", message: "stale file handle" };
    const away = { ...sentChannel(0), shape: null, type: null, plane: null, failure };
    const there = sentChannel(1);
    server.open("volumes/all/block_0042").answer(new Response(sliceBytes(2, [away, there])));
    await settled();
    expect(blocks.isPainted).toBe(false);
    server.open("volumes/0/block_0042").answer(voxelResponse("block_0042"));
    await settled();
    expect(stage.shown?.planes.map(({ key, z }) => [key, z])).toEqual([
      ["488", 2],
      ["561", 2],
    ]);
  });

  it("Slice_BeyondEveryChannel_LeavesTheVolumesToDecide", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    const none = [0, 1].map((index) => ({ ...sentChannel(index), plane: null }));
    server.open("volumes/all/block_0042").answer(new Response(sliceBytes(9, none)));
    await settled();
    expect(stage.text).toBe("block_0042");
    server.answerAll();
    await settled();
    expect(stage.shown?.complete).toBe(true);
  });

  it("SliceMoved_WhileTheVolumesAreUnderWay_AsksForThatSliceOnce", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    server.open("volumes/all/block_0042").answer(answerTo("volumes/all/block_0042"));
    await settled();
    blocks.shown?.setSlice(3);
    blocks.shown?.moved();
    await settled();
    expect(rig.paths.slice(3)).toEqual(["volumes/all/block_0042?z=3"]);
    server.open("volumes/all/block_0042?z=3").answer(answerTo("volumes/all/block_0042?z=3"));
    await settled();
    expect(stage.shown?.planes.map(({ z }) => z)).toEqual([3, 3]);
  });

  it("SliceMoved_AfterOneVolumeArrived_ShowsThatChannelAtThatSliceToo", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    server
      .open("all/block_0042")
      .answer(new Response(sliceBytes(2, [sentChannel(0), sentChannel(1)])));
    await settled();
    const numbered = Uint8Array.from({ length: 24 }, (_, at) => Math.floor(at / 6));
    const { headers } = voxelResponse("block_0042");
    server.open("volumes/0/block_0042").answer(new Response(numbered, { headers }));
    await settled();
    blocks.shown?.setSlice(3);
    await settled();
    server
      .open("all/block_0042?z=3")
      .answer(new Response(sliceBytes(3, [sentChannel(0), sentChannel(1)])));
    await settled();
    expect(stage.shown?.planes.map(({ data, z }) => [z, data[0]])).toEqual([
      [3, 3],
      [3, 0],
    ]);
  });

  it("Slice_OfASmallChannelAlone_IsCentredAnewWhenTheLargeOnesArrive", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    const small = sentChannel(0, [20, 2, 2]);
    const large = { ...sentChannel(1, [4, 30, 40]), plane: null };
    server.open("all/block_0042").answer(new Response(sliceBytes(10, [small, large])));
    await settled();
    expect(stage.cursor).toEqual([10, 1, 1]);
    server.open("0/block_0042").answer(voxelResponse("block_0042", [20, 2, 2]));
    server.open("1/block_0042").answer(voxelResponse("block_0042", [4, 30, 40]));
    await settled();
    expect(stage.cursor).toEqual([10, 15, 20]);
  });

  it("SliceMoved_BeforeTheVolumesArrive_StaysWhereItIs", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    server.open("all/block_0042").answer(answerTo("volumes/all/block_0042"));
    await settled();
    blocks.shown?.setSlice(3);
    await settled();
    expect(stage.cursor[0]).toBe(3);
    const rendered = stage.views.length;
    for (const part of ["0/block_0042", "1/block_0042"]) {
      server.open(part).answer(voxelResponse(part, [40, 2, 3]));
    }
    await settled();
    expect(stage.shown?.complete).toBe(true);
    expect(stage.cursor[0]).toBe(3);
    // Its limits may be others by now.
    expect(stage.views.length).toBeGreaterThan(rendered);
  });

  it("Slice_OfFilesInAnotherOrder_IsNotShownUnderTheWrongNames", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    server
      .open("all/block_0042")
      .answer(new Response(sliceBytes(2, [sentChannel(1), sentChannel(0)])));
    await settled();
    expect(blocks.isPainted).toBe(false);
    expect(rig.paths.slice(1)).toEqual(["volumes/0/block_0042", "volumes/1/block_0042"]);
  });

  it("Slice_ThatTheGpuRefuses_IsAFailureInWords", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    stage.setPlanes = () => {
      throw new RangeError("this GPU takes at most 2048 per axis");
    };
    server.open("all/block_0042").answer(answerTo("volumes/all/block_0042"));
    await settled();
    expect(stage.text).toContain("No channel of this block can be read");
    expect((blocks.load?.seen() ?? []).map(({ failure }) => failure)).toEqual(
      new Array(2).fill("this GPU takes at most 2048 per axis"),
    );
  });

  it("Slice_WithACorruptChannel_EndsThatChannelsVolume", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    server.open("all/block_0042").answer(answerTo("volumes/all/block_0042"));
    await settled();
    blocks.shown?.setSlice(3);
    await settled();
    const failure = { kind: "corrupt", message: "561.tif: ends early" };
    const broken = { ...sentChannel(1), plane: null, failure };
    const transfer = server.open("volumes/1/block_0042");
    server.open("all/block_0042?z=3").answer(new Response(sliceBytes(3, [sentChannel(0), broken])));
    await settled();
    expect(transfer.signal?.aborted).toBe(true);
    expect((blocks.load?.seen() ?? [])[1]?.failure).toBe("561.tif: ends early");
    expect(stage.shown?.planes.map(({ key }) => key)).toEqual(["488"]);
  });

  it("Slice_OtherThanTheOneMeant_IsTheOneThatIsShown", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    server
      .open("all/block_0042")
      .answer(new Response(sliceBytes(0, [sentChannel(0), sentChannel(1)])));
    await settled();
    expect(stage.cursor[0]).toBe(0);
    expect(stage.shown?.planes.map(({ z }) => z)).toEqual([0, 0]);
  });

  it("Slice_ThatFailedBefore_IsAskedForAgainWhenTheBlockIsOpenedAgain", async () => {
    await rig.atBlockFive();
    blocks.step(1);
    await settled();
    blocks.show({ ...showRequest(6, 9), block: blockRef(42), next: [], previous: blockRef(6) });
    await settled();
    const before = rig.paths.filter((path) => path.startsWith("volumes/all/block_0042")).length;
    blocks.show({ ...showRequest(6, 10), next: [blockRef(42)] });
    blocks.show({ ...showRequest(6, 11), block: blockRef(42), next: [], previous: blockRef(6) });
    await settled();
    stage.paint();
    expect(before).toBe(1);
    expect(blocks.isPainted).toBe(true);
  });

  it("Volumes_ThatAllFailAfterTheSlice_SaySo", async () => {
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
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
    blocks.anticipate(blockRef(42).sliceUrl);
    blocks.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await settled();
    expect(rig.paths).toEqual(["volumes/all/block_0042?at=focus"]);
    server.answerAll();
    await settled();
    expect(blocks.isPainted).toBe(true);
  });

  it("Anticipate_OfABlockThatIsThere_AsksForNothing", async () => {
    await rig.atBlockFive();
    const before = server.asked.length;
    blocks.anticipate(blockRef(6).sliceUrl);
    await settled();
    expect(server.asked.length).toBe(before);
  });

  it("Show_WithAFocusPoint_OpensThere", async () => {
    blocks.show({ ...showRequest(5, 0), block: blockRef(5, { focus: [1.5, 0, 2] }) });
    await settled();
    server
      .open("all/block_0005")
      .answer(new Response(sliceBytes(1, [sentChannel(0), sentChannel(1)])));
    await settled();
    expect(stage.cursor).toEqual([1, 0, 2]);
  });

  it("Show_WithAFocusPointOutside_OpensInTheMiddle", async () => {
    server.answerAll();
    blocks.show({ ...showRequest(5, 0), block: blockRef(5, { focus: [99, 0, 2] }) });
    await settled();
    expect(stage.cursor[0]).toBe(2);
  });
});
