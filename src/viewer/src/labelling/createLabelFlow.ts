import type { BlockFlow } from "../blocks/blockViewerState.ts";
import type { PageLink } from "../page/connectionMonitor.ts";
import type { WordsOfBlock } from "../page/contract.ts";
import type { Page } from "../page/page.ts";
import type { StageNotes } from "../stage/stageNotes.ts";
import type { Jump } from "./jump.ts";
import type { LabelFeedback } from "./labelFeedback.ts";
import { LabelFlow } from "./labelFlow.ts";

export interface LabellingParts {
  readonly page: Page;
  readonly link: PageLink;
  readonly flow: BlockFlow;
  readonly feedback: LabelFeedback;
  readonly jump: Jump;
  readonly notes: StageNotes;
  tellWords(words: readonly WordsOfBlock[]): void;
}

/** The one path of every decision: keys and legend alike, with what the page shows at that moment. */
export function labelFlowOf({
  page,
  link,
  flow,
  feedback,
  jump,
  notes,
  tellWords,
}: LabellingParts): LabelFlow {
  return new LabelFlow({
    page,
    feedback,
    circumstances: () => ({
      block: flow.current?.id ?? null,
      isPainted: flow.isPainted,
      isGraphicsLost: notes.isGraphicsLost,
      isConnected: link.isUp,
      jump: jump.reason,
      readableChannels: flow.load?.readableChannels ?? 0,
      isLoading: flow.load?.isSettled === false,
      seenFault: flow.seenFault,
    }),
    moment: () => {
      const { current, mode, seenReport: seen, moves } = flow;
      return current === null ? null : { root: current.root, id: current.id, mode, seen, moves };
    },
    mode: () => flow.mode,
    epoch: () => flow.epoch,
    notice: (text, severity) => link.notice(text, severity),
    advance: (request) => flow.show(request),
    overtaken: () => void flow.tell(),
    words: (root, id, words) => tellWords([{ root, id, words }]),
    isAnswering: () => link.isAnswering(),
    doubt: () => link.doubt(),
  });
}
