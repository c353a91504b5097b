import { keyOf } from "../blocks/navigation.ts";
import { blockName } from "../page/blockName.ts";
import { refusalHead, type Wish } from "./decision.ts";
import type { PageMoment } from "./labelContext.ts";
import { type LabelPreconditions, rejectionReason } from "./labelPreconditions.ts";

/**
 * As `rejectionReason`, for what the page shows at the moment of the press. `begun`: the moment at which it was asked for, a
 * while ago: it means that block.
 */
export function refusalAt(
  now: LabelPreconditions,
  moment: PageMoment | null,
  wish: Wish,
  begun?: PageMoment,
): string | null {
  const not = refusalHead(wish);
  if (moment === null) {
    return "No block is open";
  }
  if (wish.kind !== "label" && moment.mode !== "own") {
    const doing = moment.mode === "second" ? "giving second opinions" : "setting final labels";
    return `${not}: you are ${doing}; flags and notes belong to annotators`;
  }
  if (begun !== undefined && keyOf(begun) !== keyOf(moment)) {
    return `${not}: it was begun on ${blockName(begun.id)}, and ${blockName(moment.id)} is on screen now`;
  }
  return rejectionReason(now, wish);
}
