export interface CircuitEvents {
  /** What is under way will not be answered, and what is sent now would reach nobody. */
  onLost(): void;
  /** Connected again; what was told in between need not have arrived. */
  onBack(): void;
}

/** Of App.razor and the sign-in page: where Blazor says what becomes of its websocket. */
const REPORTER_ID = "components-reconnect-modal";

/** The websocket behind the page. A break of a few milliseconds is told, too: the heartbeat over HTTP would not see it. */
export class Circuit {
  private readonly off = new AbortController();
  private open = true;

  constructor(
    private readonly events: CircuitEvents,
    reporter: EventTarget | null = document.getElementById(REPORTER_ID),
  ) {
    reporter?.addEventListener(
      "components-reconnect-state-changed",
      (event) => this.changed((event as CustomEvent<{ state?: string }>).detail.state),
      { signal: this.off.signal },
    );
  }

  get isOpen(): boolean {
    return this.open;
  }

  dispose(): void {
    this.off.abort();
  }

  private changed(state: string | undefined): void {
    const isOpen = state === "hide";
    if (isOpen !== this.open) {
      this.open = isOpen;
      if (isOpen) {
        this.events.onBack();
      } else {
        this.events.onLost();
      }
    }
  }
}
