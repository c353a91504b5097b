export interface RowPressEvents {
  /** A row of the block list is pressed: the click follows when the finger rises, and passes through C# before `show`. */
  onBlockPressed(sliceUrl: string): void;
  onBlockClicked(id: string): void;
  /** A class of the legend, or null for "Clear label": exactly what its key does. */
  onClass(label: number | null): void;
  /** The header's buttons: exactly what U, N and X do. */
  onMark(kind: "unsure" | "note" | "unusable"): void;
  /** The command palette is asked for. */
  onPalette(): void;
  /** The second click of a double click on one of them, which may meet the next block. */
  onClassAgain(): void;
}

const CLASS_ROW = /^label-([1-9])$/;

/** Catches presses and clicks on Blazor's rows in the page, so that they mean what is on screen now. */
export class RowPresses {
  private readonly ended = new AbortController();

  constructor(private readonly events: RowPressEvents) {
    const options = { signal: this.ended.signal, capture: true };
    document.addEventListener("pointerdown", (event) => this.pressed(event), options);
    document.addEventListener("click", (event) => this.clicked(event), options);
  }

  dispose(): void {
    this.ended.abort();
  }

  private pressed(event: PointerEvent): void {
    const sliceUrl = rowAt(event.target, "[data-slice-url]")?.dataset.sliceUrl;
    if (sliceUrl && event.button === 0 && !isChoosing(event)) {
      this.events.onBlockPressed(sliceUrl);
    }
  }

  private clicked(event: MouseEvent): void {
    const { target, detail } = event;
    const id = rowAt(target, "[data-testid=block-item]")?.dataset.blockId;
    if (id && !isChoosing(event)) {
      this.events.onBlockClicked(id);
    }
    if (rowAt(target, "[data-testid=flag-unsure]") !== null) {
      this.events.onMark("unsure");
    } else if (rowAt(target, "[data-testid=write-note]") !== null) {
      this.events.onMark("note");
    } else if (rowAt(target, "[data-testid=cannot-judge]") !== null) {
      this.events.onMark("unusable");
    } else if (rowAt(target, "[data-testid=open-palette]") !== null) {
      this.events.onPalette();
    }
    const label = classAt(target);
    if (label === undefined) {
      return;
    }
    if (detail > 1) {
      this.events.onClassAgain();
    } else {
      this.events.onClass(label);
    }
  }
}

/** Chooses a row of the list beside others, and opens no block. */
function isChoosing({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean {
  return ctrlKey || metaKey || shiftKey;
}

/** undefined: no class row, nor the one that clears. */
function classAt(target: EventTarget | null): number | null | undefined {
  if (rowAt(target, "[data-testid=clear-label]") !== null) {
    return null;
  }
  const testId = rowAt(target, "button[data-testid^=label-]")?.dataset.testid;
  const label = testId?.match(CLASS_ROW)?.[1];
  return label === undefined ? undefined : Number(label);
}

function rowAt(target: EventTarget | null, selector: string): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(selector) : null;
}
