import type { ViewerSettings } from "../display/settings.ts";
import type {
  BlockRef,
  DecisionMode,
  PageCallbacks,
  PaintedReport,
  ShowRequest,
} from "../page/contract.ts";
import { TooLarge } from "../page/page.ts";
import type { StageApi } from "../stage/stageContract.ts";
import type { SliceSource } from "../voxels/sliceSource.ts";
import type { VolumeSource } from "../voxels/volumeSource.ts";
import type { Zyx } from "../voxels/voxelType.ts";
import type { BlockLoad } from "./blockLoad.ts";
import { CurrentBlock } from "./currentBlock.ts";
import { keyOf, Navigation, type Step } from "./navigation.ts";
import { Painted } from "./painted.ts";
import { PrefetchQueue } from "./prefetchQueue.ts";
import { SeenReport } from "./seenReport.ts";

export interface BlockViewerContext {
  readonly page: Pick<PageCallbacks, "onNavigated" | "onPainted">;
  readonly stage: Pick<StageApi, "voxels" | "cursor" | "drawNow">;
  readonly source: Pick<VolumeSource, "load" | "release">;
  readonly slices: Pick<SliceSource, "load" | "anticipate" | "dispose">;
  settings(): ViewerSettings;
  /** The view has to be made and rendered again. */
  render(): void;
  /** Another block is current, or none; called before it is rendered. */
  onOpen(load: BlockLoad | null): void;
  /** The request is in force, with its words for the neighbours. */
  onFollowed(request: ShowRequest): void;
  /** A block's voxels changed; called before they are rendered. */
  onVoxels(load: BlockLoad, isCurrent: boolean): void;
  notice(text: string, severity: "info" | "warning" | "error"): void;
  /** Messages reach C# now; otherwise C# learns everything when it is back. */
  isConnected(): boolean;
  callFailed(error: unknown): void;
}

/** Where the page is; C# learns it when the connection is back. */
export interface PagePosition {
  readonly epoch: number;
  readonly navigation: number;
  readonly current: BlockRef | null;
  readonly painted: PaintedReport | null;
}

/** From key to picture: the current block, its voxels and its neighbours', and what is painted. */
export class BlockViewerState {
  readonly painted = new Painted();
  private readonly navigation = new Navigation();
  private readonly queue: PrefetchQueue;
  private shownBlock: CurrentBlock | null = null;
  /** Shape of the last block; the next one is expected to have the same. */
  private lastShape: Zyx | null = null;
  private readonly seen = new SeenReport();
  private isDisposed = false;

  constructor(private readonly context: BlockViewerContext) {
    this.queue = new PrefetchQueue({
      source: context.source,
      slices: context.slices,
      store: context.stage.voxels,
      openAt: () => context.settings().openAt,
      onChange: (load) => this.arrived(load),
    });
  }

  get current(): BlockRef | null {
    return this.navigation.current;
  }

  get shown(): CurrentBlock | null {
    return this.shownBlock;
  }

  get load(): BlockLoad | null {
    return this.shownBlock?.load ?? null;
  }

  /** Why there is no block. */
  get emptyText(): string {
    return this.navigation.emptyText;
  }

  /** Changes with every move to another block. */
  get epoch(): number {
    return this.navigation.epoch;
  }

  /** The current block's voxels are on screen. */
  get isPainted(): boolean {
    return this.current !== null && this.painted.blockKey === keyOf(this.current);
  }

  get mode(): DecisionMode {
    return this.navigation.mode;
  }

  /** The viewer's own moves. */
  get moves(): number {
    return this.navigation.navigation;
  }

  /** Number of the report that C# has of what is on screen. */
  get seenReport(): number {
    return this.seen.number;
  }

  /** Why C# cannot be told what is on screen: then it cannot be labelled. */
  get seenFault(): string | null {
    return this.seen.fault;
  }

  /** C# wants a block shown. The request is out of date if the annotator has moved on since. */
  show(request: ShowRequest): void {
    if (request.navigation >= this.navigation.navigation) {
      this.follow(request);
    }
  }

  step(step: Step): void {
    const moved = this.navigation.step(step);
    if (moved !== null) {
      this.open();
      void this.tell();
      this.reportSeen();
    } else if (this.navigation.isUntold) {
      const words = "What comes next is not known: the connection to the program is interrupted";
      this.context.notice(words, "warning");
    } else if (!this.navigation.isWaiting && this.current !== null) {
      const end = step > 0 ? "last" : "first";
      this.context.notice(`This is the ${end} block`, "info");
    }
  }

