import { BEHIND_DIALOG, Keyboard } from "../input/keyboard.ts";
import type { KeyAction } from "../input/keys.ts";
import type { KeysInForce } from "../input/keysInForce.ts";
import { galleryKeyOf } from "./galleryKeys.ts";

/** What the keys of the gallery do. */
export interface GalleryCommands {
  readonly linesOnScreen: number;
  /** No tile is there. */
  readonly isEmpty: boolean;
  /** The block under the cursor in the picture; false: there is none. */
  open(): boolean;
  /** The same of a gallery that is left; false: the picture goes on with its own block. */
  leave(): boolean;
  selectGroup(): void;
  move(columns: number, lines: number, isRange: boolean): void;
  toggle(): void;
  deselect(): void;
  /** null clears. */
  label(label: number | null): void;
  flag(): void;
  /** Asks why the blocks cannot be judged. */
  cannotJudge(): void;
  refuse(words: string): void;
  hint(words: string): void;
  /** What a key means everywhere. */
  act(action: KeyAction): void;
}

const MEANS_NOTHING = "This key means nothing in the gallery";
const NO_TILE = "No block is shown here: another filter, or G for the picture";

/** The keys while the gallery is on screen. No key is silent. */
export class GalleryKeyboard {
  private readonly keyboard: Keyboard;

  constructor(
    home: HTMLElement,
    private readonly keys: KeysInForce,
    private readonly commands: GalleryCommands,
  ) {
    this.keyboard = new Keyboard(
      home,
      keys,
      (action) => this.act(action),
      (event) => this.takes(event),
      () => commands.hint(BEHIND_DIALOG),
    );
  }

  dispose(): void {
    this.keyboard.dispose();
  }

  /** Keys that mean something here only. */
  private takes(event: KeyboardEvent): boolean {
    const { commands } = this;
    const key = galleryKeyOf(event, commands.linesOnScreen);
    if (key !== null && commands.isEmpty) {
      commands.hint(NO_TILE);
      return true;
    }
    switch (key?.kind) {
      case "open":
        commands.open();
        break;
      case "group":
        commands.selectGroup();
        break;
      case "move":
        commands.move(key.columns, key.lines, key.isRange);
        break;
    }
    return key !== null;
  }

  private act(action: KeyAction): void {
    const { commands } = this;
    switch (action.kind) {
      case "label":
        commands.label(action.label);
        break;
      case "noClass":
        commands.refuse(this.keys.noClassText(action.label));
        break;
      case "clear":
        commands.label(null);
        break;
      case "unsure":
        commands.flag();
        break;
      case "unusable":
        commands.cannotJudge();
        break;
      case "block":
        commands.move(action.step, 0, false);
        break;
      case "autoplay":
        if (commands.isEmpty) {
          commands.hint(NO_TILE);
        } else {
          commands.toggle();
        }
        break;
      case "escape":
        commands.deselect();
        break;
      case "gallery":
        if (!commands.leave()) {
          commands.act(action);
        }
        break;
      case "undo":
      case "help":
        commands.act(action);
        break;
      default:
        commands.hint(MEANS_NOTHING);
    }
  }
}
