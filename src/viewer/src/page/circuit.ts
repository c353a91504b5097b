export interface CircuitEvents {
  /** Calls under way get no answer, and a call made now reaches nobody. */
  onLost(): void;
  /** Connected again; messages sent in between may be lost. */
  onBack(): void;
}

/** The element of App.razor and the sign-in page on which Blazor reports the state of its websocket. */
const REPORTER_ID = "components-reconnect-modal";

/** The websocket behind the page. It also reports a break of milliseconds, which the heartbeat over HTTP misses. */
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
