import { blockName } from "../page/blockName.ts";
import type { LabelOutcome, PressOutcome } from "../page/contract.ts";
import { type Decision, failureOf, successOf } from "./decision.ts";
import type { LabelContext } from "./labelContext.ts";
import type { Press } from "./openPresses.ts";

interface DecidingKey {
  readonly block: { readonly root: string; readonly id: string };
  readonly decision: Decision;
  /** Of Press. */
  readonly tell?: Press["tell"];
}

/** Keys behind which a disk failed, until it is known whether they are stored. The annotator goes on meanwhile. */
export class UnknownKeys {
  private readonly keys = new Map<number, DecidingKey>();

  constructor(private readonly context: Pick<LabelContext, "feedback" | "words">) {}

  get numbers(): number[] {
    return [...this.keys.keys()];
  }

  /** Of an undo no block is known here, and the program has told it: `settleUndo` gets what came of it. */
  keep(press: Press, outcome: LabelOutcome, settleUndo: (known: LabelOutcome) => void): void {
    const { number, decision } = press;
    const block = press.block ?? { root: "", id: "" };
    const tellUndo = (later: LabelOutcome | null): void => {
      if (later !== null && !later.isUnknown) settleUndo(later);
    };
    const key = { block, decision, tell: press.block === null ? tellUndo : press.tell };
    this.keys.set(number, key);
    this.context.feedback.unknown(refusalOf(key, outcome));
    key.tell?.(outcome);
  }

  /** Takes outcomes from the program and ignores those of other keys. */
  resolve(outcomes: readonly PressOutcome[]): void {
    for (const { press, outcome } of outcomes) {
      const key = this.keys.get(press);
      if (key !== undefined && outcome !== null && !outcome.isUnknown) {
        this.keys.delete(press);
        this.context.feedback.known();
        if (key.tell === undefined) {
          tellOutcome(this.context.feedback, key, outcome);
        } else {
          key.tell(outcome);
        }
        if (outcome.words !== null) {
          this.context.words(key.block.root, key.block.id, outcome.words);
        }
      }
    }
  }

  clear(): void {
    this.keys.clear();
  }
}

/** Counts a key whose outcome is known, and says it. */
export function tellOutcome(
  feedback: LabelContext["feedback"],
  key: DecidingKey,
  outcome: LabelOutcome,
): void {
  if (outcome.accepted) {
    const { block, decision } = key;
    const label = decision.kind === "label" ? decision.label : null;
    feedback.accepted(block.id, label, outcome.sentence ?? successOf(block.id, decision));
  } else {
    feedback.refused(refusalOf(key, outcome));
  }
}

export function refusalOf(
  { block, decision }: DecidingKey,
  { sentence, reason }: LabelOutcome,
): string {
  return (
    sentence ?? `${blockName(block.id)} ${failureOf(decision)}: ${reason ?? "no reason given"}`
  );
}
