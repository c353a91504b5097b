import type { PressOutcome } from "../page/contract.ts";
import type { LabelContext } from "./labelContext.ts";

const ASK_AGAIN_MS = 500;
/** Of keys behind which a disk failed: it may take long until it works again. */
const ASK_UNKNOWN_MS = 1000;

export interface OpenNumbers {
  /** Keys without an answer. */
  readonly unanswered: readonly number[];
  /** Keys behind which a disk failed. */
  readonly unknown: readonly number[];
}

/** Asks what came of keys until nothing is open: the program answers but has not decided, because a disk is slow. */
export class OutcomeQuestions {
  private asking: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly context: Pick<LabelContext, "page" | "doubt">,
    private readonly open: () => OpenNumbers,
    private readonly onOutcomes: (outcomes: readonly PressOutcome[]) => void,
  ) {}

  askLater(): void {
    clearTimeout(this.asking);
    const { unanswered, unknown } = this.open();
    const numbers = [...unanswered, ...unknown];
    if (numbers.length > 0) {
      const pause = unanswered.length > 0 ? ASK_AGAIN_MS : ASK_UNKNOWN_MS;
      this.asking = setTimeout(() => void this.ask(numbers), pause);
    }
  }

  dispose(): void {
    clearTimeout(this.asking);
  }

  private async ask(numbers: readonly number[]): Promise<void> {
    try {
      this.onOutcomes(await this.context.page.onOutcomes(numbers));
    } catch {
      // No answer to this either: it is asked again once the program answers.
      this.context.doubt();
    }
  }
}
