import { blockName } from "../page/blockName.ts";
import type { LabelOutcome, OpenPress } from "../page/contract.ts";
import { type Decision, subjectOf } from "./decision.ts";

/** What a key decides about. */
export interface PressSubject {
  readonly root: string;
  /** A block's, or the words for several. */
  readonly id: string;
  /** Of several blocks, all of them. */
  readonly ids?: readonly string[];
}

/** One decision about several blocks; `subject` names them. */
export interface ManyBlocks {
  readonly root: string;
  readonly ids: readonly string[];
  readonly subject: string;
  readonly decision: Decision;
}

/** A key that is on its way, or whose answer has not come. */
export interface Press {
  readonly number: number;
  /** Null: an undo, which C# knows the block of. */
  readonly block: PressSubject | null;
  /** Of an undo it says nothing. */
  readonly decision: Decision;
  readonly redo: boolean;
  /** When it was handed over. */
  epoch: number;
  isDoubtful: boolean;
  /** With what came of it; null: nobody knows, and it will be asked for. */
  readonly ended: Promise<LabelOutcome | null>;
  readonly end: (outcome: LabelOutcome | null) => void;
  /** Says what came of it instead of the header, which is not on screen; null: nobody knows yet. */
  readonly tell?: ((outcome: LabelOutcome | null) => void) | undefined;
}

/** The keys that wait for their answer, in the order of their numbers. */
export class OpenPresses {
  private readonly open = new Map<number, Press>();
  private count = 0;

  /** `epoch` changes with every move to another block. */
  constructor(private readonly epoch: () => number) {}

  /** Those whose answer is not overdue. */
  get underWay(): number {
    return [...this.open.values()].filter(({ isDoubtful }) => !isDoubtful).length;
  }

  get unanswered(): OpenPress[] {
    const epoch = this.epoch();
    return [...this.open.values()].map((press) => ({
      press: press.number,
      isStill: press.epoch === epoch,
    }));
  }

  /** The first whose answer is overdue. */
  get doubtful(): Press | null {
    return [...this.open.values()].find(({ isDoubtful }) => isDoubtful) ?? null;
  }

  begin(block: Press["block"], decision: Decision, redo: boolean, tell?: Press["tell"]): Press {
    const number = ++this.count;
    const epoch = this.epoch();
    let end: Press["end"] = () => undefined;
    const ended = new Promise<LabelOutcome | null>((resolve) => {
      end = resolve;
    });
    const press = { number, block, decision, redo, epoch, isDoubtful: false, ended, end, tell };
    this.open.set(number, press);
    return press;
  }

  find(number: number): Press | null {
    return this.open.get(number) ?? null;
  }

  last(isMeant: (press: Press) => boolean): Press | null {
    return [...this.open.values()].filter(isMeant).at(-1) ?? null;
  }

  /** The last that decides about one of these blocks, or an undo, which may. */
  lastAbout(root: string, ids: readonly string[]): Press | null {
    const meant = new Set(ids);
    return this.last(
      ({ block }) =>
        block === null ||
        (block.root === root && (block.ids ?? [block.id]).some((id) => meant.has(id))),
    );
  }

  isOpen({ number }: Press): boolean {
    return this.open.has(number);
  }

  /** False: its answer had come before. */
  close({ number }: Press): boolean {
    return this.open.delete(number);
  }

  clear(): void {
    this.open.clear();
  }
}

/** Says that nobody knows yet what came of it. */
export function doubtOf({ block, decision, redo }: Press): string {
  const what =
    block === null
      ? `The ${redo ? "redo" : "undo"}`
      : `${subjectOf(decision)} ${blockName(block.id)}`;
  return `${what} is not confirmed`;
}

/** The outcome of a key that decided nothing. */
export function refused(reason: string): LabelOutcome {
  return {
    accepted: false,
    reason,
    sentence: null,
    show: null,
    isAtEnd: false,
    isUnknown: false,
    words: null,
    changed: [],
  };
}
