import type { BlockFlow } from "./blocks/blockViewerState.ts";
import type { Autoplay } from "./controls/autoplay.ts";
import type { KeyAction } from "./input/keys.ts";
import type { Jump } from "./labelling/jump.ts";
import type { LabelFeedback } from "./labelling/labelFeedback.ts";
import type { LabelFlow } from "./labelling/labelFlow.ts";
import type { PageLink } from "./page/connectionMonitor.ts";
import type { Page } from "./page/page.ts";
import type { Looks } from "./panel/displayController.ts";
import { savePng } from "./stage/screenshot.ts";
import type { StageApi } from "./stage/stageContract.ts";

export interface ActionSurroundings {
  readonly page: Page;
  readonly link: PageLink;
  readonly flow: BlockFlow;
  readonly labels: LabelFlow;
  readonly feedback: LabelFeedback;
  readonly jump: Jump;
  readonly looks: Looks;
  readonly stage: StageApi;
  readonly autoplay: Autoplay;
  readonly classCount: number;
  /** Controls must show what is in force now. */
  refresh(): void;
}

/** What keys and the bar's buttons do. */
export class ViewerActions {
  constructor(private readonly around: ActionSurroundings) {}

  act(action: KeyAction): void {
    const { labels, feedback, flow } = this.around;
    switch (action.kind) {
      case "label":
        void labels.press(action.label);
        break;
      case "noClass":
        feedback.refused(noClassText(action.label, this.around.classCount));
        break;
      case "clear":
        void labels.press(null);
        break;
      case "undo":
        void labels.undo(action.redo);
        break;
      case "block":
        flow.step(action.step);
        break;
      case "slice":
        this.setSlice((flow.shown?.slice ?? 0) + action.step);
        break;
      case "autoplay":
        this.togglePlay();
        break;
      case "resetView":
        this.around.stage.resetView();
        break;
      case "firstBlock":
      case "lastBlock":
      case "pageUp":
      case "pageDown":
      case "help":
      case "escape":
        void this.command(action.kind);
        break;
      default:
        this.around.looks.act(action);
    }
  }

  setSlice(slice: number): void {
    this.around.flow.shown?.setSlice(slice);
    this.around.autoplay.restart();
    this.around.refresh();
  }

  goToFocus(): void {
    const { shown } = this.around.flow;
    const focus = shown?.load.focus ?? null;
    if (shown?.isOnStage && focus !== null) {
      this.around.stage.center(focus);
      shown.moved();
      this.around.refresh();
    }
  }

  togglePlay(): void {
    const { autoplay, looks, link } = this.around;
    if (looks.current.viewMode === "volume") {
      link.notice("Slices play in the slice and quad views: V goes there", "info");
    } else if (autoplay.isRunning) {
      autoplay.stop();
    } else {
      autoplay.start();
    }
    this.around.refresh();
  }

  async savePicture(): Promise<void> {
    const name = (this.around.flow.current?.id ?? "view").replaceAll("/", "_");
    try {
      savePng(await this.around.stage.screenshot(), `${name}_z${this.around.stage.cursor[0]}.png`);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.around.link.notice(`No picture was saved: ${words}`, "error");
    }
  }

  /** A row of the list was clicked; C# gets the click as well, and shows the block. */
  rowClicked(id: string): void {
    this.around.jump.begin(`${id} was asked for`, (shown) => shown === id);
  }

  private async command(name: string): Promise<void> {
    const { page, link, jump, flow } = this.around;
    const isLeaving = name === "escape";
    if (isLeaving && flow.mode === "final") {
      // Whatever is shown until then: the answer tells that it has been left.
      jump.begin("the adjudication is being left", () => false);
    } else if (!isLeaving && name !== "help") {
      jump.begin("another block was asked for", () => true);
    }
    try {
      await page.onCommand(name);
    } catch (error) {
      link.callFailed(error);
    }
    if (name !== "help") {
      jump.end();
    }
  }
}

function noClassText(label: number, classCount: number): string {
  const there = classCount === 1 ? "1 only" : `1 to ${classCount}`;
  return `No class ${label}: this campaign has ${there}`;
}
