import type { ViewerSettings } from "../display/settings.ts";
import type { SettingsChange } from "../display/settingsChange.ts";
import type { BlockPlace } from "./blockPlace.ts";
import type { PressEvidence } from "./pressEvidence.ts";

/** One channel of a block as the list knows it; shape and type arrive with the voxels. */
export interface ChannelRef {
  /** Position in the block: the {channel} of the volume URL. */
  readonly index: number;
  readonly name: string;
  /** Unique within the block: the name, or "name (2)" for the second channel of that name. Key of the settings. */
  readonly key: string;
  readonly file: string;
  /** Raw voxels of the whole volume: docs/volume-wire.md. */
  readonly url: string;
}

/** A channel that more than half of the blocks of its folder have, and this one has not. */
export interface MissingChannel {
  /** Among the channels of the others. */
  readonly position: number;
  readonly name: string;
  readonly fileName: string;
}

/** A later request for the same block may bring more channels (a file that holds several): show those then. */
export interface BlockRef {
  /** Identity of the open data root: equal block ids of two roots differ by it. */
  readonly root: string;
  readonly id: string;
  /** Where its files are, as the program sees it. */
  readonly folder: string;
  /** One slice of every channel: docs/volume-wire.md. Rows of the block list carry it as data-slice-url. */
  readonly sliceUrl: string;
  readonly channels: readonly ChannelRef[];
  readonly missing: readonly MissingChannel[];
  /** Voxel coordinates (z, y, x). */
  readonly focus: readonly [z: number, y: number, x: number] | null;
  /** Voxel size in micrometres (z, y, x) of the campaign, when files carry none. */
  readonly voxelSizeUm: readonly [z: number, y: number, x: number] | null;
  /** Of a box around a point of a large volume; null: it is a folder of files, or shown blind. */
  readonly place: BlockPlace | null;
  readonly words: BlockWords;
}

/** What the header above the picture says of a block. */
export interface BlockWords {
  /** One's own label, or the final one; null: none. */
  readonly label: number | null;
  /** Its name, then and now, where its class was renamed or split since; null: it has the name of its class. */
  readonly labelName: string | null;
  /** "3 of 60" */
  readonly position: string;
  /** For admins: what all annotators together say. */
  readonly review: {
    readonly isAgreed: boolean;
    readonly hasDisagreement: boolean;
    readonly text: string;
  } | null;
  /** What one says beside the label; null: nothing, or final labels are decided. */
  readonly mark: MarkWords | null;
}

export interface MarkWords {
  readonly isUnsure: boolean;
  readonly note: string | null;
  /** Why the block cannot be judged; null: nothing is said of that. */
  readonly unusable: string | null;
}

/** The words of a block changed since the last ShowRequest. */
export interface WordsOfBlock {
  readonly root: string;
  readonly id: string;
  readonly words: BlockWords;
}

/** What label keys decide: one's own label, the final one of an adjudication, or a second opinion on a block that another admin decides. */
export type DecisionMode = "own" | "final" | "second";

/** What to show now, and its neighbours in the order in which the annotator goes. */
export interface ShowRequest {
  /** The viewer's navigation counter as C# last heard it; a request older than the viewer's counter is out of date. */
  readonly navigation: number;
  /** null: nothing to show; `emptyText` says why. */
  readonly block: BlockRef | null;
  readonly next: readonly BlockRef[];
  readonly previous: BlockRef | null;
  readonly emptyText: string;
  readonly mode: DecisionMode;
}

/** What the annotator saw of a channel: the file's state as the volume response gave it. */
export interface SeenChannel {
  readonly index: number;
  readonly file: string;
  /** "size-mtime" as in the response's ETag, or null for a channel that failed. */
  readonly version: string | null;
  readonly failure: string | null;
  /** The file could not be reached, which says nothing of what is in it. */
  readonly isOutage: boolean;
}

/** What is on screen, or known to be unreadable. C# keeps the latest reports; a label key names its report by number. */
export interface PaintedReport {
  readonly number: number;
  readonly root: string;
  readonly id: string;
  readonly seen: readonly SeenChannel[];
  /** Of the channels whose volumes are there. */
  readonly sizesDiffer: boolean;
}

