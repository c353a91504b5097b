import type { LabelClass } from "../page/contract.ts";
import { element, setText } from "../page/dom.ts";
import { type IconName, icon } from "../page/icon.ts";
import { visibleName } from "../page/visibleName.ts";

export interface BarEvents {
  /** null clears. */
  onLabel(label: number | null): void;
  onUnsure(): void;
  onUnusable(): void;
  onDeselect(): void;
}

const SHOWN_MS = 5000;

/** Below the tiles: how many blocks the next key is about, what it can do, and what became of the last one. */
export class GalleryBar {
  readonly element: HTMLElement;
  private readonly count = element("strong", { testId: "gallery-count" });
  private readonly subject = element("span", { class: "pv-dim" });
  private readonly words = element("span", {
    class: "pv-gallery-words",
    testId: "gallery-words",
    attributes: {
      role: "status",
      "aria-live": "polite",
      "data-accepted": "0",
      "data-refused": "0",
    },
  });
  private readonly deselect: HTMLButtonElement;
  private readonly deciding: HTMLButtonElement[];
  /** On each of these, so that nobody labels more than is meant. */
  private readonly numbers: HTMLElement[];
  private fading: ReturnType<typeof setTimeout> | undefined;
  private accepts = 0;
  private refusals = 0;

  constructor(classes: readonly LabelClass[], events: BarEvents) {
    const labels = classes.map(({ name, style }, i) => {
      const dot = element("span", {
        class: "class-dot",
        text: String(i + 1),
        attributes: { style },
      });
      const made = element(
        "button",
        { class: "pv-button", testId: `gallery-label-${i + 1}`, attributes: { type: "button" } },
        [dot, visibleName(name)],
      );
      made.addEventListener("click", () => events.onLabel(i + 1));
      return made;
    });
    const unsure = withIcon("Unsure", "question", "gallery-unsure", () => events.onUnsure());
    const unusable = withIcon("Cannot be judged…", "ban", "gallery-unusable", () =>
      events.onUnusable(),
    );
    unusable.setAttribute("aria-haspopup", "dialog");
    const clear = withIcon("Clear label", "eraser", "gallery-clear", () => events.onLabel(null));
    this.deselect = withIcon("Deselect", null, "gallery-deselect", () => events.onDeselect());
    this.deselect.append(element("kbd", { text: "Esc" }));
    this.deciding = [...labels, unsure, unusable, clear];
    this.numbers = this.deciding.map((button) => {
      const number = element("span", {
        class: "pv-gallery-number",
        attributes: { "aria-hidden": "true" },
      });
      button.append(number);
      return number;
    });
    this.element = element("div", { class: "pv-gallery-bar", testId: "gallery-bar" }, [
      this.count,
      this.words,
      this.subject,
      ...labels,
      unsure,
      unusable,
      clear,
      this.deselect,
    ]);
  }

  show(selected: number, subject: readonly string[]): void {
    setText(this.count, selected === 0 ? "No block selected" : `${blocksOf(selected)} selected`);
    this.element.dataset.selected = String(selected);
    const one = subject[0];
    setText(
      this.subject,
      subject.length === 0
        ? ""
        : subject.length === 1 && one !== undefined
          ? `Label ${visibleName(one)}`
          : `Label ${blocksOf(subject.length)}`,
    );
    const number = subject.length < 2 ? "" : subject.length.toLocaleString("en");
    for (const shown of this.numbers) {
      setText(shown, number);
    }

    this.deselect.hidden = selected === 0;
    for (const made of this.deciding) {
      made.disabled = subject.length === 0;
    }
  }

  accepted(words: string): void {
    this.accepts++;
    this.words.dataset.accepted = String(this.accepts);
    this.say(words, "ok");
  }

  refused(words: string): void {
    this.refusals++;
    this.words.dataset.refused = String(this.refusals);
    this.say(words, "bad");
  }

  hint(words: string): void {
    this.say(words, "hint");
  }

  dispose(): void {
    clearTimeout(this.fading);
    this.element.remove();
  }

  private say(words: string, kind: "ok" | "bad" | "hint"): void {
    clearTimeout(this.fading);
    setText(this.words, visibleName(words));
    this.words.title = words;
    this.words.dataset.kind = kind;
    this.fading = setTimeout(() => setText(this.words, ""), SHOWN_MS);
  }
}

export function blocksOf(count: number): string {
  return count === 1 ? "1 block" : `${count.toLocaleString("en")} blocks`;
}

function withIcon(
  text: string,
  shown: IconName | null,
  testId: string,
  onClick: () => void,
): HTMLButtonElement {
  const made = element(
    "button",
    { class: "pv-button pv-quiet", testId, attributes: { type: "button" } },
    [...(shown === null ? [] : [icon(shown)]), text],
  );
  made.addEventListener("click", onClick);
  return made;
}
