import { BlockViewerState } from "./blocks/blockViewerState.ts";
import { viewOf } from "./blocks/view.ts";
import { DisplaySettings } from "./display/displaySettings.ts";
import type { ViewerSettings } from "./display/settings.ts";
import { SettingsReport } from "./display/settingsReport.ts";
import { ExampleViewer } from "./example/exampleViewer.ts";
import { Gallery } from "./gallery/gallery.ts";
import { RowPresses } from "./input/rowPresses.ts";
import { BlockHeader } from "./labelling/blockHeader.ts";
import { createLabelFlow } from "./labelling/createLabelFlow.ts";
import { Evidence } from "./labelling/evidence.ts";
import { Jump } from "./labelling/jump.ts";
import { LabelFeedback } from "./labelling/labelFeedback.ts";
import type { LabelFlow } from "./labelling/labelFlow.ts";
import { NoteEditor } from "./labelling/noteEditor.ts";
import { ConnectionMonitor } from "./page/connectionMonitor.ts";
import type {
  PinnedExample,
  ShowRequest,
  Viewer,
  ViewerHost,
  ViewerOptions,
  WordsOfBlock,
} from "./page/contract.ts";
import { type DotNetObject, Page } from "./page/page.ts";
import { PageLifecycle } from "./page/pageLifecycle.ts";
import { RelativeTimes } from "./page/relativeTime.ts";
import { keepResumePoint, tellPersonChange } from "./page/resume.ts";
import { DisplayController } from "./panel/displayController.ts";
import { stageDisplayOf } from "./panel/models.ts";
import { resync } from "./resync.ts";
import { createStage } from "./stage/stage.ts";
import type { StageApi, StageEvents } from "./stage/stageContract.ts";
import { StageNotes } from "./stage/stageNotes.ts";
import { ViewerActions } from "./viewerActions.ts";
import { ViewerControls } from "./viewerControls.ts";
import { SliceSource } from "./voxels/sliceSource.ts";
import { VolumeSource } from "./voxels/volumeSource.ts";

interface ViewerSetup {
  readonly host: ViewerHost;
  readonly callbacks: DotNetObject;
  readonly options: ViewerOptions;
  readonly stage: StageApi;
}

/** One viewer for the life of the page: puts the parts together and hands keys and clicks to them. */
export class BlockViewer implements Viewer {
  private readonly stage: StageApi;
  private readonly blocks: BlockViewerState;
  private readonly displayController: DisplayController;
  private readonly labels: LabelFlow;
  private readonly evidence: Evidence | null;
  private readonly report: SettingsReport;
  private readonly notes: StageNotes;
  private readonly header: BlockHeader;
  private readonly jump: Jump;
  private readonly connection: ConnectionMonitor;
  private readonly controls: ViewerControls;
  private readonly actions: ViewerActions;
  private readonly tiles: Gallery;
  private readonly example: ExampleViewer;
  /** In the order of disposal. */
  private readonly parts: readonly { dispose(): void }[];
  private pending = 0;

  /** Null: this browser has no WebGL2. */
  static create(setup: Omit<ViewerSetup, "stage">): BlockViewer | null {
    const events: StageEvents = {};
    const stage = createStage(setup.host.stage, events);
    if (stage === null) {
      return null;
    }
    const viewer = new BlockViewer({ ...setup, stage });
    Object.assign(events, viewer.stageEvents());
    return viewer;
  }

