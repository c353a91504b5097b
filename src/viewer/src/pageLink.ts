import { Connection, type ConnectionState } from "./connection.ts";
import type { Page } from "./page.ts";
import type { StageNotes } from "./stageNotes.ts";

export interface PageLinkEvents {
  onBack(): void;
  /** Only a new page helps: another program answers, or this page's circuit is lost. */
  onLost(): void;
}

const ATTEMPTS = 5;
const BETWEEN_MS = 1000;
const SILENCE_MS = 2000;

const INTERRUPTED =
  "The connection to the program is interrupted. Labels are not taken until it is back. " +
  "If the program was ended or started again, open its new window and close this one.";
const STARTED_ANEW =
  "The program was started anew and does not know this window. Open the link that it printed, or start it from its " +
  "icon; then close this page. Labels are not taken here; those that were saved are kept.";

/** Is the program there, does it still know this page, and where do words for the annotator go meanwhile. */
export class PageLink {
  private readonly connection: Connection;
  private isDisposed = false;

  constructor(
    private readonly page: Page,
    private readonly notes: StageNotes,
    private readonly events: PageLinkEvents,
  ) {
    this.connection = new Connection({
      onChange: (state) => this.changed(state),
      onOtherInstance: () => events.onLost(),
      onRefused: (isRefused) => this.refused(isRefused),
    });
    this.connection.start();
  }

  get isUp(): boolean {
    return this.connection.state === "up";
  }

  notice(text: string, severity: "info" | "warning" | "error"): void {
    if (!this.isUp) {
      this.notes.flash(text);
      return;
    }
    this.page.onNotice(text, severity).catch(() => this.notes.flash(text));
  }

  /** A call that C# did not answer: the heartbeat says more about it soon. */
  callFailed(error: unknown): void {
    if (!this.isDisposed) {
      const words = error instanceof Error ? error.message : String(error);
      this.notes.flash(`The program did not answer: ${words}`);
    }
  }

  dispose(): void {
    this.isDisposed = true;
    this.connection.dispose();
  }

  /** Not while all is well again. */
  private refused(isRefused: boolean): void {
    if (!this.isUp) {
      this.notes.showBanner(isRefused ? STARTED_ANEW : INTERRUPTED);
    }
  }

  private changed(state: ConnectionState): void {
    if (state === "down") {
      this.notes.showBanner(INTERRUPTED);
      return;
    }
    this.notes.showBanner(null);
    this.events.onBack();
    void this.checkCircuit();
  }

  /** The program answers again; if this page's circuit does not come back soon, a new page does. */
  private async checkCircuit(): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (this.isDisposed || !this.isUp || (await this.isAnswered())) {
        return;
      }
      await passed(BETWEEN_MS);
    }
    if (this.isUp && !this.isDisposed) {
      this.events.onLost();
    }
  }

  private async isAnswered(): Promise<boolean> {
    const answer = this.page.onCommand("connected").then(
      () => true,
      () => false,
    );
    return await Promise.race([answer, passed(SILENCE_MS).then(() => false)]);
  }
}

function passed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
