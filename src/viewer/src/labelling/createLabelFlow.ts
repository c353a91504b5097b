import type { BlockViewerState } from "../blocks/blockViewerState.ts";
import type { ConnectionMonitor } from "../page/connectionMonitor.ts";
import type { MarkWords, WordsOfBlock } from "../page/contract.ts";
import type { Page } from "../page/page.ts";
import type { PressEvidence } from "../page/pressEvidence.ts";
import type { StageNotes } from "../stage/stageNotes.ts";
import { emptyBoxWords } from "./emptyBox.ts";
import type { Evidence } from "./evidence.ts";
import type { Jump } from "./jump.ts";
import type { LabelFeedback } from "./labelFeedback.ts";
import { LabelFlow } from "./labelFlow.ts";

export interface LabellingParts {
  readonly page: Page;
  readonly connection: ConnectionMonitor;
  readonly blocks: BlockViewerState;
  readonly feedback: LabelFeedback;
  readonly jump: Jump;
  readonly notes: StageNotes;
  tellWords(words: readonly WordsOfBlock[]): void;
  markOf(root: string, id: string): MarkWords | null;
  /** null: nothing is measured. */
  readonly evidence: Evidence | null;
}

/** The one path of every decision: keys and legend alike, with what the page shows at that moment. */
export function createLabelFlow({
  page,
  connection,
  blocks,
  feedback,
  jump,
  notes,
  tellWords,
  markOf,
  evidence,
}: LabellingParts): LabelFlow {
  /** No key waits for a measurement, or is lost with one. */
  function measure(via: PressEvidence["via"]): PressEvidence | null {
    try {
      return evidence?.measure(via) ?? null;
    } catch (error) {
      connection.notice(`The label goes without its evidence: ${String(error)}`, "warning");
      return null;
    }
  }

  return new LabelFlow({
    page: {
      get silentMs() {
        return page.silentMs;
      },
      async onLabel(press) {
        const outcome = await page.onLabel(press);
        if (outcome.accepted && press.mark === null) {
          evidence?.decided(press);
        }
        return outcome;
      },
      onUndo: (press) => page.onUndo(press),
      onOutcomes: (presses) => page.onOutcomes(presses),
    },
    feedback,
    preconditions: () => ({
      block: blocks.current?.id ?? null,
      isPainted: blocks.isPainted,
      isGraphicsLost: notes.isGraphicsLost,
      isConnected: connection.isUp,
      jump: jump.reason,
      readableChannels: blocks.load?.readableChannels ?? 0,
      isLoading: blocks.load?.isSettled === false,
      seenFault: blocks.seenFault,
      emptyBox: emptyBoxWords(blocks.load?.channels ?? []),
    }),
    moment: (via) => {
      const { current, mode, seenReport: seen, moves } = blocks;
      const measured = via === undefined ? null : measure(via);
      return current === null
        ? null
        : { root: current.root, id: current.id, mode, seen, moves, evidence: measured };
    },
    mode: () => blocks.mode,
    markOf,
    epoch: () => blocks.epoch,
    notice: (text, severity) => connection.notice(text, severity),
    advance: (request) => blocks.show(request),
    overtaken: () => void blocks.tell(),
    words: (root, id, words) => tellWords([{ root, id, words }]),
    isAnswering: () => connection.isAnswering(),
    doubt: () => connection.doubt(),
  });
}
