import { describe, expect, it } from "vitest";
import { type LoadedVolume, VolumeFailure } from "../voxels/volumeSource.ts";
import type { SlicedChannel, VolumeHeader } from "../voxels/wire.ts";
import { ChannelLoad } from "./channelLoad.ts";
import {
  arrived,
  type ChannelState,
  failed,
  isReadable,
  isSettled,
  isThereAt,
  QUEUED,
  started,
  stopped,
  transferOf,
  withHeader,
  withSlice,
} from "./channelState.ts";

function headerOf(depth: number): VolumeHeader {
  return {
    shape: [depth, 2, 3],
    type: "uint8",
    version: `17-${depth}`,
    codec: null,
    storedType: null,
    voxelSizeUm: null,
    notice: null,
  };
}

function volumeOf(depth: number): LoadedVolume {
  return { header: headerOf(depth), voxels: new Uint8Array(depth * 6) };
}

function sliced(given: Partial<SlicedChannel> = {}): SlicedChannel {
  return {
    name: "488",
    file: "488.tif",
    header: headerOf(4),
    plane: new Uint8Array(6),
    failure: null,
    ...given,
  };
}

const transfer = new AbortController();
const corrupt = new VolumeFailure("corrupt", "ends early");
const queued = QUEUED;
const loading = started(queued, transfer);
const slice = withSlice(queued, sliced());
const sliceLoading = withSlice(loading, sliced());
const volume = arrived(volumeOf(4));
const failure = failed(queued, corrupt);
const ALL = { queued, loading, slice, sliceLoading, volume, failure };

/** What becomes of each state above, in that order. */
function becomes(change: (state: ChannelState) => ChannelState): string[] {
  return Object.values(ALL).map((state) => {
    const next = change(state);
    return transferOf(next) === null ? next.kind : `${next.kind}, under way`;
  });
}

describe("transitions of a channel", () => {
  it("Unchanged_TheyAreWhatTheirNamesSay", () => {
    expect(becomes((state) => state)).toEqual([
      "queued",
      "loading, under way",
      "slice",
      "slice, under way",
      "volume",
      "failed",
    ]);
  });

  it("Started_EverythingButAVolumeIsUnderWay", () => {
    expect(becomes((s) => started(s, new AbortController()))).toEqual([
      "loading, under way",
      "loading, under way",
      "slice, under way",
      "slice, under way",
      "volume",
      "loading, under way",
    ]);
  });

  it("Stopped_NothingIsUnderWayAndWhatArrivedStays", () => {
    expect(becomes(stopped)).toEqual(["queued", "queued", "slice", "slice", "volume", "failed"]);
  });

  it("SliceArrived_TakesThePlaceOfNoVolumeAndNoFailure", () => {
    expect(becomes((s) => withSlice(s, sliced()))).toEqual([
      "slice",
      "slice, under way",
      "slice",
      "slice, under way",
      "volume",
      "failed",
    ]);
  });

  it.each([
    ["AnotherFile", undefined],
    ["NoSuchPlane", sliced({ plane: null })],
    [
      "TheShareAway",
      sliced({ header: null, plane: null, failure: { kind: "unreadable", message: "stale" } }),
    ],
  ])("SliceArrived_With%s_DropsTheOldPlane", (_, of) => {
    expect(becomes((s) => withSlice(s, of))).toEqual([
      "queued",
      "loading, under way",
      "queued",
      "loading, under way",
      "volume",
      "failed",
    ]);
  });

  it("SliceArrived_WithACorruptFile_FailsWhatIsNotThere", () => {
    const broken = sliced({ plane: null, failure: { kind: "corrupt", message: "cut short" } });
    expect(becomes((s) => withSlice(s, broken))).toEqual([
      "failed",
      "failed",
      "failed",
      "failed",
      "volume",
      "failed",
    ]);
  });

  it("Failed_IsEveryStateAndTheFirstReasonStays", () => {
    const later = new VolumeFailure("too-large", "later");
    for (const state of Object.values(ALL)) {
      const next = failed(state, later);
      expect(next).toMatchObject({ kind: "failed", failure: state === failure ? corrupt : later });
    }
  });

  it("Header_IsTheOneLastHeardOfUntilTheChannelIsSettled", () => {
    const kept = Object.values(ALL).map((s) => withHeader(s, headerOf(9)).header?.shape[0] ?? null);
    expect(kept).toEqual([9, 9, 9, 9, 4, null]);
    expect(stopped(withHeader(loading, headerOf(9))).header).toEqual(headerOf(9));
    expect(withSlice(withHeader(loading, headerOf(9)), undefined).header).toEqual(headerOf(9));
  });
});

describe("what a state says", () => {
  const says = (of: (state: ChannelState) => boolean) => Object.values(ALL).map(of);

  it("Settled_AreVolumeAndFailure", () => {
    expect(says(isSettled)).toEqual([false, false, false, false, true, true]);
  });

  it("Readable_AreSliceAndVolume", () => {
    expect(says(isReadable)).toEqual([false, false, true, true, true, false]);
  });

  it("Slice_IsMissingWhereTheVolumeMayReachIt", () => {
    expect(says((s) => isThereAt(s, 3))).toEqual([false, false, true, true, true, true]);
    expect(says((s) => isThereAt(withHeader(s, headerOf(3)), 3))).toEqual(new Array(6).fill(true));
    expect(isThereAt(queued, null)).toBe(false);
  });
});

describe("what a channel holds", () => {
  const ref = { index: 0, name: "488", key: "488", file: "488.tif", url: "/488" };

  function channel(): { load: ChannelLoad; released: LoadedVolume[] } {
    const released: LoadedVolume[] = [];
    return { load: new ChannelLoad(ref, (given) => released.push(given)), released };
  }

  it("Volume_IsReleasedOnceWhenItIsFailedOrDisposed", () => {
    for (const end of ["fail", "dispose"] as const) {
      const { load, released } = channel();
      const there = volumeOf(4);
      load.start();
      load.arrive(there);
      expect(released).toEqual([]);
      load[end](corrupt);
      load.dispose();
      expect(released).toEqual([there]);
      expect(load.volume).toBeNull();
    }
  });

  it("Transfer_IsAbortedWhenItIsGivenUpAndNotWhenItHasArrived", () => {
    const stops = [
      (load: ChannelLoad) => load.stop(),
      (load: ChannelLoad) => load.fail(corrupt),
      (load: ChannelLoad) => load.dispose(),
      (load: ChannelLoad) => load.start(),
    ];
    for (const stop of stops) {
      const { load } = channel();
      const signal = load.start();
      load.takeSlice(sliced());
      expect(signal.aborted).toBe(false);
      stop(load);
      expect(signal.aborted).toBe(true);
    }
    const { load } = channel();
    const signal = load.start();
    load.arrive(volumeOf(4));
    expect(signal.aborted).toBe(false);
  });
});
