import { BlockFlow } from "./blockFlow.ts";
import type { ShowRequest, Viewer, ViewerHost, ViewerOptions } from "./contract.ts";
import { Autoplay } from "./controls/autoplay.ts";
import { SliceBar } from "./controls/sliceBar.ts";
import { DisplaySettings } from "./displaySettings.ts";
import { ClearPresses } from "./input/clearPresses.ts";
import { Keyboard } from "./input/keyboard.ts";
import type { KeyAction } from "./input/keys.ts";
import { RowPresses } from "./input/rowPresses.ts";
import { LabelFlow } from "./labelFlow.ts";
import { Looks } from "./looks.ts";
import { failuresOf, noticesOf, panelModelOf } from "./models.ts";
import { type DotNetObject, Page } from "./page.ts";
import { PageLife } from "./pageLife.ts";
import { PageLink } from "./pageLink.ts";
import { ChannelPanel } from "./panel/channelPanel.ts";
import { keepResumePoint, personChange } from "./resume.ts";
import type { ViewerSettings } from "./settings.ts";
import { SettingsReport } from "./settingsReport.ts";
import { SliceSource } from "./sliceSource.ts";
import { savePng } from "./stage/screenshot.ts";
import type { StageApi, StageEvents } from "./stage/stageContract.ts";
import { StageNotes } from "./stageNotes.ts";
import { VolumeSource } from "./volumeSource.ts";

export interface ViewerParts {
  /** Reads the events each time: they are filled in after the stage is made. Null: no WebGL2. */
  readonly makeStage: (host: HTMLElement, events: StageEvents) => StageApi | null;
}

interface ViewerSetup {
  readonly host: ViewerHost;
  readonly callbacks: DotNetObject;
  readonly options: ViewerOptions;
  readonly stage: StageApi;
}

/** One viewer for the life of the page: puts the parts together and hands keys and clicks to them. */
export class BlockViewer implements Viewer {
  private readonly page: Page;
  private readonly stage: StageApi;
  private readonly flow: BlockFlow;
  private readonly looks: Looks;
  private readonly labels: LabelFlow;
  private readonly report: SettingsReport;
  private readonly notes: StageNotes;
  private readonly link: PageLink;
  private readonly panel: ChannelPanel;
  private readonly bar: SliceBar;
  private readonly autoplay: Autoplay;
  private readonly keyboard: Keyboard;
  private readonly presses: RowPresses;
  private readonly clearPresses: ClearPresses;
  private readonly life: PageLife;
  private readonly classCount: number;
  private pending = 0;
  private isGraphicsLost = false;
  private refreshing = 0;
  private isRefreshDue = false;

  /** Null: this browser has no WebGL2. */
  static create(
    host: ViewerHost,
    callbacks: DotNetObject,
    options: ViewerOptions,
    parts: ViewerParts,
  ): BlockViewer | null {
    const events: StageEvents = {};
    const stage = parts.makeStage(host.stage, events);
    if (stage === null) {
      return null;
    }
    const viewer = new BlockViewer({ host, callbacks, options, stage });
    Object.assign(events, viewer.stageEvents());
    return viewer;
  }

  private constructor({ host, callbacks, options, stage }: ViewerSetup) {
    this.page = new Page(callbacks);
    this.classCount = options.classCount;
    this.stage = stage;
    this.notes = new StageNotes(host.stage, { onRetry: (index) => this.flow.retry(index) });
    this.life = new PageLife({
      onLeaving: () => this.report.flush(),
      mustAsk: () => this.pending > 0 || this.labels.inFlight > 0,
    });
    this.link = new PageLink(this.page, this.notes, {
      onBack: () => this.flow.load?.retryAway(),
      onLost: () => this.life.reload(),
    });
    this.report = new SettingsReport({
      username: options.username,
      send: (settings) =>
        this.page.onSettings(settings).catch((error: unknown) => this.link.callFailed(error)),
    });
    this.looks = this.makeLooks(options);
    this.flow = this.makeFlow();
    this.labels = this.makeLabelFlow();
    this.autoplay = new Autoplay(
      {
        depth: () => (this.flow.isPainted ? (this.flow.shown?.depth ?? 0) : 0),
        slice: () => this.stage.cursor[0],
        show: (slice) => this.setSlice(slice),
      },
      this.looks.current.secondsPerSlice,
    );
    this.panel = new ChannelPanel(host.channelPanel, this.looks);
    this.bar = this.makeBar(host.sliceBar);
    host.stage.tabIndex = 0;
    host.stage.role = "application";
    host.stage.ariaLabel = "Block viewer";
    host.stage.classList.add("pv-stage");
    this.keyboard = new Keyboard(host.stage, options.classCount, (action) => this.act(action));
    this.presses = new RowPresses((sliceUrl) => this.flow.anticipate(sliceUrl));
    this.clearPresses = new ClearPresses(() => void this.labels.press(null));
    this.refresh();
    const change = personChange(options.username);
    if (change !== null) {
      this.link.notice(change, "error");
    }
  }

