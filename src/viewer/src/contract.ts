import type { ViewerSettings } from "./settings.ts";

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
}

/** What to show now, and what comes around it in the order the annotator will really go. */
export interface ShowRequest {
  /** The viewer's own navigation counter as C# last heard it; an older one than the viewer's is out of date. */
  readonly navigation: number;
  /** null: nothing to show; `emptyText` says why. */
  readonly block: BlockRef | null;
  readonly next: readonly BlockRef[];
  readonly previous: BlockRef | null;
  readonly emptyText: string;
}

/** File state of a painted channel, as the volume response told it: what the annotator really saw. */
export interface SeenChannel {
  readonly index: number;
  readonly file: string;
  /** "size-mtime" as in the response's ETag, or null for a channel that failed. */
  readonly version: string | null;
  readonly failure: string | null;
}

/** Methods of the C# object behind the page, called with invokeMethodAsync(name, ...args). */
export interface PageCallbacks {
  /** A block became the current one by a key; what C# asks the viewer to show it knows. */
  onNavigated(navigation: number, root: string, id: string): Promise<ShowRequest | null>;
  /** Its voxels are on screen; or, when `seen` names nothing but failures, nothing of it ever will be. */
  onPainted(root: string, id: string, seen: readonly SeenChannel[]): Promise<void>;
  /** Resolves once the label is on disk or refused. label null clears. */
  onLabel(
    root: string,
    id: string,
    label: number | null,
    seen: readonly SeenChannel[],
  ): Promise<LabelOutcome>;
  onUndo(redo: boolean): Promise<ShowRequest | null>;
  /** A settled display setting; C# writes it to preferences/. */
  onSettings(settings: ViewerSettings): Promise<void>;
  /** "help", "escape", "pageDown", ... : keys and buttons the viewer does not own. */
  onCommand(name: string): Promise<void>;
  /** Words for the annotator (soft notice). */
  onNotice(text: string, severity: "info" | "warning" | "error"): Promise<void>;
}

export interface LabelOutcome {
  readonly accepted: boolean;
  /** What to show now when accepting advanced (auto-advance, adjudication); null: stay. */
  readonly show: ShowRequest | null;
}

export interface ViewerOptions {
  /** Whose page this is: settings that arrive under another sign-in are not kept. */
  readonly username: string;
  readonly classCount: number;
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
}

export interface Viewer {
  show(request: ShowRequest): void;
  /** Replaces the settings (campaign display, preferences of another window). */
  apply(settings: ViewerSettings): void;
  /** Labels that are not on the share yet: closing the page then asks. */
  setPending(count: number): void;
  /** The display in force, with changes made on top of the campaign's; null without a picture. */
  display(): ViewerSettings | null;
  /** This display is published for the campaign now; `isWanted`: show it. */
  campaign(settings: ViewerSettings, isWanted: boolean): void;
  /** A class was clicked in the legend: exactly what its key would do. */
  pressLabel(label: number): void;
  /** Voxels of this block changed on disk: drop what is cached and load again. */
  reload(root: string, id: string): void;
  dispose(): void;
}