/** A label key at the moment of the press. It keeps this meaning, whatever the page shows when it arrives. */
export interface LabelPress {
  /** Rises with every deciding key of the page; C# carries out no number twice. */
  readonly press: number;
  readonly mode: DecisionMode;
  /** The viewer's own moves by then, as in ShowRequest. */
  readonly navigation: number;
  readonly root: string;
  readonly id: string;
  /** null clears, but says nothing beside a mark. */
  readonly label: number | null;
  /** A flag or note and no label; null: a label. */
  readonly mark: MarkPress | null;
  /** Number of the PaintedReport that tells what was on screen. */
  readonly seen: number;
  /** null: nothing is measured, or it is no label of one's own. */
  readonly evidence: PressEvidence | null;
}

/** null says nothing. */
export interface MarkPress {
  /** false takes the flag back. */
  readonly unsure: boolean | null;
  /** Empty takes the note back. */
  readonly note: string | null;
  /** Why the block cannot be judged; empty: it can. */
  readonly unusable: string | null;
}

/** A key or button of the gallery, and what it is about. */
export interface GalleryPress {
  /** As in LabelPress: the page counts all of them together. */
  readonly press: number;
  readonly root: string;
  /** null clears, but says nothing beside a flag. */
  readonly label: number | null;
  /** A flag and no label; null: a label, or why they cannot be judged. */
  readonly unsure: boolean | null;
  /** Why none of them can be judged; null: a label, or a flag. */
  readonly unusable: string | null;
  readonly blocks: readonly GalleryBlock[];
}

export interface GalleryBlock {
  readonly id: string;
  /** What its thumbnail was made from. */
  readonly seen: readonly SeenChannel[];
}

/** The blocks that pass the filter, in the list's order; every array has one item a block. */
export interface GalleryRows {
  readonly root: string;
  readonly ids: readonly string[];
  /** 0: none. */
  readonly labels: readonly number[];
  /** Of the labels, in seconds since 1970; 0: unknown, or no label. */
  readonly times: readonly number[];
  /** The sum of 1: flagged as unsure; 2: with a note; 4: cannot be judged. */
  readonly marks: readonly number[];
  /** Rises with every change; at least 1. */
  readonly version: number;
  /** Why nothing can be labelled now; null: it can. */
  readonly refusal: string | null;
  /** Why there is no block; empty where there are some. */
  readonly emptyText: string;
}

/** A block that shows what a class means: stands beside the one that is labelled. */
export interface PinnedExample {
  readonly block: BlockRef;
  /** Number of the class. */
  readonly label: number;
}

export interface UndoPress {
  readonly press: number;
  readonly mode: DecisionMode;
  readonly redo: boolean;
}

/** What came of a LabelPress or UndoPress. */
export interface LabelOutcome {
  /** A decision is stored. */
  readonly accepted: boolean;
  /** Why it was refused. */
  readonly reason: string | null;
  /** Replaces the usual words where "accepted" or "refused" is not true or not enough. */
  readonly sentence: string | null;
  /** What to show now when it led to another block (auto-advance, adjudication, undo); null: stay. */
  readonly show: ShowRequest | null;
  /** Auto-advance found no next block: this is the last. */
  readonly isAtEnd: boolean;
  /** A disk failed behind the decision: it is perhaps stored. `sentence` says so. */
  readonly isUnknown: boolean;
  /** Of many blocks, those whose files are others than their thumbnails were made from. */
  readonly changed: readonly string[];
  /** The new words of the decided block. */
  readonly words: BlockWords | null;
}

/** A key whose answer has not come. */
export interface OpenPress {
  readonly press: number;
  /** The page still shows the same block, so it follows where the key leads. */
  readonly isStill: boolean;
}

export interface PressOutcome {
  readonly press: number;
  /** null: still under way. C# refuses for good a press that had not arrived when the page asked for it. */
  readonly outcome: LabelOutcome | null;
}

/** Where the page is; C# takes it over after a broken or silent connection. */
export interface PageState {
  readonly navigation: number;
  readonly root: string | null;
  readonly id: string | null;
  readonly painted: PaintedReport | null;
  readonly presses: readonly OpenPress[];
}

export interface PageTaken {
  readonly outcomes: readonly PressOutcome[];
  readonly show: ShowRequest;
}

