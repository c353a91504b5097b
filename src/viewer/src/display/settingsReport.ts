import type { ViewerSettings } from "./settings.ts";
import { changeOf, pruned, type SettingsChange } from "./settingsChange.ts";

const SETTLED_AFTER_MS = 250;
/** Names of channels that are remembered as met lately. */
const LATELY = 5000;

export interface ReportOptions {
  readonly username: string;
  /** What C# has at the start. */
  readonly kept: ViewerSettings | null;
  readonly send: (change: SettingsChange) => Promise<void>;
  readonly fetch?: typeof fetch;
}

/**
 * Tells C# what is settled: what differs from what it has answered to have. What was not answered is told again. A page that
 * closes at once still tells the server.
 */
export class SettingsReport {
  private kept: ViewerSettings | null;
  private wanted: ViewerSettings | null = null;
  private flushed: ViewerSettings | null = null;
  private isSending = false;
  private onScreen: ReadonlySet<string> = new Set();
  private readonly lately = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ReportOptions) {
    this.kept = options.kept;
  }

  /** A block with these channels is shown. */
  met(keys: readonly string[]): void {
    this.onScreen = new Set(keys);
    for (const key of keys) {
      this.lately.delete(key);
      this.lately.add(key);
    }
    for (const oldest of this.lately) {
      if (this.lately.size <= LATELY) {
        break;
      }
      this.lately.delete(oldest);
    }
  }

  changed(settings: ViewerSettings): void {
    this.wanted = settings;
    this.sendLater();
  }

  /** C# answers again: what it did not answer is told once more. */
  tellAgain(): void {
    if (this.wanted !== null) {
      this.sendLater();
    }
  }

  /** The page goes away: the circuit may be gone before it carries anything more. */
  flush(): void {
    const change = this.change();
    if (change === null || this.flushed === this.wanted) {
      return;
    }
    this.flushed = this.wanted;
    const put = this.options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    put("/api/preferences", {
      method: "PUT",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: this.options.username, change }),
    }).catch(() => {
      // Nobody is left to be told: the page is closing, and what the circuit has not answered it is told again.
    });
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.wanted = null;
  }

  private sendLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), SETTLED_AFTER_MS);
  }

  private change(): SettingsChange | null {
    return this.wanted === null ? null : changeOf(this.kept, this.pruned(this.wanted));
  }

  private pruned(settings: ViewerSettings): ViewerSettings {
    return pruned(settings, this.onScreen, [...this.lately].reverse());
  }

  private async send(): Promise<void> {
    const change = this.change();
    const { wanted } = this;
    if (change === null || wanted === null || this.isSending) {
      return;
    }
    const told = this.pruned(wanted);
    this.isSending = true;
    try {
      await this.options.send(change);
      this.kept = told;
    } catch {
      // Said by whoever sends; it stays wanted.
      return;
    } finally {
      this.isSending = false;
    }
    if (this.wanted !== wanted) {
      this.sendLater();
    }
  }
}
