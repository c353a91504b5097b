import { blockName } from "../page/blockName.ts";
import { button, element, setAttribute, setText } from "../page/dom.ts";
import type { TextKind } from "./decision.ts";
import { NOTE_LENGTH, noteFault, noteLength } from "./noteText.ts";

export interface NoteContext {
  readonly kind: TextKind;
  /** The block's, or what several blocks are called together. */
  readonly id: string;
  /** As it is so far; empty: there is none. */
  readonly text: string;
  /** Has the keys again once it is closed; else where it was made for. */
  readonly home?: HTMLElement;
  /** Null: it is kept, or what came of it is told elsewhere. Else why not, in words. */
  save(text: string): Promise<string | null>;
}

const TITLES: Readonly<Record<TextKind, (name: string) => string>> = {
  note: (name) => `Note on ${name}`,
  unusable: (name) => `Why can ${name} not be judged?`,
};

const LABELS: Readonly<Record<TextKind, string>> = { note: "Note", unusable: "Cannot be judged" };

/** The dialog for a block's note, or why it cannot be judged: Enter saves, Esc cancels, and what is refused stays in the field. */
export class NoteEditor {
  private readonly title = element("h2", {
    class: "pv-note-title",
    attributes: { id: "pv-note-title" },
  });
  private readonly input = element("input", {
    class: "pv-note-input",
    testId: "note-input",
    attributes: {
      type: "text",
      autocomplete: "off",
      "aria-labelledby": "pv-note-title",
      "aria-describedby": "pv-note-words",
    },
  });
  private readonly words = element("p", {
    class: "pv-note-words",
    testId: "note-words",
    attributes: { id: "pv-note-words", role: "status" },
  });
  private readonly dialog: HTMLDialogElement;
  private context: NoteContext | null = null;
  private isSaving = false;

  /** `home` has the keys again once it is closed. */
  constructor(private readonly home: HTMLElement) {
    const form = element("form", { attributes: { method: "dialog" } });
    const save = element("button", {
      class: "pv-button pv-primary",
      text: "Save",
      testId: "note-save",
    });
    form.append(
      this.title,
      this.input,
      this.words,
      element("div", { class: "pv-note-buttons" }, [button("Cancel", () => this.close()), save]),
    );
    this.dialog = element("dialog", {
      class: "pv-note",
      testId: "note-editor",
    });
    this.dialog.append(form);
    document.body.append(this.dialog);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save();
    });
    this.input.addEventListener("input", () => this.describe());
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
  }

  get isOpen(): boolean {
    return this.dialog.open;
  }

  open(context: NoteContext): void {
    const { kind, id, text } = context;
    this.context = context;
    this.isSaving = false;
    setText(this.title, TITLES[kind](blockName(id)));
    setAttribute(this.dialog, "aria-label", LABELS[kind]);
    setAttribute(this.dialog, "data-kind", kind);
    this.input.value = text;
    this.describe();
    this.dialog.showModal();
    this.input.focus();
    this.input.select();
  }

  dispose(): void {
    this.close();
    this.dialog.remove();
  }

  private async save(): Promise<void> {
    const { context } = this;
    const text = this.input.value.trim();
    const fault = this.faultOf(text);
    if (context === null || this.isSaving || fault !== null) {
      this.tell(fault ?? "", fault !== null);
      return;
    }
    this.isSaving = true;
    this.tell("Saving…", false);
    const refusal = await context.save(text);
    if (this.context === context) {
      this.isSaving = false;
      if (refusal === null) {
        this.close();
      } else {
        this.tell(refusal, true);
      }
    }
  }

  private faultOf(text: string): string | null {
    const isNothing = text === "" && this.context?.kind === "unusable" && this.context.text === "";
    return isNothing ? "Not kept: say in a few words why, as in: out of focus" : noteFault(text);
  }

  /** At once: a key pressed right behind must not be lost in a field that is gone. */
  private close(): void {
    if (this.dialog.open) {
      const home = this.context?.home ?? this.home;
      this.context = null;
      this.dialog.close();
      home.focus({ preventScroll: true });
    }
  }

  private describe(): void {
    const count = noteLength(this.input.value.trim());
    const effect =
      this.context?.kind === "unusable"
        ? this.context.text === ""
          ? "The block is done without a label. "
          : "Empty: it can be judged after all. "
        : "";
    this.tell(
      `${effect}${count} of ${NOTE_LENGTH} characters. Enter saves, Esc cancels`,
      count > NOTE_LENGTH,
    );
  }

  private tell(words: string, isRefusal: boolean): void {
    setText(this.words, words);
    this.words.classList.toggle("refused", isRefusal);
    this.input.ariaInvalid = isRefusal ? "true" : "false";
  }
}
