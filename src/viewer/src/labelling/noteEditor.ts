import { blockName } from "../page/blockName.ts";
import { button, element, setText } from "../page/dom.ts";
import { NOTE_LENGTH, noteFault, noteLength } from "./noteText.ts";

export interface NoteContext {
  /** Null: it is kept, or what came of it is told elsewhere. Else why not, in words. */
  save(note: string): Promise<string | null>;
}

/** The dialog for a block's note: Enter saves, Esc cancels, and what is refused stays in the field. */
export class NoteEditor {
  private readonly title = element("h2", { class: "pv-note-title" });
  private readonly input = element("input", {
    class: "pv-note-input",
    testId: "note-input",
    attributes: { type: "text", autocomplete: "off", "aria-describedby": "pv-note-words" },
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
    const save = element("button", { class: "pv-button", text: "Save", testId: "note-save" });
    form.append(
      this.title,
      this.input,
      this.words,
      element("div", { class: "pv-note-buttons" }, [button("Cancel", () => this.close()), save]),
    );
    this.dialog = element("dialog", {
      class: "pv-note",
      testId: "note-editor",
      attributes: { "aria-label": "Note" },
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

  open(id: string, note: string, context: NoteContext): void {
    this.context = context;
    this.isSaving = false;
    setText(this.title, `Note on ${blockName(id)}`);
    this.input.value = note;
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
    const note = this.input.value.trim();
    const fault = noteFault(note);
    if (context === null || this.isSaving || fault !== null) {
      this.tell(fault ?? "", fault !== null);
      return;
    }
    this.isSaving = true;
    this.tell("Saving…", false);
    const refusal = await context.save(note);
    if (this.context === context) {
      this.isSaving = false;
      if (refusal === null) {
        this.close();
      } else {
        this.tell(refusal, true);
      }
    }
  }

  /** At once: a key pressed right behind must not be lost in a field that is gone. */
  private close(): void {
    if (this.dialog.open) {
      this.context = null;
      this.dialog.close();
      this.home.focus({ preventScroll: true });
    }
  }

  private describe(): void {
    const count = noteLength(this.input.value.trim());
    this.tell(
      `${count} of ${NOTE_LENGTH} characters. Enter saves, Esc cancels`,
      count > NOTE_LENGTH,
    );
  }

  private tell(words: string, isRefusal: boolean): void {
    setText(this.words, words);
    this.words.classList.toggle("refused", isRefusal);
    this.input.ariaInvalid = isRefusal ? "true" : "false";
  }
}
