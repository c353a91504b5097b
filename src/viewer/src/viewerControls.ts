import type { BlockLoad } from "./blocks/blockLoad.ts";
import type { BlockViewerState } from "./blocks/blockViewerState.ts";
import { ContextView } from "./context/contextView.ts";
import { Autoplay, playRange } from "./controls/autoplay.ts";
import { SliceBar } from "./controls/sliceBar.ts";
import { KeysInForce } from "./input/keysInForce.ts";
import { emptyBoxWords } from "./labelling/emptyBox.ts";
import type { ViewerHost, ViewerOptions } from "./page/contract.ts";
import { ChannelPanel } from "./panel/channelPanel.ts";
import type { DisplayController } from "./panel/displayController.ts";
import { failuresOf, noticesOf, panelModelOf, stageDisplayOf } from "./panel/models.ts";
import { LoadingLine } from "./stage/loadingLine.ts";
import type { StageApi } from "./stage/stageContract.ts";
import type { StageNotes } from "./stage/stageNotes.ts";
import type { ViewerActions } from "./viewerActions.ts";

export interface ControlsContext {
  readonly blocks: BlockViewerState;
  readonly displayController: DisplayController;
  readonly notes: StageNotes;
  readonly stage: Pick<StageApi, "cursor" | "isHoldingStaleFrame" | "isMeasuring" | "resetView">;
  readonly options: Pick<ViewerOptions, "classes" | "keys">;
  actions(): ViewerActions;
}

/** The controls around the picture: panel, slice bar, failure notes. They refresh once a frame, however much happens. */
export class ViewerControls {
  readonly autoplay: Autoplay;
  /** Titles of the controls name some of them. */
  readonly keys: KeysInForce;
  readonly around: ContextView;
  private readonly panel: ChannelPanel;
  private readonly bar: SliceBar;
  private readonly loading: LoadingLine;
  private frame = 0;
  private isDue = false;

  constructor(
    host: Pick<ViewerHost, "stage" | "channelPanel" | "sliceBar">,
    private readonly context: ControlsContext,
  ) {
    const { blocks, displayController, stage } = context;
    prepareHost(host.stage);
    this.autoplay = new Autoplay(
      {
        range: () =>
          playRange(
            blocks.isPainted ? (blocks.shown?.depth ?? 0) : 0,
            blocks.load?.focus?.[0] ?? null,
            displayController.current.playReach ?? 0,
          ),
        isThereAndBack: () => displayController.current.playThereAndBack ?? false,
        slice: () => stage.cursor[0],
        show: (slice) => context.actions().setSlice(slice),
      },
      displayController.current.secondsPerSlice,
    );
    this.panel = new ChannelPanel(host.channelPanel, displayController, () =>
      context.actions().askNeuroglancer(),
    );
    this.bar = this.makeBar(host.sliceBar);
    this.around = new ContextView(host.stage, () => this.refreshLater());
    this.loading = new LoadingLine(host.stage);
    this.keys = new KeysInForce(context.options.classes.length);
    this.keys.use(context.options.keys);
  }

  /** Whose contrast limits the picture is shown with, for the header. */
  get limitsSource(): HTMLElement {
    return this.panel.limitsSource;
  }

  /** Lets a block's first picture go first. */
  refreshLater(): void {
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.isDue = this.context.stage.isHoldingStaleFrame;
        if (!this.isDue) {
          this.refresh();
        }
      });
    }
  }

  /** A frame is painted: a refresh that waited for it is due. */
  painted(): void {
    if (this.isDue) {
      this.refreshLater();
    }
  }

  refresh(): void {
    const { blocks, displayController, notes } = this.context;
    const { load, shown } = blocks;
    const settings = displayController.current;
    this.autoplay.seconds = settings.secondsPerSlice;
    if (settings.viewMode === "volume") {
      this.autoplay.stop();
    }
    this.panel.update(panelModelOf(displayController.sources));
    this.bar.update({
      depth: shown?.depth ?? 0,
      slice: shown?.slice ?? 0,
      isPlaying: this.autoplay.isRunning,
      isMeasuring: this.context.stage.isMeasuring,
      isContextOpen: this.around.isOpen,
      hasFocus: (load?.focus ?? null) !== null,
      settings,
    });
    this.around.update(blocks.current, stageDisplayOf(displayController.sources).channels);
    notes.showFailures(failuresOf(load), noticesOf(load));
    notes.showEmptyBox(emptyBoxWords(load?.channels ?? []));
    this.loading.show(shareLoaded(load));
  }

  dispose(): void {
    this.autoplay.stop();
    cancelAnimationFrame(this.frame);
    this.frame = -1;
    this.panel.dispose();
    this.bar.dispose();
    this.loading.dispose();
    this.around.dispose();
  }

  private makeBar(host: HTMLElement): SliceBar {
    const { actions, stage, displayController } = this.context;
    return new SliceBar(host, {
      onSlice: (slice) => actions().setSlice(slice),
      onPlay: () => actions().togglePlay(),
      onGoToFocus: () => actions().goToFocus(),
      onReset: () => stage.resetView(),
      onMeasure: () => actions().act({ kind: "measure" }),
      onContext: () => actions().act({ kind: "context" }),
      onScreenshot: () => void actions().savePicture(),
      onSettings: (change, isSettled) => displayController.change(change, isSettled),
    });
  }
}

/** 0..1 of its channels; null: nothing more comes. */
function shareLoaded(load: BlockLoad | null): number | null {
  if (load === null || load.isSettled) {
    return null;
  }
  return load.channels.filter((channel) => channel.isSettled).length / load.channels.length;
}

function prepareHost(stage: HTMLElement): void {
  stage.tabIndex = 0;
  stage.role = "application";
  stage.ariaLabel = "Block viewer";
  stage.classList.add("pv-stage");
}
