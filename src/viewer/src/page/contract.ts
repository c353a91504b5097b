import type { ViewerSettings } from "../display/settings.ts";
import type { SettingsChange } from "../display/settingsChange.ts";

/** One channel of a block as the list knows it; shape and type arrive with the voxels. */
export interface ChannelRef {
  /** Position in the block: the {channel} of the volume URL. */
  readonly index: number;
  readonly name: string;
  /** Unique within the block: the name, or "name (2)" for its second bearer. Settings are kept by it. */
  readonly key: string;
  readonly file: string;
  /** Raw voxels of the whole volume: docs/volume-wire.md. */
  readonly url: string;
}

/** A later request for the same block may bring more channels (a file that holds several): show those then. */
export interface BlockRef {
  /** Identity of the open data root: equal block ids of two roots differ by it. */
  readonly root: string;
  readonly id: string;
  /** One slice of every channel: docs/volume-wire.md. Rows of the block list carry it as data-slice-url. */
  readonly sliceUrl: string;
  readonly channels: readonly ChannelRef[];
  /** Voxel coordinates (z, y, x). */
  readonly focus: readonly [z: number, y: number, x: number] | null;
  /** Voxel size in micrometres (z, y, x) of the campaign, when files carry none. */
  readonly voxelSizeUm: readonly [z: number, y: number, x: number] | null;
  readonly words: BlockWords;
}

/** What the header over the picture says of a block. */
export interface BlockWords {
  /** One's own label, or the final one; null: none. */
  readonly label: number | null;
  /** "block 3 of 60" */
  readonly position: string;
  /** For admins: what all annotators together say. */
  readonly review: {
    readonly isAgreed: boolean;
    readonly hasDisagreement: boolean;
    readonly text: string;
  } | null;
}

/** The words of a block changed since it was told in a ShowRequest. */
export interface WordsOfBlock {
  readonly root: string;
  readonly id: string;
  readonly words: BlockWords;
}

/** What label keys decide: one's own label, or the final one of an adjudication. */
export type DecisionMode = "own" | "final";

/** What to show now, and what comes around it in the order the annotator will really go. */
export interface ShowRequest {
  /** The viewer's own navigation counter as C# last heard it; an older one than the viewer's is out of date. */
  readonly navigation: number;
  /** null: nothing to show; `emptyText` says why. */
  readonly block: BlockRef | null;
  readonly next: readonly BlockRef[];
  readonly previous: BlockRef | null;
  readonly emptyText: string;
  readonly mode: DecisionMode;
}

/** File state of a painted channel, as the volume response told it: what the annotator really saw. */
export interface SeenChannel {
  readonly index: number;
  readonly file: string;
  /** "size-mtime" as in the response's ETag, or null for a channel that failed. */
  readonly version: string | null;
  readonly failure: string | null;
}

/** What is on screen, or known to be unreadable. C# keeps the latest reports: a label key names its own by number. */
export interface PaintedReport {
  readonly number: number;
  readonly root: string;
  readonly id: string;
  readonly seen: readonly SeenChannel[];
}

/** A label key as it was when it was pressed: whatever the page shows by the time it arrives, it means this. */
export interface LabelPress {
  /** Rises with every key of the page that decides something; the same number is never carried out twice. */
  readonly press: number;
  readonly mode: DecisionMode;
  /** The viewer's own moves by then, as in ShowRequest. */
  readonly navigation: number;
  readonly root: string;
  readonly id: string;
  /** null clears. */
  readonly label: number | null;
  /** Number of the PaintedReport that tells what was on screen. */
  readonly seen: number;
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
  /** The whole of what is to be said, where "refused" would not be true or not be enough. */
  readonly sentence: string | null;
  /** What to show now when it led to another block (auto-advance, adjudication, undo); null: stay. */
  readonly show: ShowRequest | null;
  /** It would have gone on to another block, but this is the last. */
  readonly isAtEnd: boolean;
  /** Of the block decided on, as they are now. */
  readonly words: BlockWords | null;
}

/** A key whose answer has not come. */
export interface OpenPress {
  readonly press: number;
  /** The page still shows what it showed then: what the key leads to is to be followed. */
  readonly isStill: boolean;
}

export interface PressOutcome {
  readonly press: number;
  /** null: still under way. One that had not arrived when it was asked for is refused for good. */
  readonly outcome: LabelOutcome | null;
}

/** Where the page is, after a connection that was broken or silent: C# takes it over. */
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
  /** A block became the current one by a key; what C# asks the viewer to show it knows. */
  onNavigated(navigation: number, root: string, id: string): Promise<ShowRequest | null>;
  /** Its voxels are on screen; or, when `seen` names nothing but failures, nothing of it ever will be. */
  onPainted(report: PaintedReport): Promise<void>;
  /** Resolves once the label is on disk or refused. */
  onLabel(press: LabelPress): Promise<LabelOutcome>;
  onUndo(press: UndoPress): Promise<LabelOutcome>;
  onOutcomes(presses: readonly number[]): Promise<readonly PressOutcome[]>;
  /** The circuit answers again: nothing that was told meanwhile need have arrived. */
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
}

/** Elements that Blazor renders once, empty, and never touches again. */
export interface ViewerHost {
  /** Filled with the canvas(es), hover readout, loading text, failure notes. */
  readonly stage: HTMLElement;
  /** Filled with z-slider, autoplay, speed, focus, view mode. */
  readonly sliceBar: HTMLElement;
  /** Filled with one group per channel. */
  readonly channelPanel: HTMLElement;
  /** Filled with the name of the block one is on. */
  readonly place: HTMLElement;
}

export interface Viewer {
  show(request: ShowRequest): void;
  /** What is said of these blocks is different now. */
  tellWords(words: readonly WordsOfBlock[]): void;
  /** Replaces the settings (campaign display, preferences of another window). */
  apply(settings: ViewerSettings): void;
  /** Labels that are not on the share yet: closing the page then asks. */
  setPending(count: number): void;
  /** The display in force, with changes made on top of the campaign's; null without a picture. */
  display(): ViewerSettings | null;
  /** This display is published for the campaign now; `isWanted`: show it. */
  campaign(settings: ViewerSettings, isWanted: boolean): void;
  /** Voxels of this block changed on disk: drop what is cached and load again. */
  reload(root: string, id: string): void;
  dispose(): void;
}
