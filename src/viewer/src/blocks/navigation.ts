import type { BlockRef, DecisionMode, ShowRequest } from "../page/contract.ts";

/** What happened to the current block. */
export interface Moved {
  readonly from: BlockRef | null;
  readonly to: BlockRef | null;
}

export type Step = -1 | 1;

/**
 * Knows the current block and its neighbours. It moves at once where the neighbour is known, remembers one step where C# has
 * not said yet what comes next, and drops answers that a later move has overtaken.
 */
export class Navigation {
  private block: BlockRef | null = null;
  private following: readonly BlockRef[] = [];
  private preceding: BlockRef | null = null;
  private pendingStep: Step | null = null;
  private asked = 0;
  private moves = 0;
  private count = 0;
  private text = "";
  private meaning: DecisionMode = "own";
  private untold = false;

  get current(): BlockRef | null {
    return this.block;
  }

  get next(): readonly BlockRef[] {
    return this.following;
  }

  get previous(): BlockRef | null {
    return this.preceding;
  }

  get emptyText(): string {
    return this.text;
  }

  /** What label keys decide. */
  get mode(): DecisionMode {
    return this.meaning;
  }

  /** C# has not named the neighbours of the current block, and nobody is asking it. */
  get isUntold(): boolean {
    return this.untold;
  }

  /** Counts the viewer's own moves; with it C# dates a ShowRequest. */
  get navigation(): number {
    return this.count;
  }

  /** Changes with every move, whoever made it; an answer to an earlier question recognises by it that it is late. */
  get epoch(): number {
    return this.moves;
  }

  /** Null: there is nothing that way, or it is not known yet (`isWaiting`). */
  step(step: Step): Moved | null {
    const target = step > 0 ? this.following[0] : this.preceding;
    if (target === undefined || target === null) {
      this.pendingStep = this.asked > 0 ? step : null;
      return null;
    }
    const from = this.block;
    if (step > 0) {
      this.preceding = from;
      this.following = this.following.slice(1);
    } else {
      this.following = from === null ? this.following : [from, ...this.following].slice(0, 3);
      this.preceding = null;
    }
    this.count++;
    return this.moveTo(target, from);
  }

  /** A step waits until C# has said what lies there. */
  get isWaiting(): boolean {
    return this.pendingStep !== null;
  }

  /** C# could not be told of the last move. */
  lose(): void {
    this.untold = true;
  }

  /** Pairs with `answered`, also when the call fails. */
  ask(): void {
    this.asked++;
  }

  answered(): void {
    this.asked = Math.max(0, this.asked - 1);
  }

  /** Null: out of date, or the same block with other neighbours. */
  accept(request: ShowRequest): Moved | null {
    if (request.navigation < this.count) {
      return null;
    }
    const from = this.block;
    this.following = request.next;
    this.preceding = request.previous;
    this.text = request.emptyText;
    this.meaning = request.mode;
    this.untold = false;
    if (isSameBlock(from, request.block)) {
      this.block = request.block;
      return null;
    }
    return this.moveTo(request.block, from);
  }

  /** The remembered step, once; null while it is still unknown. */
  takePendingStep(): Step | null {
    const pendingStep = this.pendingStep;
    if (pendingStep === null || (this.asked > 0 && !this.knows(pendingStep))) {
      return null;
    }
    this.pendingStep = null;
    return pendingStep;
  }

  private knows(step: Step): boolean {
    return step > 0 ? this.following.length > 0 : this.preceding !== null;
  }

  private moveTo(to: BlockRef | null, from: BlockRef | null): Moved {
    this.block = to;
    this.moves++;
    this.pendingStep = null;
    return { from, to };
  }
}

export function keyOf(block: { readonly root: string; readonly id: string }): string {
  return `${block.root}\n${block.id}`;
}

export function isSameBlock(one: BlockRef | null, other: BlockRef | null): boolean {
  return one === null || other === null ? one === other : keyOf(one) === keyOf(other);
}
