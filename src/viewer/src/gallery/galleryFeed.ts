import type { GalleryRows } from "../page/contract.ts";
import type { Page } from "../page/page.ts";

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
    private readonly onRows: (rows: GalleryRows) => void,
  ) {}

  refresh(): void {
    this.isDue = true;
    if (!this.isAsking) {
      void this.ask();
    }
  }

  private async ask(): Promise<void> {
    this.isAsking = true;
    try {
      while (this.isDue && this.isOpen) {
        this.isDue = false;
        const rows = await this.context.page.onGalleryRows(this.version);
        if (rows !== null) {
          this.version = rows.version;
          this.onRows(rows);
        }
      }
    } catch (error) {
      this.context.connection.callFailed(error);
    } finally {
      this.isAsking = false;
    }
  }
}
