import { BlockLoad } from "../blocks/blockLoad.ts";
import { viewOf } from "../blocks/view.ts";
import type { LabelClass, PinnedExample } from "../page/contract.ts";
import { visibleName } from "../page/visibleName.ts";
import type { DisplayController } from "../panel/displayController.ts";
import { failuresOf } from "../panel/models.ts";
import type { Look } from "../stage/look.ts";
import { createStage } from "../stage/stage.ts";
import type { StageApi, StageDisplay, StageEvents } from "../stage/stageContract.ts";
import { SliceSource } from "../voxels/sliceSource.ts";
import type { VolumeSource } from "../voxels/volumeSource.ts";
import { exampleDisplay, lackedBy } from "./exampleDisplay.ts";
import { ExamplePane } from "./examplePane.ts";

export interface ExampleContext {
  /** Where the block stands that is labelled. */
  readonly stage: Pick<StageApi, "look" | "follow">;
  readonly source: Pick<VolumeSource, "load" | "release">;
  readonly classes: readonly LabelClass[];
  readonly displayController: Pick<DisplayController, "channelOf" | "dragContrast">;
}

/** One example in its pane, with voxels and graphics of its own, which go with it. */
export class ShownExample {
  private readonly pane: ExamplePane;
  private readonly stage: StageApi | null;
  private readonly load: BlockLoad | null;
  private display: StageDisplay;
  private isGraphicsLost = false;

  constructor(
    host: HTMLElement,
    readonly example: PinnedExample,
    display: StageDisplay,
    onClose: () => void,
    private readonly context: ExampleContext,
  ) {
    const { block, label } = example;
    const { name = "", style = "" } = context.classes[label - 1] ?? {};
    this.display = display;
    this.pane = new ExamplePane(
      host,
      { className: name, label, style, id: block.id },
      { onClose, onRetry: () => this.readAgain() },
    );
    this.stage = createStage(this.pane.stage, this.stageEvents(), "example");
    this.load = this.stage === null ? null : this.loadOn(this.stage);
    const { look } = context.stage;
    if (look !== null) {
      this.stage?.follow(look);
    }
    this.load?.loadVolumes(false);
    this.render();
  }

  get hasFocus(): boolean {
    return this.pane.hasFocus;
  }

  redisplay(display: StageDisplay): void {
    if (JSON.stringify(display) !== JSON.stringify(this.display)) {
      this.display = display;
      this.render();
    }
  }

  follow(look: Look): void {
    this.stage?.follow(look);
  }

  dispose(): void {
    this.load?.dispose();
    this.stage?.dispose();
    this.pane.dispose();
  }

  private stageEvents(): StageEvents {
    return {
      onMoved: (look) => this.context.stage.follow(look),
      onContrast: (dx, dy, phase) => this.context.displayController.dragContrast(dx, dy, phase),
      onContextLost: () => this.graphics(true),
      onContextRestored: () => this.graphics(false),
    };
  }

  private loadOn({ voxels }: StageApi): BlockLoad {
    return new BlockLoad(this.example.block, {
      source: this.context.source,
      slices: new SliceSource(),
      store: voxels,
      onChange: () => this.render(),
    });
  }

  private graphics(isLost: boolean): void {
    this.isGraphicsLost = isLost;
    this.render();
  }

  private readAgain(): void {
    for (const { index, canRetry } of failuresOf(this.load)) {
      if (canRetry) {
        this.load?.retry(index);
      }
    }
  }

  private render(): void {
    const { load, stage } = this;
    if (load === null || stage === null) {
      this.pane.tell(NO_GRAPHICS, false);
      return;
    }
    const { id } = load.block;
    const states = load.channels.map(({ state }) => state);
    const controller = this.context.displayController;
    const display = exampleDisplay(this.display, load, (key, keys) =>
      controller.channelOf(key, keys),
    );
    const shown = { id, states, stageBlock: load.stageBlock, placement: null };
    stage.render(viewOf(shown, { display, emptyText: "" }));
    const failures = failuresOf(load);
    this.pane.tell(
      this.isGraphicsLost ? GRAPHICS_LOST : wordsOf(load, this.display),
      !this.isGraphicsLost && failures.some(({ canRetry }) => canRetry),
    );
  }
}

/** Each reason once, and what of the display is not the block's. */
function wordsOf(load: BlockLoad, display: StageDisplay): string {
  const channels = new Map<string, string[]>();
  for (const { name, file, reason } of failuresOf(load)) {
    channels.set(reason, [...(channels.get(reason) ?? []), `${name} (${file})`]);
  }
  const failed = [...channels].map(([reason, of]) => `${of.join(", ")}: ${reason}`);
  const isComparable = load.stageBlock !== null && display.channels.length > 0;
  const lacked = isComparable ? lackedBy(display, load).filter(({ isReadable }) => isReadable) : [];
  const names = lacked.map(({ ref }) => visibleName(ref.key));
  return names.length === 0
    ? failed.join("\n")
    : [...failed, `Not in the block, shown with limits of its own: ${names.join(", ")}`].join("\n");
}

const NO_GRAPHICS =
  "There is no picture: the browser has no graphics left for a second one. Close other windows of this browser, then open " +
  "the example again.";

const GRAPHICS_LOST =
  "The graphics of this example were lost. They come back by themselves in most cases; if not, close it and open it again.";
