import type { PageMoment } from "../labelling/labelContext.ts";
import { LabelFlow } from "../labelling/labelFlow.ts";
import type { LabelPreconditions } from "../labelling/labelPreconditions.ts";
import type {
  LabelOutcome,
  LabelPress,
  MarkWords,
  PressOutcome,
  ShowRequest,
  UndoPress,
} from "../page/contract.ts";
import { showRequest } from "./fakes.ts";

/** Nothing speaks against a label. */
export const FINE: LabelPreconditions = {
  block: "block_0005",
  isPainted: true,
  isGraphicsLost: false,
  isConnected: true,
  jump: null,
  readableChannels: 3,
  isLoading: false,
  seenFault: null,
  emptyBox: null,
};

export const ACCEPTED: LabelOutcome = {
  accepted: true,
  reason: null,
  sentence: null,
  show: null,
  isAtEnd: false,
  isUnknown: false,
  changed: [],
  words: null,
};

/** The flow of keys between stand-ins for the page and for what it says. */
export class LabelFlowRig {
  epoch = 0;
  overtaken = 0;
  forgotten = 0;
  doubted = 0;
  silentMs = 0;
  isAnswering = true;
  readonly calls: LabelPress[] = [];
  readonly undone: UndoPress[] = [];
  readonly shown: ShowRequest[] = [];
  readonly notices: string[] = [];
  readonly told: string[] = [];
  readonly asked: (readonly number[])[] = [];
  outcomes: PressOutcome[] = [];
  doubt: string | null = null;
  mark: MarkWords | null = null;
  preconditions: LabelPreconditions = FINE;
  /** How each press was said to be given. */
  readonly vias: unknown[] = [];
  moment: PageMoment = {
    root: "here",
    id: "block_0005",
    mode: "own",
    seen: 7,
    moves: 3,
    evidence: null,
  };
  readonly labels: LabelFlow;

  constructor() {
    const silentMs = () => this.silentMs;
    this.labels = new LabelFlow({
      page: {
        get silentMs() {
          return silentMs();
        },
        onLabel: (press) => {
          this.calls.push(press);
          return this.answer();
        },
        onUndo: async (press) => {
          this.undone.push(press);
          return this.undoAnswer;
        },
        onOutcomes: async (presses) => {
          this.asked.push(presses);
          return this.outcomes;
        },
      },
      feedback: {
        accepted: (id, label, sentence) => this.told.push(`+${sentence ?? `${id} ${label}`}`),
        refused: (words) => this.told.push(words),
        unknown: (words) => this.told.push(`? ${words}`),
        known: () => this.told.push("known"),
        doubtful: (words) => {
          this.doubt = words;
        },
        forget: () => this.forgotten++,
      },
      preconditions: () => this.preconditions,
      moment: (via) => {
        this.vias.push(via);
        return this.moment;
      },
      mode: () => this.moment.mode,
      markOf: () => this.mark,
      epoch: () => this.epoch,
      notice: (text) => this.notices.push(text),
      advance: (request) => this.shown.push(request),
      overtaken: () => this.overtaken++,
      words: () => undefined,
      isAnswering: async () => this.isAnswering,
      doubt: () => this.doubted++,
    });
  }

  answer: () => Promise<LabelOutcome> = async () => ({ ...ACCEPTED, show: showRequest(6, 0) });

  undoAnswer: LabelOutcome = { ...ACCEPTED, show: showRequest(2, 0) };

  /** How many keys were said to count. */
  get accepted(): number {
    return this.told.filter((words) => words.startsWith("+")).length;
  }
}
