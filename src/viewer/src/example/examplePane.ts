import { button, element, iconButton, setText } from "../page/dom.ts";
import { visibleName } from "../page/visibleName.ts";

export interface ExampleCaption {
  readonly className: string;
  readonly label: number;
  /** The class's colours as CSS variables. */
  readonly style: string;
  readonly id: string;
}

export interface ExamplePaneEvents {
  onClose(): void;
  onRetry(): void;
}

/** The part of the page beside the block: the example's caption, its picture, and what is to be said of it. */
export class ExamplePane {
  /** Of the picture. */
  readonly stage = element("div", { class: "pv-example-stage" });
  private readonly words = element("p", {
    testId: "example-words",
    attributes: { role: "status" },
  });
  private readonly retry: HTMLButtonElement;
  private readonly notes: HTMLElement;
  private readonly root: HTMLElement;

  constructor(host: HTMLElement, caption: ExampleCaption, events: ExamplePaneEvents) {
    const title = `Example of ${visibleName(caption.className)}: ${visibleName(caption.id)}`;
    const dot = element("span", {
      class: "class-dot",
      text: String(caption.label),
      attributes: { "aria-hidden": "true", style: caption.style },
    });
    const name = element("h2", { text: title, testId: "example-caption" });
    const close = iconButton("Close the example", "close", () => events.onClose(), {
      testId: "close-example",
    });
    this.retry = button("Try again", () => events.onRetry(), { testId: "retry-example" });
    this.notes = element("div", { class: "pv-example-notes" }, [this.words, this.retry]);
    this.root = element(
      "section",
      { class: "pv-example", testId: "example", attributes: { "aria-label": title } },
      [element("div", { class: "pv-example-head" }, [dot, name, close]), this.stage, this.notes],
    );
    this.tell("", false);
    host.append(this.root);
  }

  get hasFocus(): boolean {
    return this.root.contains(document.activeElement);
  }

  /** `words` empty: there is nothing to say. */
  tell(words: string, canRetry: boolean): void {
    setText(this.words, words);
    this.notes.hidden = words === "";
    this.retry.hidden = !canRetry;
  }

  dispose(): void {
    this.root.remove();
  }
}
