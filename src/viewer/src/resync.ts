import type { BlockViewerState } from "./blocks/blockViewerState.ts";
import type { LabelFlow } from "./labelling/labelFlow.ts";
import { type Page, TooLarge } from "./page/page.ts";

/**
 * Tells C# where the page is and learns what came of the unanswered keys. False: the page moved on meanwhile, so C# must be
 * told again.
 */
export async function resync(
  page: Page,
  blocks: BlockViewerState,
  labels: LabelFlow,
): Promise<boolean> {
  const told = blocks.state();
  try {
    const { outcomes, show } = await page.onReturned({
      navigation: told.navigation,
      root: told.current?.root ?? null,
      id: told.current?.id ?? null,
      painted: told.painted,
      presses: labels.unanswered,
    });
    labels.resolve(outcomes);
    return blocks.returned(told, show);
  } catch (error) {
    if (error instanceof TooLarge) {
      blocks.refuseReport(error);
      return false;
    }
    throw error;
  }
}