  show(request: ShowRequest): void {
    this.flow.show(request);
  }

  apply(settings: ViewerSettings): void {
    this.looks.apply(settings);
  }

  setPending(count: number): void {
    this.pending = count;
  }

  display(): ViewerSettings {
    return this.looks.inForce;
  }

  campaign(settings: ViewerSettings, isWanted: boolean): void {
    this.looks.campaignPublished(settings, isWanted);
  }

  pressLabel(label: number): void {
    void this.labels.press(label);
  }

  reload(root: string, id: string): void {
    this.flow.reload(root, id);
  }

  dispose(): void {
    this.report.flush();
    this.autoplay.stop();
    this.keyboard.dispose();
    this.presses.dispose();
    this.clearPresses.dispose();
    this.link.dispose();
    this.life.dispose();
    this.flow.dispose();
    cancelAnimationFrame(this.refreshing);
    this.refreshing = -1;
    this.panel.dispose();
    this.bar.dispose();
    this.notes.dispose();
    this.stage.dispose();
  }

  private stageEvents(): StageEvents {
    return {
      onCursor: () => {
        this.flow.shown?.moved();
        this.autoplay.restart();
        this.refreshLater();
      },
      onPainted: (_frame, blockKey) => {
        this.flow.framePainted(blockKey);
        if (this.isRefreshDue) {
          this.refreshLater();
        }
      },
      onContextLost: () => {
        this.isGraphicsLost = true;
        this.notes.showGraphicsLost(true);
        this.flow.framePainted("");
      },
      onContextRestored: () => {
        this.isGraphicsLost = false;
        this.notes.showGraphicsLost(false);
      },
    };
  }

  private makeLooks(options: ViewerOptions): Looks {
    const { settings, campaignSettings, defaultSecondsPerSlice } = options;
    return new Looks({
      display: new DisplaySettings(settings, campaignSettings, defaultSecondsPerSlice),
      stage: this.stage,
      report: this.report,
      load: () => this.flow.load,
      retry: (index) => this.flow.retry(index),
      askCampaign: () => {
        this.page
          .onCommand("campaignDisplay")
          .catch((error: unknown) => this.link.callFailed(error));
      },
      refresh: () => this.refreshLater(),
    });
  }

  private makeFlow(): BlockFlow {
    return new BlockFlow({
      page: this.page,
      stage: this.stage,
      source: new VolumeSource(),
      slices: new SliceSource(),
      settings: () => this.looks.current,
      onOpen: (load) => {
        keepResumePoint(load?.block ?? null);
        this.looks.opened(load);
        this.autoplay.restart();
        this.refreshLater();
      },
      onVoxels: (load, isCurrent) => {
        if (load.isSettled) {
          this.looks.contrast.countLater(load, () => this.refreshLater());
        }
        if (isCurrent) {
          this.looks.arrived(load);
        }
      },
      notice: (text, severity) => this.link.notice(text, severity),
      callFailed: (error) => this.link.callFailed(error),
    });
  }

