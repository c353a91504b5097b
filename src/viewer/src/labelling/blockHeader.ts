import { keyOf } from "../blocks/navigation.ts";
import type {
  BlockRef,
  BlockWords,
  DecisionMode,
  LabelClass,
  ShowRequest,
  WordsOfBlock,
} from "../page/contract.ts";
import { element, setAttribute, setText } from "../page/dom.ts";
import { visibleName } from "../page/visibleName.ts";

/**
 * The words over the picture and the name in the bottom line. They change in the same task as the picture, because the words
 * of each neighbour are known ahead.
 */
export class BlockHeader {
  /** Holds the words and, below them, what else belongs there. */
  readonly element = element("div", { class: "pv-header" });
  private readonly card = element("div", { class: "pv-header-card" });
  private readonly final = element("div", { class: "pv-header-final", text: "FINAL LABEL" });
  private readonly label = element("div", {
    class: "pv-header-label",
    testId: "overlay-label",
    attributes: { "aria-live": "polite" },
  });
  private readonly dot = element("span", {
    class: "class-dot",
    attributes: { "aria-hidden": "true" },
  });
  private readonly name = element("span");
  private readonly where = element("div", { class: "pv-header-where" });
  private readonly review = element("div", { class: "pv-header-review" });
  private readonly known = new Map<string, BlockWords>();
  private mode: DecisionMode = "own";

  constructor(
    private readonly place: HTMLElement,
    private readonly classes: readonly LabelClass[],
  ) {
    this.label.append(this.dot, this.name);
    this.card.append(this.final, this.label, this.where, this.review);
    this.element.append(this.card);
    this.update("", null);
  }

  /** Where it shakes and flashes. */
  get words(): HTMLElement {
    return this.card;
  }

  learn({ block, next, previous, mode }: ShowRequest): void {
    this.mode = mode;
    this.known.clear();
    for (const ref of [block, previous, ...next]) {
      if (ref !== null) {
        this.known.set(keyOf(ref), ref.words);
      }
    }
  }

  tell(words: readonly WordsOfBlock[]): void {
    for (const told of words) {
      this.known.set(keyOf(told), told.words);
    }
  }

  /** `paintedKey`: the block on screen; empty: none. The old words stay while the next block waits for its frame. */
  update(paintedKey: string, current: BlockRef | null): void {
    const isPainted = current !== null && paintedKey === keyOf(current);
    if (paintedKey !== "" && !isPainted) {
      return;
    }
    setText(this.place, current === null ? "No block" : visibleName(current.id));
    this.place.title = isPainted ? `On screen: ${visibleName(current.id)}` : "Nothing is on screen";
    this.card.hidden = !isPainted;
    if (isPainted) {
      this.describe(current, this.known.get(paintedKey) ?? current.words);
    } else {
      setAttribute(this.label, "data-block-id", "");
      setText(this.name, "");
      setText(this.where, "");
    }
  }

  dispose(): void {
    this.element.remove();
    this.place.textContent = "";
  }

  private describe({ id }: BlockRef, { label, position, review }: BlockWords): void {
    const known = label === null ? undefined : this.classes[label - 1];
    setAttribute(this.label, "data-block-id", id);
    setAttribute(this.card, "style", known?.style ?? "");
    this.final.hidden = this.mode !== "final";
    this.dot.classList.toggle("none", label === null);
    setText(this.dot, label === null ? "" : String(label));
    setText(
      this.name,
      label === null ? "No label" : `${label} – ${visibleName(known?.name ?? "no such class")}`,
    );
    const shown = visibleName(id);
    setText(this.where, position === "" ? shown : `${shown} · ${position}`);
    setText(this.review, review?.text ?? "");
    const votes = review?.hasDisagreement ? "differ" : review?.isAgreed ? "agree" : "few";
    setAttribute(this.review, "data-votes", votes);
  }
}
