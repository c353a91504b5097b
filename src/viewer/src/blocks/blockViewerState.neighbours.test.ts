import { beforeEach, describe, expect, it } from "vitest";
import { BlockViewerRig, type FakePage } from "../testing/blockViewerRig.ts";
import {
  answerTo,
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
