const EVERY_MS = 1000;

/** "12 s ago"; from a day on the date. */
export function agoText(at: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - at.getTime()) / 1000));
  if (seconds < 60) {
    return seconds === 0 ? "now" : `${seconds} s ago`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ago`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ago` : at.toLocaleDateString();
}

/** Fills the page's empty `time[data-relative]` elements, and keeps them right. */
export class RelativeTimes {
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly watch: MutationObserver;

  constructor(private readonly root: ParentNode & Node = document) {
    this.timer = setInterval(() => this.fill(), EVERY_MS);
    this.watch = new MutationObserver(() => this.fill());
    const options = {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["datetime"],
    };
    this.watch.observe(root, options);
    this.fill();
  }

  dispose(): void {
    clearInterval(this.timer);
    this.watch.disconnect();
  }

  private fill(): void {
    for (const time of this.root.querySelectorAll<HTMLTimeElement>("time[data-relative]")) {
      const words = agoText(new Date(time.dateTime), new Date());
      if (time.textContent !== words) {
        time.textContent = words;
      }
    }
  }
}
