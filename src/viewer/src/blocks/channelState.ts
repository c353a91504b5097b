import type { SlicedPlane } from "../voxels/sliceSource.ts";
import { type LoadedVolume, unreadableKind, VolumeFailure } from "../voxels/volumeSource.ts";
import type { SlicedChannel, VolumeHeader } from "../voxels/wire.ts";

/**
 * What there is of a channel; src/viewer/README.md draws the table. `header` is the latest one of the whole volume,
 * `transfer` the request for the volume under way.
 */
export type ChannelState =
  | { readonly kind: "queued"; readonly header: VolumeHeader | null }
  | {
      readonly kind: "loading";
      readonly header: VolumeHeader | null;
      readonly transfer: AbortController;
    }
  | {
      readonly kind: "slice";
      readonly header: VolumeHeader;
      readonly plane: SlicedPlane;
      readonly transfer: AbortController | null;
    }
  | { readonly kind: "volume"; readonly header: VolumeHeader; readonly volume: LoadedVolume }
  | {
      readonly kind: "failed";
      readonly header: VolumeHeader | null;
      readonly failure: VolumeFailure;
    };

export const QUEUED: ChannelState = { kind: "queued", header: null };

/** Nothing more comes by itself. */
export function isSettled({ kind }: ChannelState): boolean {
  return kind === "volume" || kind === "failed";
}

/** Some of its voxels can be shown. */
export function isReadable({ kind }: ChannelState): boolean {
  return kind === "volume" || kind === "slice";
}

export function transferOf(state: ChannelState): AbortController | null {
  return state.kind === "loading" || state.kind === "slice" ? state.transfer : null;
}

/** Nothing that slice `z` has of this channel is missing. */
export function isThereAt(state: ChannelState, z: number | null): boolean {
  const endsBefore = z !== null && state.header !== null && z >= state.header.shape[0];
  return isSettled(state) || state.kind === "slice" || endsBefore;
}

/** The volume is asked for; a failed channel starts again. */
export function started(state: ChannelState, transfer: AbortController): ChannelState {
  switch (state.kind) {
    case "volume":
      return state;
    case "slice":
      return { ...state, transfer };
    default:
      return { kind: "loading", header: state.header, transfer };
  }
}

/** The request for the volume is given up; what has arrived stays. */
export function stopped(state: ChannelState): ChannelState {
  switch (state.kind) {
    case "loading":
      return { kind: "queued", header: state.header };
    case "slice":
      return { ...state, transfer: null };
    default:
      return state;
  }
}

export function withHeader(state: ChannelState, header: VolumeHeader): ChannelState {
  return isSettled(state) ? state : { ...state, header };
}

/** Another slice arrives. `sliced` undefined: it has nothing of this channel, so the old plane goes as well. */
export function withSlice(state: ChannelState, sliced: SlicedChannel | undefined): ChannelState {
  if (isSettled(state)) {
    return state;
  }
  const { header = null, plane = null, failure = null, coverage } = sliced ?? {};
  // When the share gave nothing, the volume's transfer asks again.
  if (failure !== null && failure.kind !== "unreadable") {
    const reason = new VolumeFailure(unreadableKind(failure.kind), failure.message);
    return failed(header === null ? state : { ...state, header }, reason);
  }
  const transfer = transferOf(state);
  if (header !== null && plane !== null) {
    return { kind: "slice", header, plane: { header, voxels: plane, coverage }, transfer };
  }
  const known = header ?? state.header;
  return transfer === null
    ? { kind: "queued", header: known }
    : { kind: "loading", header: known, transfer };
}

export function arrived(volume: LoadedVolume): ChannelState {
  return { kind: "volume", header: volume.header, volume };
}

/** Fails a volume as well, when the graphics card cannot hold it. The first failure stays. */
export function failed(state: ChannelState, failure: VolumeFailure): ChannelState {
  return state.kind === "failed" ? state : { kind: "failed", header: state.header, failure };
}
