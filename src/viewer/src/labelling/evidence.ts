import type { BlockViewerState } from "../blocks/blockViewerState.ts";
import { keyOf } from "../blocks/navigation.ts";
import type { PressEvidence } from "../page/pressEvidence.ts";
import { displayEvidenceOf } from "../panel/displayEvidence.ts";
import type { ModelSources } from "../panel/models.ts";
import { ActiveTime } from "./activeTime.ts";
import { SlicesShown } from "./slicesShown.ts";

export interface EvidenceContext {
  readonly stage: HTMLElement;
  readonly blocks: Pick<BlockViewerState, "current" | "isPainted" | "shown" | "mode">;
  readonly displayController: { readonly sources: ModelSources };
}

const INPUTS = ["keydown", "pointerdown", "pointermove", "wheel"];

/** Measures what is recorded of a label key beside the label. There is none where evidence is off. */
export class Evidence {
  private readonly active = new ActiveTime(() => performance.now());
  private readonly slices = new SlicesShown();
  private readonly ended = new AbortController();
  private readonly visible: IntersectionObserver;
  private isInView = true;

  constructor(private readonly context: EvidenceContext) {
    const options = { signal: this.ended.signal, capture: true, passive: true };
    for (const type of INPUTS) {
      window.addEventListener(type, () => this.active.input(), options);
    }
    window.addEventListener("focus", () => this.attend(), options);
    window.addEventListener("blur", () => this.attend(), options);
    document.addEventListener("visibilitychange", () => this.attend(), options);
    this.visible = new IntersectionObserver((entries) => {
      this.isInView = entries.at(-1)?.isIntersecting ?? true;
      this.attend();
    });
    this.visible.observe(context.stage);
    this.attend();
  }

  /** A frame is drawn. */
  painted(): void {
    const { current, isPainted, shown } = this.context.blocks;
    const key = current !== null && isPainted ? keyOf(current) : null;
    this.active.show(key);
    if (key !== null && shown !== null) {
      const { viewMode, slab } = this.context.displayController.sources.display.current;
      this.slices.painted(key, { slice: shown.slice, viewMode, slab });
    }
  }

  /** Of the current block; null: there is none, or final labels or second opinions are given. */
  measure(via: PressEvidence["via"]): PressEvidence | null {
    const { current, shown, mode } = this.context.blocks;
    if (current === null || mode !== "own") {
      return null;
    }
    const key = keyOf(current);
    const { share: slices, projected } = this.slices.of(key, shown?.depth ?? 0);
    const { sources } = this.context.displayController;
    return {
      via,
      ...this.active.of(key),
      slices,
      projected,
      view: sources.display.current.viewMode,
      ...displayEvidenceOf(sources),
      suggestion: false,
    };
  }

  /** A decision on the block is stored. */
  decided(block: { readonly root: string; readonly id: string }): void {
    this.active.decided(keyOf(block));
  }

  dispose(): void {
    this.ended.abort();
    this.visible.disconnect();
  }

  private attend(): void {
    const isVisible = document.visibilityState === "visible";
    this.active.attend(document.hasFocus() && isVisible && this.isInView);
  }
}
