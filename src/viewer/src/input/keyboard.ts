import { FocusRules } from "./focusRules.ts";
import { isBrowsersToo, type KeyAction } from "./keys.ts";
import type { KeysInForce } from "./keysInForce.ts";

export const BEHIND_DIALOG = "Nothing is labelled while a dialog is open: Esc closes it";

/** What would decide something, were no dialog open. */
const DECIDES: ReadonlySet<KeyAction["kind"]> = new Set([
  "label",
  "noClass",
  "clear",
  "noClear",
  "undo",
  "unsure",
  "unusable",
]);

/** Hands the viewer its key presses and leaves all others alone. */
export class Keyboard {
  private readonly rules: FocusRules;
  private readonly off = new AbortController();

  constructor(
    home: HTMLElement,
    private readonly keys: KeysInForce,
    private readonly onAction: (action: KeyAction) => void,
    /** Takes a key before it means what it means everywhere; false: it does not. */
    private readonly takes: (event: KeyboardEvent) => boolean = () => false,
    /** A key that decides was pressed while a dialog is open, and nothing in there takes it. */
    private readonly onBlocked: () => void = () => undefined,
  ) {
    this.rules = new FocusRules(home);
    document.addEventListener("keydown", (event) => this.pressed(event), {
      signal: this.off.signal,
    });
  }

  dispose(): void {
    this.off.abort();
    this.rules.dispose();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented) {
      return;
    }
    const owner = this.rules.ownerOf(event.key);
    if (owner === "text") {
      this.leaveText(event);
    } else if (owner === "viewer") {
      this.act(event);
    } else if (this.rules.isBehindDialog) {
      const action = this.keys.actionOf(event);
      if (action !== null && DECIDES.has(action.kind)) {
        this.onBlocked();
      }
    }
  }

  private leaveText(event: KeyboardEvent): void {
    const { target } = event;
    const isMultiLine = target instanceof HTMLTextAreaElement;
    // A search that finds nothing is typed again: keys that follow are no labels.
    const isRefused = target instanceof Element && target.ariaInvalid === "true";
    const leaves = event.key === "Escape" || (event.key === "Enter" && !isMultiLine && !isRefused);
    if (leaves && !event.isComposing) {
      this.rules.goHome();
    }
  }

  private act(event: KeyboardEvent): void {
    if (!event.isComposing && this.takes(event)) {
      event.preventDefault();
      return;
    }
    const action = this.keys.actionOf(event);
    if (action !== null) {
      if (!isBrowsersToo(action)) {
        event.preventDefault();
      }
      this.onAction(action);
    } else if (this.keys.isHeldKeyOfOurs(event)) {
      event.preventDefault();
    }
  }
}