  /** The annotator is about to choose a block: asks for its first slice, unless it is current or there already. */
  anticipate(sliceUrl: string): void {
    const known = this.queue.all.find(({ block }) => block.sliceUrl === sliceUrl);
    if (known === undefined || !(known.isSettled || known === this.load)) {
      this.context.slices.anticipate(sliceUrl, this.context.settings().openAt);
    }
  }

  /** Tells C# where the annotator is; the answer names the neighbours. A later move makes the answer out of date. */
  async tell(): Promise<void> {
    const { current, navigation, context } = this;
    if (current === null) {
      return;
    }
    if (!context.isConnected()) {
      navigation.lose();
      return;
    }
    const { epoch } = navigation;
    navigation.ask();
    let answer: ShowRequest | null = null;
    try {
      answer = await context.page.onNavigated(navigation.navigation, current.root, current.id);
    } catch (error) {
      navigation.lose();
      context.callFailed(error);
    }
    navigation.answered();
    if (answer !== null && !this.isDisposed && epoch === navigation.epoch) {
      this.follow(answer);
    }
  }

  /** What C# learns when the connection is back. */
  state(): PagePosition {
    const { epoch, current, moves } = this;
    return {
      epoch,
      navigation: moves,
      current,
      painted: this.seen.told,
    };
  }

  /** C# has taken over the position. False: the page has moved on since, so C# must be told again. */
  returned(told: PagePosition, show: ShowRequest): boolean {
    const isSeenElse = this.seen.fault === null && told.painted !== this.seen.told;
    if (told.epoch !== this.epoch || isSeenElse) {
      return false;
    }
    this.show(show);
    return true;
  }

  /** The report of what is on screen is too large for C#. */
  refuseReport(error: TooLarge): void {
    this.seen.refuse(this.current?.id ?? "", error);
  }

  reload(root: string, id: string): void {
    const key = keyOf({ root, id });
    const isCurrent = this.load?.key === key;
    this.queue.drop(key);
    if (isCurrent) {
      this.open();
    } else {
      this.arrange();
    }
  }

  retry(index: number): void {
    this.load?.retry(index);
  }

  framePainted(blockKey: string): void {
    if (this.painted.frame(blockKey) && this.isPainted) {
      this.reportSeen();
    }
  }

  dispose(): void {
    this.isDisposed = true;
    this.queue.dispose();
    this.context.slices.dispose();
  }

  private follow(request: ShowRequest): void {
    const moved = this.navigation.accept(request);
    // The same block can come with other files; then it is loaded again.
    const isKept = moved === null && this.current !== null && this.arrange() === this.load;
    if (!isKept) {
      this.open();
      this.reportSeen();
    }
    this.context.onFollowed(request);
    const pendingStep = this.navigation.takePendingStep();
    if (pendingStep !== null) {
      this.step(pendingStep);
    }
  }

  private open(): void {
    const { context } = this;
    const load = this.arrange();
    this.seen.clear();
    this.shownBlock = load === null ? null : new CurrentBlock(load, context, this.lastShape);
    context.onOpen(load);
    if (this.shownBlock === null) {
      context.render();
    } else {
      this.shownBlock.load.retryAway();
      this.shownBlock.open();
    }
  }

  private arrange(): BlockLoad | null {
    const { current, next, previous } = this.navigation;
    return this.queue.arrange(current, next, previous);
  }

  private arrived(load: BlockLoad): void {
    const isCurrent = this.load === load;
    if (load.isSettled) {
      this.lastShape = load.shape ?? this.lastShape;
    }
    this.context.onVoxels(load, isCurrent);
    if (isCurrent) {
      this.shownBlock?.arrived();
      this.context.render();
      this.reportSeen();
    }
    this.queue.prefetch();
  }

  /** Reports what the annotator sees, once it is on screen or known to be unreadable, and whenever it changes. */
  private reportSeen(): void {
    const { current } = this;
    if (current === null || !(this.isPainted || this.load?.isUnreadable === true)) {
      return;
    }
    const { load } = this;
    const report = this.seen.update(current, load?.seen() ?? [], load?.sizesDiffer === true);
    if (report !== null && this.context.isConnected()) {
      this.context.page
        .onPainted(report)
        .catch((error: unknown) => this.reportFailed(report, error));
    }
  }

  private reportFailed(report: PaintedReport, error: unknown): void {
    if (error instanceof TooLarge) {
      this.seen.refuse(report.id, error, report);
    } else {
      this.context.callFailed(error);
    }
  }
}
