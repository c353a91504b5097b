import type { GalleryRows } from "../page/contract.ts";
import type { Page } from "../page/page.ts";

/** The page shows what was, until an answer comes. */
const AGAIN_MS = 1000;

/** Asks C# for the blocks while the gallery is on screen; questions that come before the answer are one more question. */
export class GalleryFeed {
  isOpen = false;
  private isAsking = false;
  private isDue = false;
  private version = 0;

  constructor(
    private readonly context: {
      readonly page: Pick<Page, "onGalleryRows">;
      readonly connection: { callFailed(error: unknown): void };
    },
    /** null: they are as they were. */
    private readonly onRows: (rows: GalleryRows | null) => void,
  ) {}

  refresh(): void {
    this.isDue = true;
    if (this.isOpen && !this.isAsking) {
      void this.ask();
    }
  }

  private async ask(): Promise<void> {
    this.isAsking = true;
    try {
      while (this.isDue && this.isOpen) {
        this.isDue = false;
        const rows = await this.context.page.onGalleryRows(this.version);
        this.version = rows?.version ?? this.version;
        this.onRows(rows);
      }
    } catch (error) {
      this.context.connection.callFailed(error);
      setTimeout(() => this.refresh(), AGAIN_MS);
    } finally {
      this.isAsking = false;
    }
  }
}
