/** Switches that are done by then show no line. */
const AFTER_MS = 150;
const LEAST = 0.08;

/** A thin line at the top of the picture, as long as the block is not there. */
export class LoadingLine {
  private readonly element = document.createElement("div");
  private showing: ReturnType<typeof setTimeout> | undefined;
  private isOn = false;

  constructor(host: HTMLElement) {
    this.element.className = "pv-loading-line";
    this.element.dataset.testid = "loading-line";
    this.element.hidden = true;
    host.append(this.element);
  }

  /** 0..1 of the block is there; null: nothing is on its way. */
  show(share: number | null): void {
    if (share === null) {
      this.isOn = false;
      clearTimeout(this.showing);
      this.element.hidden = true;
      return;
    }
    this.element.style.transform = `scaleX(${Math.max(LEAST, share)})`;
    if (!this.isOn) {
      this.isOn = true;
      this.showing = setTimeout(() => {
        this.element.hidden = false;
      }, AFTER_MS);
    }
  }

  dispose(): void {
    clearTimeout(this.showing);
    this.element.remove();
  }
}
