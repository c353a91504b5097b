import type { BlockRef, PaintedReport, SeenChannel } from "../page/contract.ts";
import type { TooLarge } from "../page/page.ts";

/** What C# is told of the current block's picture: a label key names its report by number. */
export class SeenReport {
  private count = 0;
  private current: PaintedReport | null = null;
  private refusal: string | null = null;

  /** 0 while there is nothing to tell. */
  get number(): number {
    return this.current?.number ?? 0;
  }

  /** Why C# cannot be told: then the block cannot be labelled. */
  get fault(): string | null {
    return this.refusal;
  }

  /** Null: there is nothing to tell, or it cannot be told. */
  get told(): PaintedReport | null {
    return this.refusal === null ? this.current : null;
  }

  /** Another block is opened. */
  clear(): void {
    [this.current, this.refusal] = [null, null];
  }

  /** Null: C# has it already. */
  update(
    { root, id }: BlockRef,
    seen: readonly SeenChannel[],
    sizesDiffer: boolean,
  ): PaintedReport | null {
    const { current } = this;
    if (current?.sizesDiffer === sizesDiffer && isSameSeen(current.seen, seen)) {
      return null;
    }
    this.current = { number: ++this.count, root, id, seen, sizesDiffer };
    return this.current;
  }

  /** The report is too large for C#. `report` null: the current one. */
  refuse(id: string, error: TooLarge, report: PaintedReport | null = null): void {
    if (report === null || report === this.current) {
      this.refusal = `${id} has too many channels to be labelled: ${error.message}`;
    }
  }
}

function isSameSeen(one: readonly SeenChannel[], other: readonly SeenChannel[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
