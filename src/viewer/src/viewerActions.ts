import type { BlockViewerState } from "./blocks/blockViewerState.ts";
import { otherSpeed } from "./controls/autoplay.ts";
import { focusNextArea, focusSearch } from "./input/areas.ts";
import { BEHIND_DIALOG, Keyboard } from "./input/keyboard.ts";
import type { KeyAction } from "./input/keys.ts";
import type { RowPressEvents } from "./input/rowPresses.ts";
import type { TextKind } from "./labelling/decision.ts";
import type { Jump } from "./labelling/jump.ts";
import type { LabelFeedback } from "./labelling/labelFeedback.ts";
import type { LabelFlow } from "./labelling/labelFlow.ts";
import type { NoteEditor } from "./labelling/noteEditor.ts";
import { blockName } from "./page/blockName.ts";
import type { ConnectionMonitor } from "./page/connectionMonitor.ts";
import type { Page } from "./page/page.ts";
import type { DisplayController } from "./panel/displayController.ts";
import { savePng } from "./stage/screenshot.ts";
import type { StageApi } from "./stage/stageContract.ts";
import type { ViewerControls } from "./viewerControls.ts";

export interface ActionContext {
  readonly page: Page;
  readonly connection: ConnectionMonitor;
  readonly blocks: BlockViewerState;
  readonly labels: LabelFlow;
  readonly noteEditor: NoteEditor;
  readonly feedback: LabelFeedback;
  readonly jump: Jump;
  readonly displayController: DisplayController;
  readonly stage: StageApi;
  readonly controls: Pick<ViewerControls, "autoplay" | "keys" | "around">;
  /** False: none is pinned. */
  closeExample(): boolean;
  /** Controls must show what is in force now. */
  refresh(): void;
}

/** What the palette runs as a key would; App/Components/PageCommands.cs names them. */
const RUN: Readonly<Record<string, KeyAction>> = {
  undo: { kind: "undo", redo: false },
  redo: { kind: "undo", redo: true },
  clear: { kind: "clear" },
  autoContrast: { kind: "autoContrast" },
  solo: { kind: "solo" },
  campaign: { kind: "campaign" },
  viewMode: { kind: "viewMode" },
  autoplay: { kind: "autoplay" },
  resetView: { kind: "resetView" },
  measure: { kind: "measure" },
  context: { kind: "context" },
  unsure: { kind: "unsure" },
  note: { kind: "note" },
  unusable: { kind: "unusable" },
};

/** These open a dialog or another tab, and lead to no other block. */
const DIALOGS = new Set(["help", "palette", "gallery"]);

/** They are about one block. */
const DECIDES = new Set(["clear", "unsure", "note", "unusable"]);

/** What keys and the bar's buttons do. */
export class ViewerActions {
  private paletteOf = "";

  constructor(private readonly context: ActionContext) {}

  /** What presses and clicks on Blazor's rows do. */
  get rowEvents(): RowPressEvents {
    const { blocks, labels } = this.context;
    return {
      onBlockPressed: (sliceUrl) => blocks.anticipate(sliceUrl),
      onBlockClicked: (id) => this.rowClicked(id),
      onClass: (label) => void labels.press(label, "click"),
      onMark: (kind) => this.act({ kind }),
      onPalette: () => this.paletteAsked(),
      onClassAgain: () => labels.refuse("A double click counts once"),
    };
  }

  /** To the keys of the page, whenever the stage has them. */
  listen(stage: HTMLElement): Keyboard {
    const { controls, connection } = this.context;
    const blocked = () => connection.notice(BEHIND_DIALOG, "info");
    return new Keyboard(stage, controls.keys, (key) => this.act(key), undefined, blocked);
  }

  act(action: KeyAction): void {
    const { labels, feedback, blocks, jump } = this.context;
    feedback.pressed();
    switch (action.kind) {
      case "label":
        void labels.press(action.label);
        break;
      case "noClass":
        feedback.refused(this.context.controls.keys.noClassText(action.label));
        break;
      case "noLabel":
        feedback.refused(`Not labelled: ${action.label} labels without Ctrl or Cmd`);
        break;
      case "noMeaning":
        feedback.hint(`${action.character} does nothing here: ? shows the keys`);
        break;
      case "channel":
        this.toggleChannel(action);
        break;
      case "noClear":
        this.context.connection.notice("Backspace clears the label", "info");
        break;
      case "clear":
        void labels.press(null);
        break;
      case "unsure":
        void labels.flag();
        break;
      case "note":
      case "unusable":
        this.beginText(action.kind);
        break;
      case "undo":
        void labels.undo(action.redo);
        break;
      case "block":
        jump.after(() => blocks.step(action.step));
        break;
      case "slice":
        this.setSlice((blocks.shown?.slice ?? 0) + action.step);
        break;
      case "autoplay":
        this.togglePlay();
        break;
      case "playSpeed":
        this.changeSpeed(action.step);
        break;
      case "resetView":
        this.context.stage.resetView();
        break;
      case "context":
        this.context.controls.around.toggle();
        break;
      case "search":
        focusSearch();
        break;
      case "nextArea":
        focusNextArea();
        break;
      case "measure":
        feedback.hint(
          this.context.stage.toggleMeasuring()
            ? `Drag a line on a slice to measure it${this.sayKey("; ", "measure", " ends")}`
            : "Measuring is off",
        );
        this.context.refresh();
        break;
      case "firstBlock":
      case "lastBlock":
      case "pageUp":
      case "pageDown":
      case "nextDataSet":
      case "nextUnlabelled":
      case "nextUnsure":
      case "fold":
      case "palette":
      case "gallery":
      case "help":
      case "escape":
        void this.command(action.kind);
        break;
      default:
        this.context.displayController.act(action);
    }
  }