  private makeLabelFlow(): LabelFlow {
    const { flow } = this;
    return new LabelFlow({
      page: this.page,
      circumstances: () => ({
        hasBlock: flow.current !== null,
        isPainted: flow.isPainted,
        isGraphicsLost: this.isGraphicsLost,
        isConnected: this.link.isUp,
        readableChannels: flow.load?.readableChannels ?? 0,
        isLoading: flow.load?.isSettled === false,
        sinceAdvanceMs: flow.painted.sinceAdvanceMs,
      }),
      painted: () =>
        flow.current === null
          ? null
          : { root: flow.current.root, id: flow.current.id, seen: flow.seen() },
      epoch: () => flow.epoch,
      notice: (text, severity) => this.link.notice(text, severity),
      advance: (request, isAdvance) => flow.show(request, isAdvance),
      overtaken: () => void flow.tell(),
    });
  }

  private makeBar(host: HTMLElement): SliceBar {
    return new SliceBar(host, {
      onSlice: (slice) => this.setSlice(slice),
      onPlay: () => this.togglePlay(),
      onGoToFocus: () => this.goToFocus(),
      onReset: () => this.stage.resetView(),
      onScreenshot: () => void this.savePicture(),
      onSettings: (change, isSettled) => this.looks.change(change, isSettled),
    });
  }

  private setSlice(slice: number): void {
    this.flow.shown?.setSlice(slice);
    this.autoplay.restart();
    this.refreshLater();
  }

  private goToFocus(): void {
    const { shown } = this.flow;
    const focus = shown?.load.focus ?? null;
    if (shown?.isOnStage && focus !== null) {
      this.stage.center(focus);
      shown.moved();
      this.refreshLater();
    }
  }

  private togglePlay(): void {
    if (this.looks.current.viewMode === "volume") {
      this.link.notice("Slices play in the slice and quad views: V goes there", "info");
    } else if (this.autoplay.isRunning) {
      this.autoplay.stop();
    } else {
      this.autoplay.start();
    }
    this.refreshLater();
  }

  /** Panel and bar follow once a frame, however much happens in it. A block's first picture goes before them. */
  private refreshLater(): void {
    if (this.refreshing === 0) {
      this.refreshing = requestAnimationFrame(() => {
        this.refreshing = 0;
        this.isRefreshDue = this.stage.isParting;
        if (!this.isRefreshDue) {
          this.refresh();
        }
      });
    }
  }

  private refresh(): void {
    const { load, shown } = this.flow;
    this.autoplay.seconds = this.looks.current.secondsPerSlice;
    if (this.looks.current.viewMode === "volume") {
      this.autoplay.stop();
    }
    this.panel.update(panelModelOf(this.looks.sources));
    this.bar.update({
      depth: shown?.depth ?? 0,
      slice: shown?.slice ?? 0,
      isPlaying: this.autoplay.isRunning,
      hasFocus: (load?.focus ?? null) !== null,
      settings: this.looks.current,
    });
    this.notes.showFailures(failuresOf(load), noticesOf(load));
  }

  private async savePicture(): Promise<void> {
    const name = (this.flow.current?.id ?? "view").replaceAll("/", "_");
    try {
      savePng(await this.stage.screenshot(), `${name}_z${this.stage.cursor[0]}.png`);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.link.notice(`No picture was saved: ${words}`, "error");
    }
  }

  private act(action: KeyAction): void {
    switch (action.kind) {
      case "label":
        void this.labels.press(action.label);
        break;
      case "noClass":
        this.link.notice(noClassText(action.label, this.classCount), "warning");
        break;
      case "clear":
        void this.labels.press(null);
        break;
      case "undo":
        void this.labels.undo(action.redo);
        break;
      case "block":
        this.flow.step(action.step);
        break;
      case "slice":
        this.setSlice((this.flow.shown?.slice ?? 0) + action.step);
        break;
      case "autoplay":
        this.togglePlay();
        break;
      case "resetView":
        this.stage.resetView();
        break;
      case "firstBlock":
      case "lastBlock":
      case "pageUp":
      case "pageDown":
      case "help":
      case "escape":
        this.page.onCommand(action.kind).catch((error: unknown) => this.link.callFailed(error));
        break;
      default:
        this.looks.act(action);
    }
  }
}

function noClassText(label: number, classCount: number): string {
  const there = classCount === 1 ? "1 only" : `1 to ${classCount}`;
  return `No class ${label}: this campaign has ${there}`;
}
