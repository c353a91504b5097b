import type { BlockPlace } from "../page/blockPlace.ts";
import type {
  BlockRef,
  BlockWords,
  ChannelRef,
  GalleryBlock,
  GalleryPress,
  GalleryRows,
  LabelClass,
  LabelOutcome,
  LabelPress,
  MarkPress,
  MarkWords,
  MissingChannel,
  OpenPress,
  PageState,
  PageTaken,
  PaintedReport,
  PinnedExample,
  PressOutcome,
  SeenChannel,
  ShowRequest,
  UndoPress,
  ViewerOptions,
  WordsOfBlock,
} from "../page/contract.ts";
import type { PressChannel, PressDisplay, PressEvidence } from "../page/pressEvidence.ts";

const words: BlockWords = {
  label: 2,
  labelName: "Interneuron (now Basket cell)",
  position: "block 1 of 60",
  review: { isAgreed: false, hasDisagreement: true, text: "Consensus 1 - disagree" },
  mark: { isUnsure: true, note: "dim", unusable: "torn" },
};
const quiet: BlockWords = {
  label: null,
  labelName: null,
  position: "block 2 of 60",
  review: null,
  mark: null,
};
const channel: ChannelRef = {
  index: 0,
  name: "488",
  key: "488",
  file: "488.tif",
  url: "/api/volumes/0/tile_3/block_0001",
};
const second: ChannelRef = {
  index: 1,
  name: "488",
  key: "488 (2)",
  file: "b.tif",
  url: "/api/volumes/1/tile_3/block_0001",
};
const missing: MissingChannel = { position: 2, name: "638", fileName: "638.tif" };
const place: BlockPlace = { text: "z 20, y 25, x 30 (50, 12.5, 2.5 µm)", hasLink: true };
const block: BlockRef = {
  root: "configured",
  id: "tile_3/block_0001",
  folder: "/data/tile_3/block_0001",
  sliceUrl: "/api/volumes/all/tile_3/block_0001",
  channels: [channel, second],
  missing: [missing],
  focus: [64.5, 3, 0],
  voxelSizeUm: [0.5, 0.108, 0.108],
  place: place,
  words: words,
};
const after: BlockRef = {
  root: "7f3a",
  id: "block_0002",
  folder: "/other/block_0002",
  sliceUrl: "/api/volumes/all/block_0002?root=7f3a",
  channels: [],
  missing: [],
  focus: null,
  voxelSizeUm: null,
  place: null,
  words: quiet,
};
const show: ShowRequest = {
  navigation: 7,
  block: block,
  next: [after],
  previous: null,
  emptyText: "",
  mode: "own",
};
const nothing: ShowRequest = {
  navigation: 8,
  block: null,
  next: [],
  previous: after,
  emptyText: "No block passes the filter.",
  mode: "final",
};
const seen: SeenChannel = {
  index: 0,
  file: "488.tif",
  version: "4196866-638397642000000000",
  failure: null,
  isOutage: false,
};
const failed: SeenChannel = {
  index: 1,
  file: "b.tif",
  version: null,
  failure: "truncated",
  isOutage: true,
};
const measured: PressEvidence = {
  via: "key",
  activeMs: 4120,
  spans: [
    [6000, 4880],
    [3000, 0],
  ],
  slices: 0.25,
  projected: true,
  view: "slice",
  limits: "fixed",
  suggestion: false,
  display: {
    channels: [
      { key: "488", color: "#00ff00", limits: [120, 4500.5], gamma: 1 },
      { key: "561", color: "inferno", limits: null, gamma: 0.8 },
    ],
    projection: null,
    slab: "max",
    thickness: 5,
  },
};
const report: PaintedReport = {
  number: 12,
  root: "configured",
  id: "tile_3/block_0001",
  seen: [seen, failed],
  sizesDiffer: true,
};
const outcome: LabelOutcome = {
  accepted: true,
  reason: null,
  sentence: null,
  show: show,
  isAtEnd: false,
  isUnknown: false,
  changed: [],
  words: words,
};
const refused: LabelOutcome = {
  accepted: false,
  reason: "no class 4",
  sentence: "Not labelled.",
  show: null,
  isAtEnd: true,
  isUnknown: true,
  changed: ["block_0002"],
  words: null,
};