  private constructor({ host, callbacks, options, stage }: ViewerSetup) {
    const page = new Page(callbacks);
    this.stage = stage;
    this.header = new BlockHeader(host.place, options.classes, {
      onStep: (step) => this.actions.act({ kind: "block", step }),
    });
    const { aside } = this.header;
    const feedback = new LabelFeedback(this.header.words, options.classes);
    aside.append(feedback.element);
    this.notes = new StageNotes(
      { stage: host.stage, banner: host.banner, aside },
      { onRetry: (index) => this.blocks.retry(index) },
    );
    const lifecycle = new PageLifecycle({
      onLeaving: () => this.report.flush(),
      mustAsk: () => this.pending > 0 || this.labels.inFlight > 0,
    });
    this.connection = new ConnectionMonitor(page, this.notes, {
      onBack: () => this.blocks.load?.retryAway(),
      onInStep: () => {
        this.jump.end();
        this.report.tellAgain();
      },
      onLost: () => lifecycle.reload(),
      resync: () => resync(page, this.blocks, this.labels),
    });
    const { connection, notes } = this;
    this.jump = new Jump((dropped) => {
      if (dropped !== null) feedback.hint(`Not yet: ${dropped}`);
      connection.doubt();
    });
    this.report = new SettingsReport({
      username: options.username,
      kept: options.settings,
      send: (change) => connection.tell(() => page.onSettings(change), "Your settings"),
    });
    this.displayController = new DisplayController({
      display: DisplaySettings.of(options),
      report: this.report,
      load: () => this.blocks.load,
      retry: (index) => this.blocks.retry(index),
      askCampaign: () => this.actions.askCampaign(),
      render: () => this.render(),
      refresh: () => this.controls.refreshLater(),
    });
    const source = new VolumeSource();
    this.blocks = this.makeBlocks(page, source);
    const { blocks, displayController, jump } = this;
    const beside = { stage, source, classes: options.classes, displayController };
    this.example = new ExampleViewer(host.example, host.stage, beside);
    const measured = { stage: host.stage, blocks, displayController };
    this.evidence = options.measuresEvidence ? new Evidence(measured) : null;
    this.labels = createLabelFlow({
      page,
      connection,
      blocks,
      feedback,
      jump,
      notes,
      tellWords: (words) => this.tellWords(words),
      markOf: (root, id) => this.header.markOf(root, id),
      evidence: this.evidence,
    });
    const noteEditor = new NoteEditor(host.stage);
    this.controls = new ViewerControls(host, {
      blocks,
      displayController,
      notes,
      stage,
      options,
      actions: () => this.actions,
    });
    aside.append(this.controls.limitsSource);
    this.actions = new ViewerActions({
      page,
      connection,
      blocks,
      labels: this.labels,
      noteEditor,
      feedback,
      jump,
      displayController,
      stage,
      controls: this.controls,
      closeExample: () => this.example.close(),
      refresh: () => this.controls.refreshLater(),
    });
    this.tiles = new Gallery(host.gallery, {
      page,
      connection,
      labels: this.labels,
      noteEditor,
      displayController,
      classes: options.classes,
      keys: this.controls.keys,
      act: (action) => this.actions.act(action),
    });
    this.parts = [
      this.actions.listen(host.stage),
      new RowPresses(this.actions.rowEvents),
      { dispose: () => this.evidence?.dispose() },
      this.labels,
      { dispose: () => jump.cancel() },
      connection,
      lifecycle,
      blocks,
      this.controls,
      notes,
      feedback,
      noteEditor,
      this.header,
      this.tiles,
      this.example,
      new RelativeTimes(),
      stage,
    ];
    this.controls.refresh();
    tellPersonChange(options.username, (words) => connection.notice(words, "error"));
  }

  show(request: ShowRequest): void {
    this.example.shownFrom(request.block?.root ?? null);
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

  pin(example: PinnedExample): void {
    this.example.pin(example);
  }

  reload(root: string, id: string): void {
    this.blocks.reload(root, id);
    this.example.reload(root, id);
    this.tiles.reload(id);
  }

  gallery(isOpen: boolean, selected: readonly string[]): void {
    this.tiles.show(isOpen, selected, this.blocks.current?.id ?? null);
  }

  preview(host: HTMLElement, root: string, id: string | null): void {
    this.tiles.review.show(host, root, id);
  }

  keys(keys: Readonly<Record<string, string>>): void {
    this.controls.keys.use(keys);
  }

  run(name: string): void {
    this.actions.run(name);
  }

  dispose(): void {
    this.report.flush();
    this.controls.autoplay.stop();
    for (const part of this.parts) {
      part.dispose();
    }
  }

  private stageEvents(): StageEvents {
    return {
      onCursor: () => {
        this.blocks.shown?.moved();
        this.controls.autoplay.restart();
        this.controls.refreshLater();
      },
      onLooked: (look) => this.example.looked(look),
      onContrast: (dx, dy, phase) => this.displayController.dragContrast(dx, dy, phase),
      onPainted: (_frame, blockKey) => {
        this.blocks.framePainted(blockKey);
        this.evidence?.painted();
        this.refreshHeader();
        this.controls.painted();
      },
      onContextLost: () => {
        this.notes.showGraphicsLost(true);
        this.blocks.framePainted("");
        this.refreshHeader();
      },
      onContextRestored: () => this.notes.showGraphicsLost(false),
    };
  }

  private makeBlocks(page: Page, source: VolumeSource): BlockViewerState {
    return new BlockViewerState({
      page,
      stage: this.stage,
      source,
      slices: new SliceSource(undefined, (words) => this.connection.notice(words, "warning")),
      settings: () => this.displayController.current,
      render: () => this.render(),
      onOpen: (load) => {
        keepResumePoint(load?.block ?? null);
        this.report.met(load?.block.channels.map(({ key }) => key) ?? []);
        this.displayController.opened(load);
        this.controls.autoplay.restart();
        this.refreshHeader();
      },
      onFollowed: (request) => {
        this.header.learn(request);
        this.refreshHeader();
      },
      onVoxels: (load, isCurrent) => {
        if (load.isSettled) this.displayController.countLater(load);
        if (isCurrent) this.displayController.arrived(load);
      },
      notice: (text, severity) => this.connection.notice(text, severity),
      isConnected: () => this.connection.isUp,
      callFailed: (error) => this.connection.callFailed(error),
    });
  }

  /** The one place that has something else drawn. */
  private render(): void {
    const { shown, emptyText } = this.blocks;
    const display = stageDisplayOf(this.displayController.sources);
    const view = viewOf(shown, { display, emptyText });
    this.stage.render(view);
    this.example.rendered(view);
    this.tiles?.redisplay();
  }

  private refreshHeader(): void {
    this.header.update(this.blocks.painted.blockKey, this.blocks.current);
  }
}
