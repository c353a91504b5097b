import { BlockViewerState } from "./blocks/blockViewerState.ts";
import { viewOf } from "./blocks/view.ts";
import { Autoplay } from "./controls/autoplay.ts";
import { SliceBar } from "./controls/sliceBar.ts";
import { DisplaySettings } from "./display/displaySettings.ts";
import type { ViewerSettings } from "./display/settings.ts";
import { SettingsReport } from "./display/settingsReport.ts";
import { Keyboard } from "./input/keyboard.ts";
import { RowPresses } from "./input/rowPresses.ts";
import { BlockHeader } from "./labelling/blockHeader.ts";
import { labelFlowOf } from "./labelling/createLabelFlow.ts";
import { Jump } from "./labelling/jump.ts";
import { LabelFeedback } from "./labelling/labelFeedback.ts";
import type { LabelFlow } from "./labelling/labelFlow.ts";
import { ConnectionMonitor } from "./page/connectionMonitor.ts";
import type {
  ShowRequest,
  Viewer,
  ViewerHost,
  ViewerOptions,
  WordsOfBlock,
} from "./page/contract.ts";
import { type DotNetObject, Page } from "./page/page.ts";
import { PageLifecycle } from "./page/pageLifecycle.ts";
import { keepResumePoint, personChange } from "./page/resume.ts";
import { ChannelPanel } from "./panel/channelPanel.ts";
import { DisplayController } from "./panel/displayController.ts";
import { failuresOf, noticesOf, panelModelOf, stageDisplayOf } from "./panel/models.ts";
import { resync } from "./resync.ts";
import type { StageApi, StageEvents } from "./stage/stageContract.ts";
import { StageNotes } from "./stage/stageNotes.ts";
import { ViewerActions } from "./viewerActions.ts";
import { SliceSource } from "./voxels/sliceSource.ts";
import { VolumeSource } from "./voxels/volumeSource.ts";

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
  private readonly blocks: BlockViewerState;
  private readonly displayController: DisplayController;
  private readonly labels: LabelFlow;
  private readonly report: SettingsReport;
  private readonly notes: StageNotes;
  private readonly header: BlockHeader;
  private readonly feedback: LabelFeedback;
  private readonly jump: Jump;
  private readonly actions: ViewerActions;
  private readonly connection: ConnectionMonitor;
  private readonly panel: ChannelPanel;
  private readonly bar: SliceBar;
  private readonly autoplay: Autoplay;
  private readonly keyboard: Keyboard;
  private readonly presses: RowPresses;
  private readonly lifecycle: PageLifecycle;
  private pending = 0;
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
    this.stage = stage;
    this.header = new BlockHeader(host.place, options.classes);
    this.feedback = new LabelFeedback(this.header.words, options.classes);
    this.header.element.append(this.feedback.element);
    host.stage.append(this.header.element);
    this.notes = new StageNotes(host.stage, { onRetry: (index) => this.blocks.retry(index) });
    this.lifecycle = new PageLifecycle({
      onLeaving: () => this.report.flush(),
      mustAsk: () => this.pending > 0 || this.labels.inFlight > 0,
    });
    this.connection = new ConnectionMonitor(this.page, this.notes, {
      onBack: () => this.blocks.load?.retryAway(),
      onInStep: () => {
        this.jump.end();
        this.report.tellAgain();
      },
      onLost: () => this.lifecycle.reload(),
      resync: () => resync(this.page, this.blocks, this.labels),
    });
    this.jump = new Jump(() => this.connection.doubt());
    this.report = new SettingsReport({
      username: options.username,
      kept: options.settings,
      send: (change) => this.connection.tell(() => this.page.onSettings(change), "Your settings"),
    });
    this.displayController = this.makeDisplayController(options);
    this.blocks = this.makeBlocks();
    this.labels = labelFlowOf({
      page: this.page,
      connection: this.connection,
      blocks: this.blocks,
      feedback: this.feedback,
      jump: this.jump,
      notes: this.notes,
      tellWords: (words) => this.tellWords(words),
    });
    this.autoplay = new Autoplay(
      {
        depth: () => (this.blocks.isPainted ? (this.blocks.shown?.depth ?? 0) : 0),
        slice: () => this.stage.cursor[0],
        show: (slice) => this.actions.setSlice(slice),
      },
      this.displayController.current.secondsPerSlice,
    );
    this.actions = new ViewerActions({
      page: this.page,
      connection: this.connection,
      blocks: this.blocks,
      labels: this.labels,
      feedback: this.feedback,
      jump: this.jump,
      displayController: this.displayController,
      stage,
      autoplay: this.autoplay,
      classCount: options.classes.length,
      refresh: () => this.refreshLater(),
    });
    this.panel = new ChannelPanel(host.channelPanel, this.displayController);
    this.bar = this.makeBar(host.sliceBar);
    host.stage.tabIndex = 0;
    host.stage.role = "application";
    host.stage.ariaLabel = "Block viewer";
    host.stage.classList.add("pv-stage");
    const { actions } = this;
    this.keyboard = new Keyboard(host.stage, options.classes.length, (key) => actions.act(key));
    this.presses = new RowPresses({
      onBlockPressed: (sliceUrl) => this.blocks.anticipate(sliceUrl),
      onBlockClicked: (id) => actions.rowClicked(id),
      onClass: (label) => void this.labels.press(label),
    });
    this.refresh();
    const change = personChange(options.username);
    if (change !== null) {
      this.connection.notice(change, "error");
    }
  }

  show(request: ShowRequest): void {
    this.blocks.show(request);
    this.jump.shown(request.block?.id ?? null);
  }

  tellWords(words: readonly WordsOfBlock[]): void {
    this.header.tell(words);
    this.refreshHeader();
  }

  apply(settings: ViewerSettings): void {
    this.displayController.apply(settings);
  }

  setPending(count: number): void {
    this.pending = count;
  }

  display(): ViewerSettings {
    return this.displayController.inForce;
  }

  campaign(settings: ViewerSettings, isWanted: boolean): void {
    this.displayController.campaignPublished(settings, isWanted);
  }

  reload(root: string, id: string): void {
    this.blocks.reload(root, id);
  }

  dispose(): void {
    this.report.flush();
    this.autoplay.stop();
    this.keyboard.dispose();
    this.presses.dispose();
    this.labels.dispose();
    this.jump.end();
    this.connection.dispose();
    this.lifecycle.dispose();
    this.blocks.dispose();
    cancelAnimationFrame(this.refreshing);
    this.refreshing = -1;
    this.panel.dispose();
    this.bar.dispose();
    this.notes.dispose();
    this.feedback.dispose();
    this.header.dispose();
    this.stage.dispose();
  }

  private stageEvents(): StageEvents {
    return {
      onCursor: () => {
        this.blocks.shown?.moved();
        this.autoplay.restart();
        this.refreshLater();
      },
      onPainted: (_frame, blockKey) => {
        this.blocks.framePainted(blockKey);
        this.refreshHeader();
        if (this.isRefreshDue) {
          this.refreshLater();
        }
      },
      onContextLost: () => {
        this.notes.showGraphicsLost(true);
        this.blocks.framePainted("");
        this.refreshHeader();
      },
      onContextRestored: () => {
        this.notes.showGraphicsLost(false);
      },
    };
  }

  private makeDisplayController(options: ViewerOptions): DisplayController {
    const { settings, campaignSettings, defaultSecondsPerSlice } = options;
    return new DisplayController({
      display: new DisplaySettings(settings, campaignSettings, defaultSecondsPerSlice),
      report: this.report,
      load: () => this.blocks.load,
      retry: (index) => this.blocks.retry(index),
      askCampaign: () => {
        this.page
          .onCommand("campaignDisplay")
          .catch((error: unknown) => this.connection.callFailed(error));
      },
      render: () => this.render(),
      refresh: () => this.refreshLater(),
    });
  }

  private makeBlocks(): BlockViewerState {
    return new BlockViewerState({
      page: this.page,
      stage: this.stage,
      source: new VolumeSource(),
      slices: new SliceSource(),
      settings: () => this.displayController.current,
      render: () => this.render(),
      onOpen: (load) => {
        keepResumePoint(load?.block ?? null);
        this.report.met(load?.block.channels.map(({ key }) => key) ?? []);
        this.displayController.opened(load);
        this.autoplay.restart();
        this.refreshHeader();
        this.refreshLater();
      },
      onFollowed: (request) => {
        this.header.learn(request);
        this.refreshHeader();
      },
      onVoxels: (load, isCurrent) => {
        if (load.isSettled) {
          this.displayController.contrast.countLater(load, () => this.refreshLater());
        }
        if (isCurrent) {
          this.displayController.arrived(load);
        }
      },
      notice: (text, severity) => this.connection.notice(text, severity),
      isConnected: () => this.connection.isUp,
      callFailed: (error) => this.connection.callFailed(error),
    });
  }

  private makeBar(host: HTMLElement): SliceBar {
    return new SliceBar(host, {
      onSlice: (slice) => this.actions.setSlice(slice),
      onPlay: () => this.actions.togglePlay(),
      onGoToFocus: () => this.actions.goToFocus(),
      onReset: () => this.stage.resetView(),
      onScreenshot: () => void this.actions.savePicture(),
      onSettings: (change, isSettled) => this.displayController.change(change, isSettled),
    });
  }

  /** The one place that has something else drawn. */
  private render(): void {
    const { shown, emptyText } = this.blocks;
    const display = stageDisplayOf(this.displayController.sources);
    this.stage.render(viewOf(shown, { display, emptyText }));
  }

  private refreshHeader(): void {
    this.header.update(this.blocks.painted.blockKey, this.blocks.current);
  }

  /** Panel and bar follow once a frame, however much happens in it. A block's first picture goes before them. */
  private refreshLater(): void {
    if (this.refreshing === 0) {
      this.refreshing = requestAnimationFrame(() => {
        this.refreshing = 0;
        this.isRefreshDue = this.stage.isHoldingStaleFrame;
        if (!this.isRefreshDue) {
          this.refresh();
        }
      });
    }
  }

  private refresh(): void {
    const { load, shown } = this.blocks;
    this.autoplay.seconds = this.displayController.current.secondsPerSlice;
    if (this.displayController.current.viewMode === "volume") {
      this.autoplay.stop();
    }
    this.panel.update(panelModelOf(this.displayController.sources));
    this.bar.update({
      depth: shown?.depth ?? 0,
      slice: shown?.slice ?? 0,
      isPlaying: this.autoplay.isRunning,
      hasFocus: (load?.focus ?? null) !== null,
      settings: this.displayController.current,
    });
    this.notes.showFailures(failuresOf(load), noticesOf(load));
  }
}