  /** What it decides is about the block that is painted now, whatever is by the time it is chosen. */
  paletteAsked(): void {
    this.paletteOf = this.context.blocks.painted.blockKey;
  }

  /** A command of the palette. */
  run(name: string): void {
    const action = RUN[name];
    const isElsewhere = this.paletteOf !== this.context.blocks.painted.blockKey;
    if (DECIDES.has(name) && isElsewhere) {
      this.context.feedback.refused(
        "Not done: another block is on screen than when the commands were opened",
      );
    } else if (action !== undefined) {
      this.act(action);
    } else if (name === "goToFocus") {
      this.goToFocus();
    } else if (name === "savePicture") {
      void this.savePicture();
    } else if (name === "closeExample" && !this.context.closeExample()) {
      this.context.feedback.hint("No example is open beside the block");
    } else if (name === "escape") {
      this.context.closeExample();
    }
  }

  setSlice(slice: number): void {
    this.context.blocks.shown?.setSlice(slice);
    this.context.controls.autoplay.restart();
    this.context.refresh();
  }

  goToFocus(): void {
    if (this.context.blocks.shown?.goToFocus()) {
      this.context.refresh();
    }
  }

  togglePlay(): void {
    const { controls, displayController, connection } = this.context;
    const { autoplay } = controls;
    if (displayController.current.viewMode === "volume") {
      const there = this.sayKey(": ", "viewMode", " goes there");
      connection.notice(`Slices play in the slice and quad views${there}`, "info");
    } else if (autoplay.isRunning) {
      autoplay.stop();
    } else {
      autoplay.start();
    }
    this.context.refresh();
  }

  private changeSpeed(step: 1 | -1): void {
    const { displayController, feedback } = this.context;
    const secondsPerSlice = otherSpeed(displayController.current.secondsPerSlice, step);
    displayController.change({ secondsPerSlice }, true);
    feedback.hint(`Slices play at ${Number((1 / secondsPerSlice).toFixed(2))} a second`);
  }

  /** Nothing where the command has no key. */
  private sayKey(before: string, command: string, after: string): string {
    const key = this.context.controls.keys.keyOf(command);
    return key === null ? "" : `${before}${key}${after}`;
  }

  private toggleChannel(action: Extract<KeyAction, { kind: "channel" }>): void {
    const { blocks, feedback, displayController } = this.context;
    const count = blocks.load?.channels.length ?? 0;
    if (action.position >= 0 && action.position < count) {
      displayController.act(action);
    } else {
      const there = count === 1 ? "1 channel" : `${count} channels`;
      feedback.hint(`No channel ${action.position + 1}: this block has ${there}`);
    }
  }

  async savePicture(): Promise<void> {
    const name = blockName(this.context.blocks.current?.id ?? "view").replaceAll("/", "_");
    try {
      savePng(
        await this.context.stage.screenshot(),
        `${name}_z${this.context.stage.cursor[0]}.png`,
      );
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.context.connection.notice(`No picture was saved: ${words}`, "error");
    }
  }

  /** No display was published when the page opened: C# looks again. */
  askCampaign(): void {
    const { page, connection } = this.context;
    page.onCommand("campaignDisplay").catch((error: unknown) => connection.callFailed(error));
  }

  askNeuroglancer(): void {
    const { page, connection } = this.context;
    page.onCommand("neuroglancer").catch((error: unknown) => connection.callFailed(error));
  }

  /** The annotator clicked a row of the list; C# gets the click as well and shows the block. */
  rowClicked(id: string): void {
    this.context.jump.begin(`${id} was asked for`, (shown) => shown === id);
  }

  private beginText(kind: TextKind): void {
    const { labels, noteEditor } = this.context;
    const begun = labels.beginText(kind);
    if (begun !== null) {
      const { moment, text } = begun;
      const save = (written: string) => labels.write(kind, written, moment);
      noteEditor.open({ kind, id: moment.id, text, save });
    }
  }

  private async command(name: string): Promise<void> {
    if (name === "palette") {
      this.paletteAsked();
    }
    const { page, connection, jump, blocks } = this.context;
    const isLeaving = name === "escape";
    if (isLeaving && blocks.mode !== "own") {
      // No block that C# shows ends this: only the answer tells that the adjudication is left.
      jump.begin("the adjudication is being left", () => false);
    } else if (!isLeaving && !DIALOGS.has(name)) {
      jump.begin("another block was asked for", () => true);
    }
    try {
      await page.onCommand(name);
    } catch (error) {
      connection.callFailed(error);
      if (jump.cancel()) {
        this.context.feedback.hint("Not moved: the program did not answer");
      }
    }
    if (!DIALOGS.has(name)) {
      jump.end();
    }
  }
}
