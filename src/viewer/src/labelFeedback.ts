import type { LabelClass } from "./contract.ts";
import { element, setText } from "./dom.ts";
import { visibleName } from "./visibleName.ts";

const SHOWN_MS = 4000;
const FLASH_MS = 450;

/**
 * What became of each label key: the words, a flash where they belong, and how many were accepted and refused on this page.
 * A key whose outcome nobody knows yet is in neither count.
 */
export class LabelFeedback {
  readonly element = element("div", {
    class: "pv-label-feedback",
    testId: "label-feedback",
    attributes: {
      role: "status",
      "aria-live": "polite",
      "data-accepted": "0",
      "data-refused": "0",
    },
  });
  private readonly outcome = element("div", { class: "pv-label-outcome" });
  private readonly doubt = element("div", { class: "pv-label-doubt" });
  private accepts = 0;
  private refusals = 0;
  private fading: ReturnType<typeof setTimeout> | undefined;

  /** `header` stands over the picture: it flashes and shakes. */
  constructor(
    private readonly header: HTMLElement,
    private readonly classes: readonly LabelClass[],
  ) {
    this.element.append(this.outcome, this.doubt);
  }

  /** A decision is stored; null cleared the label. */
  accepted(id: string, label: number | null): void {
    this.accepts++;
    this.element.dataset.accepted = String(this.accepts);
    const name = label === null ? "label cleared" : `${label} – ${this.classes[label - 1]?.name}`;
    this.show(`${id}: ${name}`, "accepted");
    for (const row of rowsOf(id, label)) {
      flash(row, "#2e7d4f");
    }
    flash(this.header, "#2e7d4f");
  }

  refused(words: string): void {
    this.refusals++;
    this.element.dataset.refused = String(this.refusals);
    this.show(words, "refused");
    flash(this.header, "#8c2f28");
    shake(this.header);
  }

  /** Stays until it is known; null: it is. */
  doubtful(words: string | null): void {
    setText(this.doubt, visibleName(words ?? ""));
  }

  dispose(): void {
    clearTimeout(this.fading);
    this.element.remove();
  }

  private show(words: string, kind: "accepted" | "refused"): void {
    setText(this.outcome, visibleName(words));
    this.outcome.dataset.kind = kind;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => setText(this.outcome, ""), SHOWN_MS);
  }
}

/** The block in the list, and the class in the legend. */
function rowsOf(id: string, label: number | null): Element[] {
  const block = document.querySelector(
    `[data-testid=block-item][data-block-id="${CSS.escape(id)}"]`,
  );
  const row = label === null ? null : document.querySelector(`[data-testid=label-${label}]`);
  return [block, row].filter((found) => found !== null);
}

/** Where motion is unwanted the colour stands for as long, and goes at once. */
function flash(target: Element, color: string): void {
  const frames = isStill()
    ? [{ backgroundColor: color }, { backgroundColor: color }]
    : [{ backgroundColor: color }, {}];
  target.animate(frames, { duration: FLASH_MS });
}

function shake(target: Element): void {
  if (!isStill()) {
    const offsets = [0, -5, 5, -3, 3, 0];
    const frames = offsets.map((x) => ({ transform: `translateX(${x}px)` }));
    target.animate(frames, { duration: 280 });
  }
}

function isStill(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
