export interface PageLifecycleEvents {
  /** The page may close now: whoever has unsent messages sends them. */
  onLeaving(): void;
  /** Closing now would lose something. */
  mustAsk(): boolean;
}

/** Closing, hiding and reloading of the page. */
export class PageLifecycle {
  private readonly off = new AbortController();
  private isReloading = false;

  constructor(events: PageLifecycleEvents) {
    const { signal } = this.off;
    addEventListener("pagehide", () => events.onLeaving(), { signal });
    document.addEventListener(
      "visibilitychange",
      () => {
        if (document.visibilityState === "hidden") {
          events.onLeaving();
        }
      },
      { signal },
    );
    addEventListener(
      "beforeunload",
      (event) => {
        if (!this.isReloading && events.mustAsk()) {
          event.preventDefault();
        }
      },
      { signal },
    );
  }

  /** Asks nothing: the program that held the pending labels is gone. */
  reload(): void {
    this.isReloading = true;
    location.reload();
  }

  dispose(): void {
    this.off.abort();
  }
}