/** As contract.ts has them: the compiler checks each member. */
interface Records {
  readonly ChannelRef: readonly ChannelRef[];
  readonly BlockRef: readonly BlockRef[];
  readonly BlockPlace: readonly BlockPlace[];
  readonly BlockWords: readonly BlockWords[];
  readonly ReviewLine: readonly NonNullable<BlockWords["review"]>[];
  readonly WordsOfBlock: readonly WordsOfBlock[];
  readonly ShowRequest: readonly ShowRequest[];
  readonly SeenChannel: readonly SeenChannel[];
  readonly PaintedReport: readonly PaintedReport[];
  readonly LabelPress: readonly LabelPress[];
  readonly MarkPress: readonly MarkPress[];
  readonly PressEvidence: readonly PressEvidence[];
  readonly PressDisplay: readonly PressDisplay[];
  readonly PressChannel: readonly PressChannel[];
  readonly GalleryPress: readonly GalleryPress[];
  readonly GalleryBlock: readonly GalleryBlock[];
  readonly GalleryRows: readonly GalleryRows[];
  readonly MarkWords: readonly MarkWords[];
  readonly PinnedExample: readonly PinnedExample[];
  readonly UndoPress: readonly UndoPress[];
  readonly LabelOutcome: readonly LabelOutcome[];
  readonly OpenPress: readonly OpenPress[];
  readonly PressOutcome: readonly PressOutcome[];
  readonly PageState: readonly PageState[];
  readonly PageTaken: readonly PageTaken[];
  readonly ViewerClass: readonly LabelClass[];
  readonly ViewerOptions: readonly ViewerOptions[];
}

/** An example of each record that page and program exchange; tests/vectors/contract.json has the same. */
export const records: Records = {
  ChannelRef: [channel, second],
  BlockRef: [block, after],
  BlockPlace: [place, { text: "z 0, y 0, x 0", hasLink: false }],
  BlockWords: [words, quiet],
  ReviewLine: [{ isAgreed: false, hasDisagreement: true, text: "Consensus 1 - disagree" }],
  WordsOfBlock: [{ root: "configured", id: "block_0002", words: quiet }],
  ShowRequest: [show, nothing],
  SeenChannel: [seen, failed],
  PaintedReport: [report],
  LabelPress: [
    {
      press: 3,
      mode: "own",
      navigation: 7,
      root: "configured",
      id: "block_0002",
      label: 2,
      mark: null,
      seen: 12,
      evidence: measured,
    },
    {
      press: 4,
      mode: "final",
      navigation: 7,
      root: "7f3a",
      id: "block_0002",
      label: null,
      mark: null,
      seen: 13,
      evidence: null,
    },
    {
      press: 6,
      mode: "own",
      navigation: 8,
      root: "configured",
      id: "block_0002",
      label: null,
      mark: { unsure: true, note: null, unusable: null },
      seen: 12,
      evidence: null,
    },
  ],
  PressEvidence: [measured],
  PressDisplay: [
    measured.display,
    { channels: [], projection: "mip", slab: null, thickness: null },
  ],
  PressChannel: measured.display.channels,
  MarkPress: [
    { unsure: true, note: null, unusable: null },
    { unsure: null, note: "", unusable: null },
    { unsure: null, note: null, unusable: "torn" },
  ],
  MarkWords: [{ isUnsure: true, note: "dim", unusable: "torn" }],
  GalleryPress: [
    {
      press: 7,
      root: "configured",
      label: 2,
      unsure: null,
      unusable: null,
      blocks: [{ id: "block_0002", seen: [seen, failed] }],
    },
    { press: 8, root: "7f3a", label: null, unsure: false, unusable: null, blocks: [] },
    { press: 9, root: "7f3a", label: null, unsure: null, unusable: "torn", blocks: [] },
  ],
  GalleryBlock: [{ id: "block_0002", seen: [seen, failed] }],
  GalleryRows: [
    {
      root: "configured",
      ids: ["block_0001", "block_0002"],
      labels: [2, 0],
      times: [1732900000, 0],
      marks: [0, 3],
      version: 4,
      refusal: null,
      emptyText: "",
    },
    {
      root: "7f3a",
      ids: [],
      labels: [],
      times: [],
      marks: [],
      version: 1,
      refusal: "not yours",
      emptyText: "No block",
    },
  ],
  PinnedExample: [{ block: after, label: 2 }],
  UndoPress: [{ press: 5, mode: "final", redo: true }],
  LabelOutcome: [outcome, refused],
  OpenPress: [{ press: 3, isStill: true }],
  PressOutcome: [
    { press: 3, outcome: refused },
    { press: 4, outcome: null },
  ],
  PageState: [
    {
      navigation: 9,
      root: "configured",
      id: "block_0002",
      painted: report,
      presses: [{ press: 3, isStill: false }],
    },
    { navigation: 0, root: null, id: null, painted: null, presses: [] },
  ],
  PageTaken: [{ outcomes: [{ press: 4, outcome: null }], show: nothing }],
  ViewerClass: [{ name: "Inhibitory", style: "--class-color:#22aa44;--class-ink:#000" }],
  ViewerOptions: [
    {
      username: "alice",
      classes: [{ name: "Inhibitory", style: "" }],
      settings: null,
      defaultSecondsPerSlice: 2.5,
      campaignSettings: null,
      keys: { unsure: "x", label1: "q" },
      measuresEvidence: true,
    },
  ],
};
