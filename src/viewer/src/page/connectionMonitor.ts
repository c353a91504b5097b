import { Circuit } from "./circuit.ts";
import { Connection, type ConnectionState, everyMsOf } from "./connection.ts";
import { type Page, TooLarge } from "./page.ts";

/** Shows words that C# cannot show. */
export interface PageNotes {
  flash(text: string): void;
  /** null: all is well. */
  showBanner(text: string | null): void;
}

export interface ConnectionMonitorEvents {
  /** The program answers over HTTP again. */
  onBack(): void;
  /** C# knows again where the page is; everything else can be told now. */
  onInStep(): void;
  /** Only a reload helps: another program answers, or this page's circuit is lost. */
  onLost(): void;
  /** Tells C# where the page is and asks what came of its keys. False: the page has moved on meanwhile. */
  resync(): Promise<boolean>;
}

const ASK_EVERY_MS = 2000;
const BETWEEN_MS = 300;
/** A circuit that stays silent for so long while the program answers over HTTP does not come back. */
const GIVEN_UP_AFTER_MS = 60_000;

const INTERRUPTED =
  "The connection to the program is interrupted. Labels are not taken until it is back. " +
  "If the program was ended or started again, open its new window and close this one.";
const STARTED_ANEW =
  "The program was started again and does not know this window. Open the link that it printed, or start it from its " +
  "icon; then close this page. Labels are not taken here; those that were saved are kept.";

/**
 * Watches whether the program is there and knows this page and its place, and shows words for the annotator meanwhile.
 * "Up" means all of it: the heartbeat over HTTP, the circuit, and an answer of C# since either was away.
 */
export class ConnectionMonitor {
  private readonly connection: Connection;
  private readonly circuit: Circuit;
  private readonly asking: ReturnType<typeof setInterval>;
  private isInStep = true;
  /** The program that answers does not know this window's key. */
  private isRefused = false;
  private isResyncing = false;
  private doubtfulSince = 0;
  private isDisposed = false;

  constructor(
    private readonly page: Page,
    private readonly notes: PageNotes,
    private readonly events: ConnectionMonitorEvents,
  ) {
    this.connection = new Connection(
      {
        onChange: (state) => this.changed(state),
        onOtherInstance: () => events.onLost(),
        onRefused: (isRefused) => {
          this.isRefused = isRefused;
          this.showState();
        },
      },
      { everyMs: everyMsOf(location.hostname) },
    );
    this.circuit = new Circuit({
      onLost: () => {
        page.close();
        this.connection.hurry();
        this.doubt();
      },
      onBack: () => {
        page.open();
        void this.resync();
      },
    });
    this.asking = setInterval(() => void this.isAnswering(), ASK_EVERY_MS);
    this.connection.start();
  }

  get isUp(): boolean {
    return this.connection.state === "up" && this.circuit.isOpen && this.isInStep;
  }

  notice(text: string, severity: "info" | "warning" | "error"): void {
    if (!this.isUp) {
      this.notes.flash(text);
      return;
    }
    this.page.onNotice(text, severity).catch(() => this.notes.flash(text));
  }

  /** Rejects after it has said why: "Your settings" are not kept. */
  async tell(call: () => Promise<void>, what: string): Promise<void> {
    try {
      await call();
    } catch (error) {
      if (error instanceof TooLarge) {
        this.notice(`${what} are not kept: ${error.message}`, "warning");
      } else {
        this.callFailed(error);
      }
      throw error;
    }
  }

  /** C# may have missed the message: the page counts as out of step until C# answers. */
  callFailed(error: unknown): void {
    if (!this.isDisposed) {
      const words = error instanceof Error ? error.message : String(error);
      this.notes.flash(words);
      this.doubt();
    }
  }

  /** A call got no answer: asks C# until it answers. */
  doubt(): void {
    if (this.isInStep) {
      this.isInStep = false;
      this.doubtfulSince = performance.now();
    }
    this.showState();
    void this.resync();
  }

  /** Asks; without an answer the page takes no labels until there is one. */
  async isAnswering(): Promise<boolean> {
    if (!this.isUp) {
      return false;
    }
    try {
      await this.page.onCommand("connected");
    } catch {
      // Any failure means the same: no answer.
      this.doubt();
    }
    return this.isUp;
  }

  dispose(): void {
    this.isDisposed = true;
    clearInterval(this.asking);
    this.circuit.dispose();
    this.connection.dispose();
  }

  private changed(state: ConnectionState): void {
    if (state === "up") {
      this.events.onBack();
    }
    this.doubt();
  }

  private async resync(): Promise<void> {
    if (this.isResyncing) {
      return;
    }
    this.isResyncing = true;
    while (!this.isDisposed && this.circuit.isOpen && !this.isInStep) {
      try {
        this.isInStep = await this.events.resync();
      } catch {
        // The connection broke again, or C# could not answer: the loop asks again.
        await passed(BETWEEN_MS);
        this.giveUpInTime();
      }
    }
    this.isResyncing = false;
    this.showState();
    if (this.isInStep && !this.isDisposed) {
      this.events.onInStep();
    }
  }

  private giveUpInTime(): void {
    const isSilent = performance.now() - this.doubtfulSince > GIVEN_UP_AFTER_MS;
    if (isSilent && this.circuit.isOpen && this.connection.state === "up" && !this.isDisposed) {
      this.events.onLost();
    }
  }

  private showState(): void {
    if (this.isDisposed) {
      return;
    }
    const words = this.isRefused ? STARTED_ANEW : INTERRUPTED;
    this.notes.showBanner(this.isUp ? null : words);
  }
}

function passed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
