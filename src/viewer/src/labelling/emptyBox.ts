import { type Coverage, MISSING_WORDS } from "../voxels/coverage.ts";
import type { Wish } from "./decision.ts";
import type { LabelPreconditions } from "./labelPreconditions.ts";

/** Above this share in every channel, a box is said to be empty. */
const MOST = 0.5;

/** Sooner nobody can have read the question: the key was meant for something else. */
const READING_MS = 600;

export interface CoveredChannel {
  readonly failure: unknown;
  /** Of the whole box, once it is known. */
  readonly header: { readonly coverage?: Coverage | undefined } | null;
  /** The slice that stands in until then. */
  readonly plane: { readonly coverage?: Coverage | undefined } | null;
}

/** Of a box of which more than half is missing in every channel that can be read; null: it is no such box. */
export function emptyBoxWords(channels: readonly CoveredChannel[]): string | null {
  const shares = channels
    .filter(({ failure }) => failure === null)
    .map(({ header, plane }) => (header?.coverage ?? plane?.coverage)?.missingShare ?? 0);
  const least = Math.min(...shares);
  return shares.length > 0 && least > MOST
    ? `${Math.floor(least * 100)} % of this box was ${MISSING_WORDS}`
    : null;
}

/** Asks before the first label of such a box, once for as long as the page is open. */
export class EmptyBoxQuestion {
  private askedAt: number | null = null;
  private isAnswered = false;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Null: the decision counts. `it`: what it is about, in a sentence. */
  refusalOf(
    wish: Wish,
    { emptyBox: words }: Pick<LabelPreconditions, "emptyBox">,
    it: "it" | "them" = "it",
  ): string | null {
    if (words === null || this.isAnswered || wish.kind !== "label" || wish.label === null) {
      return null;
    }
    const isRead = this.askedAt !== null && this.now() - this.askedAt >= READING_MS;
    this.isAnswered = isRead;
    this.askedAt ??= this.now();
    return isRead ? null : `Not yet: ${words}. Press the key again to label ${it}`;
  }
}
