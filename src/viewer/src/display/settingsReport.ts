import type { ViewerSettings } from "./settings.ts";
import { changeOf, pruned, type SettingsChange } from "./settingsChange.ts";

const SETTLED_AFTER_MS = 250;
/** How many channel names the report remembers as seen lately. */
const LATELY = 5000;

export interface ReportOptions {
  readonly username: string;
  /** What C# has at the start. */
  readonly kept: ViewerSettings | null;
  readonly send: (change: SettingsChange) => Promise<void>;
  readonly fetch?: typeof fetch;
}

/**
 * Sends settled settings to C#: the difference to what C# has confirmed. It sends an unconfirmed change again, and a page
 * that closes at once sends it over HTTP.
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

  /** C# answers again: sends the unconfirmed change once more. */
  tellAgain(): void {
    if (this.wanted !== null) {
      this.sendLater();
    }
  }

  /** The page closes: the circuit may be gone before it carries another message. */
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
      // The page is closing, so nobody can read an error; the circuit sends an unconfirmed change again.
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
      // The sender has shown the failure; the change stays wanted.
      return;
    } finally {
      this.isSending = false;
    }
    if (this.wanted !== wanted) {
      this.sendLater();
    }
  }
}
