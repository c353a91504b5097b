import type { ViewerSettings } from "./settings.ts";

const SETTLED_AFTER_MS = 250;

export interface ReportOptions {
  readonly username: string;
  readonly send: (settings: ViewerSettings) => Promise<void>;
  readonly fetch?: typeof fetch;
}

/** Tells C# what is settled, and a page that closes at once still tells the server. */
export class SettingsReport {
  private waiting: ViewerSettings | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ReportOptions) {}

  changed(settings: ViewerSettings): void {
    this.waiting = settings;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), SETTLED_AFTER_MS);
  }

  /** The page goes away: the circuit may be gone before it carries anything more. */
  flush(): void {
    const settings = this.waiting;
    if (settings === null) {
      return;
    }
    this.cancel();
    const put = this.options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    put("/api/preferences", {
      method: "PUT",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: this.options.username, display: settings }),
    }).catch(() => {
      // Nobody is left to be told: the page is closing, and the next change is reported again.
      this.waiting ??= settings;
    });
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.waiting = null;
  }

  private async send(): Promise<void> {
    const settings = this.waiting;
    this.waiting = null;
    if (settings !== null) {
      await this.options.send(settings);
    }
  }
}
