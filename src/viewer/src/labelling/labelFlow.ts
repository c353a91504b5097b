import { keyOf } from "../blocks/navigation.ts";
import { blockName } from "../page/blockName.ts";
import type { LabelOutcome, OpenPress, PressOutcome, ShowRequest } from "../page/contract.ts";
import { Unanswered } from "../page/page.ts";
import {
  decisionOf,
  isSameWish,
  pressedOf,
  refusalHead,
  type TextKind,
  type Wish,
} from "./decision.ts";
import { EmptyBoxQuestion } from "./emptyBox.ts";
import type { Asked, LabelContext, PageMoment } from "./labelContext.ts";
import { rejectionReason } from "./labelPreconditions.ts";
import { doubtOf, type ManyBlocks, OpenPresses, type Press, refused } from "./openPresses.ts";
import { OutcomeQuestions } from "./outcomeQuestions.ts";
import { refusalAt } from "./refusalAt.ts";
import { TypeAhead } from "./typeAhead.ts";
import { refusalOf, tellOutcome, UnknownKeys } from "./unknownKeys.ts";

const DOUBTFUL_AFTER_MS = 2000;
/** After so long a silence a label waits until the circuit answers. */
const PAUSE_MS = 5000;

/** Follows a deciding key to the answer that the decision is on disk, or why it is not. */
export class LabelFlow {
  private readonly open: OpenPresses;
  private readonly typeAhead = new TypeAhead();
  private readonly unknown: UnknownKeys;
  private waiting = 0;
  /** A label key waits for the decision before it. */
  private isKeyWaiting = false;
  private readonly questions: OutcomeQuestions;
  readonly emptyBox = new EmptyBoxQuestion();

  constructor(private readonly context: LabelContext) {
    this.open = new OpenPresses(() => context.epoch());
    this.unknown = new UnknownKeys(context);
    this.questions = new OutcomeQuestions(
      context,
      () => ({
        unanswered: this.unanswered.map(({ press }) => press),
        unknown: this.unknown.numbers,
      }),
      (outcomes) => this.resolve(outcomes),
    );
  }

  /** Keys that closing the page could lose. Keys with an overdue answer lose nothing by it. */
  get inFlight(): number {
    return this.open.underWay + this.waiting;
  }

  /** Keys without an answer; the program tells what came of them. */
  get unanswered(): OpenPress[] {
    return this.open.unanswered;
  }

  /** null clears. */
  async press(label: number | null, via: Asked["via"] = "key"): Promise<void> {
    await this.decide({ kind: "label", label }, { via });
  }

  /** Flags the block as unsure, or takes the flag back. */
  async flag(): Promise<void> {
    await this.decide({ kind: "unsure" });
  }

  /** The block that a text would be about, with the one it has; null: none can be given now, and it was said why. */
  beginText(kind: TextKind): { readonly moment: PageMoment; readonly text: string } | null {
    const { context } = this;
    const moment = context.moment();
    const behind = moment !== null && this.aheadOf(moment) !== null;
    const refusal =
      refusalAt(context.preconditions(), moment, { kind, text: "" }) ??
      (behind ? "Not yet: the decision before it is not confirmed" : null);
    if (moment === null || refusal !== null) {
      context.feedback.refused(refusal ?? "");
      return null;
    }
    return { moment, text: context.markOf(moment.root, moment.id)?.[kind] ?? "" };
  }

  /** Null: the block that the text was begun on has it, or it is told elsewhere what came of it. Else why not. */
  write(kind: TextKind, text: string, begun: PageMoment): Promise<string | null> {
    return this.decide({ kind, text }, { begun });
  }