/** Methods of the C# object behind the page, called with invokeMethodAsync(name, ...args). */
export interface PageCallbacks {
  /** A key made this block the current one. C# already knows the blocks that it asks the viewer to show. */
  onNavigated(navigation: number, root: string, id: string): Promise<ShowRequest | null>;
  /** The block's voxels are on screen; or every channel failed, so none ever will be. */
  onPainted(report: PaintedReport): Promise<void>;
  /** Resolves once the label is on disk or refused. */
  onLabel(press: LabelPress): Promise<LabelOutcome>;
  /** Many blocks at once: all or none. */
  onGallery(press: GalleryPress): Promise<LabelOutcome>;
  /** `known`: the version that the page has, 0 for none; null: there is no other. */
  onGalleryRows(known: number): Promise<GalleryRows | null>;
  /** A block of the gallery is to be shown in the picture. */
  onGalleryOpen(root: string, id: string): Promise<void>;
  onUndo(press: UndoPress): Promise<LabelOutcome>;
  onOutcomes(presses: readonly number[]): Promise<readonly PressOutcome[]>;
  /** The circuit answers again; messages sent meanwhile may be lost. */
  onReturned(state: PageState): Promise<PageTaken>;
  /** A settled display setting; C# writes it to preferences/. */
  onSettings(change: SettingsChange): Promise<void>;
  /** "help", "escape", "pageDown", ... : keys and buttons the viewer does not own. */
  onCommand(name: string): Promise<void>;
  /** Words for the annotator (soft notice). */
  onNotice(text: string, severity: "info" | "warning" | "error"): Promise<void>;
}

export interface LabelClass {
  readonly name: string;
  /** Declarations of the CSS variables --class-color and --class-ink. */
  readonly style: string;
}

export interface ViewerOptions {
  /** Whose page this is: settings that arrive under another sign-in are not kept. */
  readonly username: string;
  /** Class 1 first. */
  readonly classes: readonly LabelClass[];
  readonly settings: ViewerSettings | null;
  readonly defaultSecondsPerSlice: number;
  readonly campaignSettings: ViewerSettings | null;
  /** Command (input/keyMap.ts) and key of all that have one; null: the standard keys. */
  readonly keys: Readonly<Record<string, string>> | null;
  /** Evidence is recorded of this person's labels. */
  readonly measuresEvidence: boolean;
}

/** Elements that Blazor renders once, empty, and never touches again. */
export interface ViewerHost {
  /** Filled with the canvas(es), hover readout, loading text. */
  readonly stage: HTMLElement;
  /** Filled with z-slider, autoplay, speed, focus, view mode. */
  readonly sliceBar: HTMLElement;
  /** Filled with one group per channel. */
  readonly channelPanel: HTMLElement;
  /** The header above the picture: filled with the block's class, name and place, and with what becomes of a key. */
  readonly place: HTMLElement;
  /** The gallery's part of the page: filled with its tools, tiles and actions. */
  readonly gallery: HTMLElement;
  /** Beside the picture: empty, or filled with the example that is pinned. */
  readonly example: HTMLElement;
  /** The strip below the top bar: filled with what keeps label keys from counting. */
  readonly banner: HTMLElement;
}

export interface Viewer {
  show(request: ShowRequest): void;
  /** The words of these blocks changed. */
  tellWords(words: readonly WordsOfBlock[]): void;
  /** Shows an example beside the block, in the place of another one, until it is closed. */
  pin(example: PinnedExample): void;
  /** The gallery is on screen, or no longer; while it is, its blocks may have changed. `selected`: these, if there are any. */
  gallery(isOpen: boolean, selected: readonly string[]): void;
  /** Shows the thumbnail of a block in an empty element of the Review; null: none is chosen. */
  preview(host: HTMLElement, root: string, id: string | null): void;
  /** Replaces the settings (campaign display, preferences of another window). */
  apply(settings: ViewerSettings): void;
  /** Labels that are not on the share yet; with any, closing the page asks first. */
  setPending(count: number): void;
  /** The display in force, with changes made on top of the campaign's; null without a picture. */
  display(): ViewerSettings | null;
  /** This display is published for the campaign now; `isWanted`: show it. */
  campaign(settings: ViewerSettings, isWanted: boolean): void;
  /** Voxels of this block changed on disk: drop what is cached and load again. */
  reload(root: string, id: string): void;
  /** Does what a key does, by the name of its action: a command of the palette. */
  run(name: string): void;
  /** Other keys are in force from now on, as in ViewerOptions. */
  keys(keys: Readonly<Record<string, string>>): void;
  dispose(): void;
}
