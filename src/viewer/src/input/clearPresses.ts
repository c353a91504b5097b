/** The legend's "Clear label": taken here, as its key is, so that it means the block that was on screen at the press. */
export class ClearPresses {
  private readonly ended = new AbortController();

  constructor(onClear: () => void) {
    document.addEventListener(
      "click",
      ({ target }) => {
        if (target instanceof Element && target.closest("[data-testid=clear-label]") !== null) {
          onClear();
        }
      },
      { signal: this.ended.signal },
    );
  }

  dispose(): void {
    this.ended.abort();
  }
}
