import type { PinnedExample } from "../page/contract.ts";
import type { Look } from "../stage/look.ts";
import type { StageDisplay, View } from "../stage/stageContract.ts";
import { type ExampleContext, ShownExample } from "./shownExample.ts";

/** The example beside the block: none, or the one pinned last. It is looked at as the block is, and nothing is decided about it. */
export class ExampleViewer {
  private shown: ShownExample | null = null;
  /** The block's, as it was last drawn. */
  private display: StageDisplay | null = null;

  /** `home` takes the focus that a closed example had. */
  constructor(
    private readonly host: HTMLElement,
    private readonly home: HTMLElement,
    private readonly context: ExampleContext,
  ) {}

  pin(example: PinnedExample): void {
    this.close();
    if (this.display !== null) {
      const onClose = () => this.close();
      this.shown = new ShownExample(this.host, example, this.display, onClose, this.context);
    }
  }

  /** False: there was none. */
  close(): boolean {
    const { shown } = this;
    if (shown === null) {
      return false;
    }
    this.shown = null;
    const hadFocus = shown.hasFocus;
    shown.dispose();
    if (hadFocus) {
      this.home.focus({ preventScroll: true });
    }
    return true;
  }

  /** What is drawn of the block. Between two blocks the channels stay as they were. */
  rendered({ block, display }: View): void {
    const channels = block === null ? (this.display?.channels ?? display.channels) : null;
    this.display = channels === null ? display : { ...display, channels };
    this.shown?.redisplay(this.display);
  }

  /** Where the block is looked at. */
  looked(look: Look): void {
    this.shown?.follow(look);
  }

  /** In another folder the example's name may be another block's. `root` null: no block is shown. */
  shownFrom(root: string | null): void {
    if (root !== null && this.shown !== null && this.shown.example.block.root !== root) {
      this.close();
    }
  }

  /** The files of a block changed on disk. */
  reload(root: string, id: string): void {
    const example = this.shown?.example;
    if (example?.block.root === root && example.block.id === id) {
      this.pin(example);
    }
  }

  dispose(): void {
    this.close();
  }
}
