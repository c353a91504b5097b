import { expect, it } from "vitest";
import { blockRef, FakeStage, settled } from "../testing/fakes.ts";
import { type LoadedVolume, VolumeFailure, type VolumeRequest } from "../voxels/volumeSource.ts";
import { BlockLoad } from "./blockLoad.ts";

const VOLUME: LoadedVolume = {
  header: {
    shape: [4, 2, 3],
    type: "uint8",
    version: "17-1",
    codec: null,
    storedType: null,
    voxelSizeUm: null,
    notice: null,
  },
  voxels: new Uint8Array(24),
};

/** A source that answers a transfer which was given up a moment too late. */
function lateLoad(): {
  load: BlockLoad;
  requests: VolumeRequest[];
  answer: (outcome: LoadedVolume | Error) => void;
  released: LoadedVolume[];
} {
  const requests: VolumeRequest[] = [];
  const released: LoadedVolume[] = [];
  const waiting: ((outcome: LoadedVolume | Error) => void)[] = [];
  const load = new BlockLoad(blockRef(1), {
    source: {
      load: (request) => {
        requests.push(request);
        return new Promise((resolve, reject) =>
          waiting.push((outcome) =>
            outcome instanceof Error ? reject(outcome) : resolve(outcome),
          ),
        );
      },
      release: (given) => released.push(given),
    },
    slices: { load: () => Promise.resolve(null) },
    store: new FakeStage(),
    onChange: () => undefined,
  });
  const answer = (outcome: LoadedVolume | Error) => {
    for (const end of waiting.splice(0)) end(outcome);
  };
  return { load, requests, answer, released };
}

it("Volume_ThatArrivesAfterItWasGivenUp_IsReleasedAndNotTaken", async () => {
  const { load, answer, released } = lateLoad();
  load.loadVolumes(true);
  load.pause();
  answer(VOLUME);
  await settled();
  expect(load.channels.map(({ state }) => state.kind)).toEqual(["queued", "queued"]);
  expect(released).toEqual([VOLUME, VOLUME]);
});

it("Failure_ThatComesAfterTheTransferWasGivenUp_IsNoFailureOfTheChannel", async () => {
  const { load, answer } = lateLoad();
  load.loadVolumes(true);
  load.pause();
  answer(new VolumeFailure("corrupt", "ends early"));
  await settled();
  expect(load.channels.map(({ failure }) => failure)).toEqual([null, null]);
});

it("Header_HeardAfterTheTransferWasGivenUp_ChangesNothing", () => {
  const { load, requests } = lateLoad();
  load.loadVolumes(true);
  load.pause();
  requests[0]?.onHeader?.(VOLUME.header);
  expect(load.shape).toBeNull();
  load.loadVolumes(true);
  requests[2]?.onHeader?.(VOLUME.header);
  expect(load.shape).toEqual([4, 2, 3]);
});

it("UsualKeys_HaveTheChannelsThatTheBlockLacks_InTheirPlaces", () => {
  const missing = [
    { position: 0, name: "405", fileName: "405.tif" },
    { position: 2, name: "520", fileName: "520.tif" },
  ];
  const context = {
    source: { load: () => Promise.reject(new Error("none")), release: () => undefined },
    slices: { load: () => Promise.reject(new Error("none")) },
    store: new FakeStage(),
    onChange: () => undefined,
  };
  const load = new BlockLoad(blockRef(1, { missing }), context);
  expect(load.channelKeys).toEqual(["488", "561"]);
  expect(load.usualKeys).toEqual(["405", "488", "520", "561"]);
});
