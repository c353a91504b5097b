import { keyOf } from "../blocks/navigation.ts";
import { blockName } from "../page/blockName.ts";
import type {
  BlockRef,
  BlockWords,
  DecisionMode,
  LabelClass,
  MarkWords,
  ShowRequest,
  WordsOfBlock,
} from "../page/contract.ts";
import { element, iconButton, setAttribute, setText } from "../page/dom.ts";
import { visibleName } from "../page/visibleName.ts";

export interface BlockHeaderEvents {
  onStep(step: -1 | 1): void;
}

/**
 * The header above the picture. Its words change in the same task as the picture, because the words of each neighbour are
 * known ahead; while a block loads they are there, dimmed, and are no block's.
 */
export class BlockHeader {
  readonly element = element("div", { class: "pv-header" });
  /** What becomes of a key is said here, and what is to know of the block. */
  readonly aside = element("div", { class: "pv-header-aside" });
  private readonly final = element("span", { class: "pv-header-final", text: "FINAL LABEL" });
  private readonly label = element("span", {
    class: "pv-header-label",
    testId: "overlay-label",
    attributes: { "aria-live": "polite" },
  });
  private readonly dot = element("span", { class: "class-dot large" });
  private readonly dash = element("span", { class: "visually-hidden" });
  private readonly name = element("span", { class: "pv-header-class" });
  private readonly id = element("bdi");
  private readonly where = element(
    "span",
    { class: "pv-header-name cut-head", testId: "block-name" },
    [this.id],
  );
  private readonly position = element("span", {
    class: "pv-header-position",
    testId: "block-position",
  });
  private readonly mark = element("span", { class: "pv-header-mark", testId: "overlay-mark" });
  private readonly review = element("span", { class: "pv-header-review" });
  private readonly known = new Map<string, BlockWords>();
  private mode: DecisionMode = "own";

  constructor(
    place: HTMLElement,
    private readonly classes: readonly LabelClass[],
    events: BlockHeaderEvents,
  ) {
    this.label.append(this.dot, this.dash, this.name);
    this.element.append(
      this.final,
      this.label,
      this.where,
      this.position,
      element("span", { class: "pv-header-steps" }, [
        iconButton("Previous block", "chevron-left", () => events.onStep(-1), {
          title: "Previous block (↑)",
          testId: "block-previous",
        }),
        iconButton("Next block", "chevron-right", () => events.onStep(1), {
          title: "Next block (↓)",
          testId: "block-next",
        }),
      ]),
      this.mark,
      this.review,
      this.aside,
    );
    place.append(this.element);
    this.update("", null);
  }

  /** Where it shakes and flashes: the whole row, with the page's own buttons. */
  get words(): HTMLElement {
    return this.element.closest<HTMLElement>("[data-block-head]") ?? this.element;
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

  /** What one says of a block beside its label, as the page was told last. */
  markOf(root: string, id: string): MarkWords | null {
    return this.known.get(keyOf({ root, id }))?.mark ?? null;
  }

  /** `paintedKey`: the block on screen; empty: none. The old words stay while the next block waits for its frame. */
  update(paintedKey: string, current: BlockRef | null): void {
    const isPainted = current !== null && paintedKey === keyOf(current);
    if (paintedKey !== "" && !isPainted) {
      return;
    }
    this.element.classList.toggle("pv-waiting", !isPainted);
    setAttribute(this.label, "data-block-id", isPainted ? current.id : "");
    this.label.hidden = current === null;
    this.final.hidden = this.mode === "own" || current === null;
    setText(this.final, this.mode === "second" ? "SECOND OPINION" : "FINAL LABEL");
    if (current === null) {
      for (const words of [this.position, this.mark, this.review, this.name]) {
        setText(words, "");
      }
      setAttribute(this.where, "title", "");
      setText(this.id, "No block");
      return;
    }
    this.describe(current, this.known.get(keyOf(current)) ?? current.words);
  }

  dispose(): void {
    this.element.remove();
  }

  private describe(
    { id }: BlockRef,
    { label, labelName, position, review, mark }: BlockWords,
  ): void {
    const known = label === null ? undefined : this.classes[label - 1];
    setAttribute(this.label, "style", known?.style ?? "");
    this.dot.classList.toggle("none", label === null);
    setText(this.dot, label === null ? "" : String(label));
    setText(this.dash, label === null ? "" : " – ");
    setText(
      this.name,
      label === null ? noLabelOf(mark) : visibleName(labelName ?? known?.name ?? "no such class"),
    );
    setText(this.id, blockName(id));
    setAttribute(this.where, "title", blockName(id));
    setText(this.position, position);
    setAttribute(this.mark, "data-unsure", mark?.isUnsure ? "true" : "false");
    setText(this.mark, visibleName(wordsOf(mark)));
    setAttribute(this.mark, "title", visibleName(wordsOf(mark)));
    setText(this.review, review?.text ?? "");
    setAttribute(this.review, "title", review?.text ?? "");
    const votes = review?.hasDisagreement ? "differ" : review?.isAgreed ? "agree" : "few";
    setAttribute(this.review, "data-votes", votes);
  }
}

function noLabelOf(mark: MarkWords | null): string {
  return mark?.unusable ? "Cannot be judged" : "No label";
}

function wordsOf(mark: MarkWords | null): string {
  const unusable = mark?.unusable ? `\u2298 ${mark.unusable}` : "";
  const flag = mark?.isUnsure ? "? unsure" : "";
  const note = mark?.note ? `\u270e ${mark.note}` : "";
  return [unusable, flag, note].filter((part) => part !== "").join(" \u00b7 ");
}
