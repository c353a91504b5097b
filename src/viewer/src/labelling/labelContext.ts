import type {
  BlockWords,
  DecisionMode,
  MarkWords,
  PageCallbacks,
  ShowRequest,
} from "../page/contract.ts";
import type { PressEvidence } from "../page/pressEvidence.ts";
import type { LabelFeedback } from "./labelFeedback.ts";
import type { LabelPreconditions } from "./labelPreconditions.ts";

/** What the page shows at the moment of a press, which means this and nothing else. */
export interface PageMoment {
  readonly root: string;
  readonly id: string;
  readonly mode: DecisionMode;
  /** Number of the report of what is on screen. */
  readonly seen: number;
  /** The viewer's own moves. */
  readonly moves: number;
  /** null: nothing is measured. */
  readonly evidence: PressEvidence | null;
}

/** How a decision is asked for. */
export interface Asked {
  /** The block that it was asked for on, a while ago. */
  readonly begun?: PageMoment;
  /** Of a label. */
  readonly via?: PressEvidence["via"];
}

export interface LabelContext {
  readonly page: Pick<PageCallbacks, "onLabel" | "onUndo" | "onOutcomes"> & {
    readonly silentMs: number;
  };
  readonly feedback: Pick<
    LabelFeedback,
    "accepted" | "refused" | "unknown" | "known" | "doubtful" | "forget"
  >;
  preconditions(): LabelPreconditions;
  /** `via`: how a label was given; absent: it is none. */
  moment(via?: PressEvidence["via"]): PageMoment | null;
  mode(): DecisionMode;
  /** What one says of a block beside its label, as the page knows them. */
  markOf(root: string, id: string): MarkWords | null;
  /** Changes with every move to another block. */
  epoch(): number;
  notice(text: string, severity: "info" | "warning" | "error"): void;
  /** C# wants another block shown because of a decision. */
  advance(request: ShowRequest): void;
  /** C# wants another block shown, but the annotator has moved on meanwhile. */
  overtaken(): void;
  /** The words of a block changed. */
  words(root: string, id: string, words: BlockWords): void;
  /** The circuit answers now. */
  isAnswering(): Promise<boolean>;
  /** Something was not answered in time. */
  doubt(): void;
}
