import { visibleName } from "./visibleName.ts";

/** Ids of blocks that are shown without their names begin so; twin of SelfCheckId in App/Annotating/SelfChecks/SelfCheck.cs. */
const SELF_CHECK = ".self-check/";

/** The block of the self-check is in no list, and nothing may tell which it is. */
export function isBlind(id: string): boolean {
  return id.startsWith(SELF_CHECK);
}

/** What a block is called on screen. */
export function blockName(id: string): string {
  return isBlind(id) ? "block" : visibleName(id);
}
