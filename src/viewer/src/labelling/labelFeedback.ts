import { blockName } from "../page/blockName.ts";
import type { LabelClass } from "../page/contract.ts";
import { element, setText } from "../page/dom.ts";
import { visibleName } from "../page/visibleName.ts";

const SHOWN_MS = 4000;
/** A refusal stays readable for at least so long, whatever is stored meanwhile. */
const READABLE_MS = 1500;
const ACCEPTED_MS = 240;
const REFUSED_MS = 600;
const SHAKE_MS = 160;

/**
 * Shows what became of each label key: words, a flash, and the counts of the accepted and the refused keys on this page, and
 * of those behind which a disk failed, as long as nobody knows. A key without an answer is in no count.
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
      "data-unknown": "0",
    },
  });
  private readonly stored = new PassingWords("pv-label-stored");
  private readonly refusal = new PassingWords("pv-label-refusal");
  private readonly failure = new PassingWords("pv-label-unknown");
  private readonly hinted = new PassingWords("pv-label-hint");
  private readonly doubt = element("div", { class: "pv-label-doubt" });
  private accepts = 0;
  private refusals = 0;
  private unknowns = 0;

  /** `header` stands over the picture: it flashes and shakes. */
  constructor(
    private readonly header: HTMLElement,
    private readonly classes: readonly LabelClass[],
  ) {
    // What needs an answer lies over the header's buttons; what went well stands beside them.
    this.element.append(
      this.stored.element,
      element("div", { class: "pv-label-over" }, [
        this.refusal.element,
        this.failure.element,
        this.hinted.element,
        this.doubt,
      ]),
    );
  }

  /** A decision is stored; null cleared the label. `sentence`: to be said instead of what it decided. */
  accepted(id: string, label: number | null, sentence: string | null = null): void {
    this.accepts++;
    this.element.dataset.accepted = String(this.accepts);
    const name = label === null ? "label cleared" : `${label} – ${this.classes[label - 1]?.name}`;
    this.refusal.leave(READABLE_MS);
    this.stored.show(sentence ?? `${blockName(id)}: ${name}`);
    const color = colorOf(label === null ? undefined : this.classes[label - 1]);
    for (const row of [...rowsOf(id, label), this.header]) {
      flash(row, color, ACCEPTED_MS);
    }
  }

  /** Another key: what was refused before is old news as soon as it could be read. */
  pressed(): void {
    this.refusal.leave(READABLE_MS);
    this.hinted.leave(READABLE_MS);
  }

  refused(words: string): void {
    this.refusals++;
    this.element.dataset.refused = String(this.refusals);
    this.stored.clear();
    this.refusal.show(words);
    flash(this.header, ALARM, REFUSED_MS);
    shake(this.header);
  }

  /** Quiet words about a key that decides nothing. */
  hint(words: string): void {
    this.hinted.show(words);
  }

  /** A disk failed behind the decision: it is perhaps stored. */
  unknown(words: string): void {
    this.unknowns++;
    this.element.dataset.unknown = String(this.unknowns);
    this.stored.clear();
    this.failure.show(words);
    flash(this.header, ALARM, REFUSED_MS);
  }

  /** What came of one of those is known, and is told next. */
  known(): void {
    this.unknowns--;
    this.element.dataset.unknown = String(this.unknowns);
    this.failure.clear();
  }

  /** Stays until it is known; null: it is. */
  doubtful(words: string | null): void {
    setText(this.doubt, visibleName(words ?? ""));
  }

  /** Clears the words of the last key, which an undo made untrue. */
  forget(): void {
    this.stored.clear();
    this.refusal.clear();
    this.failure.clear();
    this.hinted.clear();
  }

  dispose(): void {
    this.forget();
    this.element.remove();
  }
}

/** Words that disappear by themselves. */
class PassingWords {
  readonly element: HTMLElement;
  private shownAt = Number.NEGATIVE_INFINITY;
  private fading: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string) {
    this.element = element("div", { class: name });
  }

  show(words: string): void {
    this.clear();
    this.shownAt = performance.now();
    setText(this.element, visibleName(words));
    this.fading = setTimeout(() => this.clear(), SHOWN_MS);
  }

  /** Clears them once they have stood for so long. */
  leave(readableMs: number): void {
    const left = this.shownAt + readableMs - performance.now();
    clearTimeout(this.fading);
    if (left <= 0) {
      this.clear();
    } else {
      this.fading = setTimeout(() => this.clear(), left);
    }
  }

  clear(): void {
    clearTimeout(this.fading);
    setText(this.element, "");
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

const ALARM = "color-mix(in srgb, var(--warn) 40%, transparent)";

function colorOf(known: LabelClass | undefined): string {
  const color = known?.style.match(/--class-color:\s*(#[0-9a-f]{6})/i)?.[1] ?? "#8f96a1";
  return `color-mix(in srgb, ${color} 22%, transparent)`;
}

/** With reduced motion the colour stands, without fading. */
function flash(target: Element, color: string, duration: number): void {
  const [from, to] = [{ backgroundColor: color }, {}];
  if (isStill()) {
    target.animate([from, from], { duration: REFUSED_MS });
  } else {
    target.animate([from, to], { duration, easing: "ease-out" });
  }
}

function shake(target: Element): void {
  if (!isStill()) {
    const offsets = [0, -4, 4, -4, 4, 0];
    const frames = offsets.map((x) => ({ transform: `translateX(${x}px)` }));
    target.animate(frames, { duration: SHAKE_MS });
  }
}

function isStill(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