  private async decide(wish: Wish, { begun, via }: Asked = {}): Promise<string | null> {
    const { context } = this;
    const moment = context.moment(via);
    let refusal = refusalAt(context.preconditions(), moment, wish, begun);
    if (refusal === null && moment !== null) {
      // A key behind no other begins at once: the next one has to find it.
      const earlier = this.aheadOf(moment);
      refusal =
        earlier === null
          ? wish.kind === "label"
            ? this.typeAhead.refusalAt(keyOf(moment))
            : null
          : await this.refusalBehind(earlier, moment, wish);
    }
    refusal ??= this.emptyBox.refusalOf(wish, context.preconditions());
    if (refusal !== null || moment === null) {
      context.feedback.refused(refusal ?? "");
      return refusal;
    }
    const { root, id, mode, seen, moves, evidence } = moment;
    const decision = decisionOf(wish, context.markOf(root, id)?.isUnsure === true);
    const press = this.open.begin({ root, id }, decision, false);
    const at = { press: press.number, mode, navigation: moves, root, id, seen, evidence };
    await this.carryOut(press, () => context.page.onLabel({ ...at, ...pressedOf(decision) }));
    const outcome = await press.ended;
    const isRefused = outcome !== null && !outcome.accepted && !outcome.isUnknown;
    return isRefused ? refusalOf({ block: { root, id }, decision }, outcome) : null;
  }

  /**
   * The gallery's, about many blocks. `tell` gets what came of it as soon as it is known, and null while
   * nobody knows. The answer is the first outcome; null: it comes later. Undo waits for it as for every other decision.
   */
  async decideMany(
    { root, ids, subject, decision }: ManyBlocks,
    call: (press: number) => Promise<LabelOutcome>,
    tell: (outcome: LabelOutcome | null) => void,
  ): Promise<LabelOutcome | null> {
    const earlier = this.open.lastAbout(root, ids);
    if (earlier !== null) await this.endOf(earlier);
    const press = this.open.begin({ root, id: subject, ids }, decision, false, tell);
    let answer: LabelOutcome | null = null;
    await this.carryOut(press, async () => {
      answer = await call(press.number);
      return answer;
    });
    return answer ?? (await press.ended);
  }

  /** A press that means nothing, in words. */
  refuse(reason: string): void {
    this.context.feedback.refused(reason);
  }

  /** Waits for every decision under way; otherwise it would take back an earlier one. */
  async undo(redo: boolean): Promise<void> {
    const { context } = this;
    const { isConnected, jump } = context.preconditions();
    const mode = context.mode();
    if (!isConnected) {
      this.refuseUndo(redo, ": the connection to the program is interrupted");
    } else if (jump !== null) {
      this.refuseUndo(redo, ` yet: ${jump}`);
    } else if (this.isKeyWaiting) {
      this.refuseUndo(redo, " yet: the key before it is just being decided");
    } else {
      const earlier = this.open.last(() => true);
      const press = this.open.begin(null, { kind: "label", label: null }, redo);
      const refusal = earlier === null ? null : await this.undoRefusalBehind(earlier);
      if (!this.open.isOpen(press)) {
        return;
      }
      if (refusal === null) {
        press.epoch = context.epoch();
        await this.carryOut(press, () => context.page.onUndo({ press: press.number, mode, redo }));
      } else {
        this.open.close(press);
        this.refuseUndo(redo, refusal);
        press.end(refused(refusal));
      }
    }
  }

  /** Takes outcomes from the program, asked for or not, and ignores those of settled keys. */
  resolve(outcomes: readonly PressOutcome[]): void {
    for (const { press: number, outcome } of outcomes) {
      const press = this.open.find(number);
      if (press !== null && outcome !== null) {
        this.settle(press, outcome);
      }
    }
    this.unknown.resolve(outcomes);
    this.questions.askLater();
  }

  dispose(): void {
    this.questions.dispose();
    this.open.clear();
    this.unknown.clear();
  }

  /** What a key has to wait for: a decision on its block, or an undo, which may lead to another one. */
  private aheadOf(moment: PageMoment): Press | null {
    return this.open.lastAbout(moment.root, [moment.id]);
  }

