/** Presses on rows of the block list. The click follows when the finger rises, and passes through C# before `show`. */
export class RowPresses {
  private readonly ended = new AbortController();

  constructor(onPress: (sliceUrl: string) => void) {
    document.addEventListener(
      "pointerdown",
      ({ target, button }) => {
        const row = target instanceof Element ? target.closest("[data-slice-url]") : null;
        const sliceUrl = row?.getAttribute("data-slice-url");
        if (sliceUrl && button === 0) {
          onPress(sliceUrl);
        }
      },
      { signal: this.ended.signal },
    );
  }

  dispose(): void {
    this.ended.abort();
  }
}
