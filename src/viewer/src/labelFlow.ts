import type { LabelOutcome, PageCallbacks, SeenChannel, ShowRequest } from "./contract.ts";
import { type LabelCircumstances, refusalOf } from "./labelGuard.ts";

/** The block whose voxels are on screen, with what was read of it. */
export interface PaintedBlock {
  readonly root: string;
  readonly id: string;
  readonly seen: readonly SeenChannel[];
}

export interface LabelSurroundings {
  readonly page: Pick<PageCallbacks, "onLabel" | "onUndo">;
  circumstances(): LabelCircumstances;
  painted(): PaintedBlock | null;
  /** Changes with every move to another block. */
  epoch(): number;
  notice(text: string, severity: "info" | "warning" | "error"): void;
  /** C# wants another block shown because of a label. */
  advance(request: ShowRequest, isAdvance: boolean): void;
  /** C# wanted another block shown, but the annotator has gone elsewhere meanwhile. */
  overtaken(): void;
}

/** From a label key to the answer that the label is on disk. */
export class LabelFlow {
  private calls = 0;

  constructor(private readonly around: LabelSurroundings) {}

  /** Labels under way: closing the page now could lose them. */
  get inFlight(): number {
    return this.calls;
  }

  /** null clears. */
  async press(label: number | null): Promise<void> {
    const { around } = this;
    const refusal = refusalOf(around.circumstances());
    const painted = around.painted();
    if (refusal !== null || painted === null) {
      if (refusal !== null && refusal !== "") {
        around.notice(refusal, "warning");
      }
      return;
    }
    const { root, id, seen } = painted;
    await this.carryOut(`${id} could not be labelled`, async () => {
      const epoch = around.epoch();
      const outcome: LabelOutcome | null = await around.page.onLabel(root, id, label, seen);
      this.follow(outcome?.show ?? null, epoch, true);
    });
  }

  async undo(redo: boolean): Promise<void> {
    const { around } = this;
    if (!around.circumstances().isConnected) {
      around.notice("Not undone: the connection to the program is interrupted", "warning");
      return;
    }
    await this.carryOut(redo ? "Redo failed" : "Undo failed", async () => {
      const epoch = around.epoch();
      this.follow(await around.page.onUndo(redo), epoch, false);
    });
  }

  private follow(show: ShowRequest | null, epoch: number, isAdvance: boolean): void {
    if (show === null) {
      return;
    }
    if (epoch === this.around.epoch()) {
      this.around.advance(show, isAdvance);
    } else {
      this.around.overtaken();
    }
  }

  private async carryOut(failure: string, call: () => Promise<void>): Promise<void> {
    this.calls++;
    try {
      await call();
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.around.notice(`${failure}: ${words}`, "error");
    } finally {
      this.calls--;
    }
  }
}
