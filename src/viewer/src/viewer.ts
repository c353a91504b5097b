import { BlockFlow } from "./blocks/blockViewerState.ts";
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
import { PageLink } from "./page/connectionMonitor.ts";
import type {
  ShowRequest,
  Viewer,
  ViewerHost,
  ViewerOptions,
  WordsOfBlock,
} from "./page/contract.ts";
import { type DotNetObject, Page } from "./page/page.ts";
import { PageLife } from "./page/pageLifecycle.ts";
import { keepResumePoint, personChange } from "./page/resume.ts";
import { ChannelPanel } from "./panel/channelPanel.ts";
import { Looks } from "./panel/displayController.ts";
import { failuresOf, noticesOf, panelModelOf } from "./panel/models.ts";
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
  private readonly flow: BlockFlow;
  private readonly looks: Looks;
  private readonly labels: LabelFlow;
  private readonly report: SettingsReport;
  private readonly notes: StageNotes;
  private readonly header: BlockHeader;
  private readonly feedback: LabelFeedback;
  private readonly jump: Jump;
  private readonly actions: ViewerActions;
  private readonly link: PageLink;
  private readonly panel: ChannelPanel;
  private readonly bar: SliceBar;
  private readonly autoplay: Autoplay;
  private readonly keyboard: Keyboard;
  private readonly presses: RowPresses;
  private readonly life: PageLife;
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
    this.notes = new StageNotes(host.stage, { onRetry: (index) => this.flow.retry(index) });
    this.life = new PageLife({
      onLeaving: () => this.report.flush(),
      mustAsk: () => this.pending > 0 || this.labels.inFlight > 0,
    });
    this.link = new PageLink(this.page, this.notes, {
      onBack: () => this.flow.load?.retryAway(),
      onInStep: () => {
        this.jump.end();
        this.report.tellAgain();
      },
      onLost: () => this.life.reload(),
      resync: () => resync(this.page, this.flow, this.labels),
    });
    this.jump = new Jump(() => this.link.doubt());
    this.report = new SettingsReport({
      username: options.username,
      kept: options.settings,
      send: (change) => this.link.tell(() => this.page.onSettings(change), "Your settings"),
    });
    this.looks = this.makeLooks(options);
    this.flow = this.makeFlow();
    this.labels = labelFlowOf({
      page: this.page,
      link: this.link,
      flow: this.flow,
      feedback: this.feedback,
      jump: this.jump,
      notes: this.notes,
      tellWords: (words) => this.tellWords(words),
    });
    this.autoplay = new Autoplay(
      {
        depth: () => (this.flow.isPainted ? (this.flow.shown?.depth ?? 0) : 0),
        slice: () => this.stage.cursor[0],
        show: (slice) => this.actions.setSlice(slice),
      },
      this.looks.current.secondsPerSlice,
    );
    this.actions = new ViewerActions({
      page: this.page,
      link: this.link,
      flow: this.flow,
      labels: this.labels,
      feedback: this.feedback,
      jump: this.jump,
      looks: this.looks,
      stage,
      autoplay: this.autoplay,
      classCount: options.classes.length,
      refresh: () => this.refreshLater(),
    });
    this.panel = new ChannelPanel(host.channelPanel, this.looks);
    this.bar = this.makeBar(host.sliceBar);
    host.stage.tabIndex = 0;
    host.stage.role = "application";
    host.stage.ariaLabel = "Block viewer";
    host.stage.classList.add("pv-stage");
    const { actions } = this;
    this.keyboard = new Keyboard(host.stage, options.classes.length, (key) => actions.act(key));
    this.presses = new RowPresses({
      onBlockPressed: (sliceUrl) => this.flow.anticipate(sliceUrl),
      onBlockClicked: (id) => actions.rowClicked(id),
      onClass: (label) => void this.labels.press(label),
    });
    this.refresh();
    const change = personChange(options.username);
    if (change !== null) {
      this.link.notice(change, "error");
    }
  }

  show(request: ShowRequest): void {
    this.flow.show(request);
    this.jump.shown(request.block?.id ?? null);
  }

  tellWords(words: readonly WordsOfBlock[]): void {
    this.header.tell(words);
    this.refreshHeader();
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

  reload(root: string, id: string): void {
    this.flow.reload(root, id);
  }

  dispose(): void {
    this.report.flush();
    this.autoplay.stop();
    this.keyboard.dispose();
    this.presses.dispose();
    this.labels.dispose();
    this.jump.end();
    this.link.dispose();
    this.life.dispose();
    this.flow.dispose();
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
        this.flow.shown?.moved();
        this.autoplay.restart();
        this.refreshLater();
      },
      onPainted: (_frame, blockKey) => {
        this.flow.framePainted(blockKey);
        this.refreshHeader();
        if (this.isRefreshDue) {
          this.refreshLater();
        }
      },
      onContextLost: () => {
        this.notes.showGraphicsLost(true);
        this.flow.framePainted("");
        this.refreshHeader();
      },
      onContextRestored: () => {
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
        this.report.met(load?.block.channels.map(({ key }) => key) ?? []);
        this.looks.opened(load);
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
          this.looks.contrast.countLater(load, () => this.refreshLater());
        }
        if (isCurrent) {
          this.looks.arrived(load);
        }
      },
      notice: (text, severity) => this.link.notice(text, severity),
      isConnected: () => this.link.isUp,
      callFailed: (error) => this.link.callFailed(error),
    });
  }

  private makeBar(host: HTMLElement): SliceBar {
    return new SliceBar(host, {
      onSlice: (slice) => this.actions.setSlice(slice),
      onPlay: () => this.actions.togglePlay(),
      onGoToFocus: () => this.actions.goToFocus(),
      onReset: () => this.stage.resetView(),
      onScreenshot: () => void this.actions.savePicture(),
      onSettings: (change, isSettled) => this.looks.change(change, isSettled),
    });
  }

  private refreshHeader(): void {
    this.header.update(this.flow.painted.blockKey, this.flow.current);
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
}