  /**
   * A block takes one decision at a time, and none behind an undo until its block is there. One key waits, further keys are
   * refused. It counts if the page still shows the same as at the press and no advance happened. Null: the key counts.
   */
  private async refusalBehind(
    earlier: Press,
    moment: PageMoment,
    wish: Wish,
  ): Promise<string | null> {
    const { context } = this;
    if (earlier.isDoubtful || this.waiting > 0) {
      return `Not yet: ${earlier.isDoubtful ? doubtOf(earlier) : `${blockName(moment.id)} is just being decided`}`;
    }
    const epoch = context.epoch();
    this.isKeyWaiting = true;
    const outcome = await this.endOf(earlier);
    this.isKeyWaiting = false;
    if (outcome === null) {
      return `Not yet: ${doubtOf(earlier)}`;
    }
    const goesOn = outcome.isAtEnd || (earlier.block !== null && outcome.show !== null);
    // Nobody has read yet why the key before was refused: it may be a question, which the same key would answer.
    const isUnread =
      earlier.block !== null && isSameWish(earlier.decision, wish) && !outcome.accepted;
    if (goesOn || isUnread || epoch !== context.epoch() || context.mode() !== moment.mode) {
      return `${refusalHead(wish)}: the key came before what became of ${blockName(moment.id)}`;
    }
    return rejectionReason(context.preconditions(), wish);
  }

  /** A refused decision cannot be taken back, and the annotator did not mean the one before it. Null: the undo counts. */
  private async undoRefusalBehind(earlier: Press): Promise<string | null> {
    const outcome = await this.endOf(earlier);
    if (outcome === null) {
      return ` yet: ${doubtOf(earlier)}`;
    }
    return earlier.block === null || outcome.accepted
      ? null
      : `: the key before it decided nothing on ${blockName(earlier.block.id)}`;
  }

  private refuseUndo(redo: boolean, reason: string): void {
    this.context.notice(`Not ${redo ? "redone" : "undone"}${reason}`, "warning");
  }

  private async endOf(press: Press): Promise<LabelOutcome | null> {
    this.waiting++;
    try {
      return await press.ended;
    } finally {
      this.waiting--;
    }
  }

  private async carryOut(press: Press, call: () => Promise<LabelOutcome>): Promise<void> {
    const { context } = this;
    if (context.page.silentMs > PAUSE_MS && !(await context.isAnswering())) {
      this.settle(press, refused("the program does not answer"));
      return;
    }
    const overdue = setTimeout(() => this.doubt(press), DOUBTFUL_AFTER_MS);
    try {
      this.settle(press, await call());
    } catch (error) {
      if (error instanceof Unanswered) {
        this.doubt(press);
      } else {
        this.settle(press, refused(error instanceof Error ? error.message : String(error)));
      }
    } finally {
      clearTimeout(overdue);
    }
  }

  /** Nobody knows what came of it: says so and asks until it is known. */
  private doubt(press: Press): void {
    if (this.open.isOpen(press) && !press.isDoubtful) {
      press.isDoubtful = true;
      press.tell?.(null);
      press.end(null);
      this.showDoubt();
      this.context.doubt();
    }
  }

  private settle(press: Press, outcome: LabelOutcome): void {
    if (!this.open.close(press)) {
      return;
    }
    this.showDoubt();
    const { block, decision } = press;
    if (outcome.isUnknown) {
      this.unknown.keep(press, outcome, (known) => this.settleUndo(press, known));
      this.questions.askLater();
    } else if (block === null) {
      this.settleUndo(press, outcome);
    } else if (press.tell !== undefined) {
      press.tell(outcome);
    } else {
      if (outcome.accepted && decision.kind === "label") {
        this.typeAhead.accepted(keyOf(block), outcome.isAtEnd);
      }
      tellOutcome(this.context.feedback, { block, decision }, outcome);
    }
    if (block !== null && outcome.words !== null) {
      this.context.words(block.root, block.id, outcome.words);
    }
    this.follow(press, outcome.show);
    press.end(outcome);
  }

  private settleUndo({ redo }: Press, { accepted, reason }: LabelOutcome): void {
    if (accepted) {
      this.context.feedback.forget();
    } else if (reason !== null) {
      this.context.notice(`${redo ? "NOT REDONE" : "NOT UNDONE"}: ${reason}`, "warning");
    }
  }

  private follow({ epoch }: Press, show: ShowRequest | null): void {
    if (show === null) {
      return;
    }
    if (epoch === this.context.epoch()) {
      this.context.advance(show);
    } else {
      this.context.overtaken();
    }
  }

  private showDoubt(): void {
    const { doubtful } = this.open;
    this.context.feedback.doubtful(doubtful === null ? null : doubtOf(doubtful));
  }
}
