import type { LabelFlow } from "../labelling/labelFlow.ts";
import type { GalleryBlock, LabelOutcome } from "../page/contract.ts";
import type { Page } from "../page/page.ts";
import { blocksOf, type GalleryBar } from "./galleryBar.ts";
import type { ThumbnailSource } from "./thumbnailSource.ts";

/** A label (null clears), or a flag and no label. */
export interface GalleryWish {
  readonly label: number | null;
  readonly unsure: boolean | null;
}

/** What a wish is about. */
export interface GallerySubject {
  readonly root: string;
  /** Exactly the blocks that are meant. */
  readonly subject: readonly string[];
  /** Why nothing can be labelled now; null: it can. */
  readonly refusal: string | null;
}

export interface DecisionContext {
  readonly page: Pick<Page, "onGallery">;
  readonly connection: { readonly isUp: boolean };
  readonly labels: Pick<LabelFlow, "decideMany">;
}

/** Follows a label on many blocks to the answer that all of them are on disk, or why none is. */
export class GalleryDecisions {
  private isUnderWay = false;

  constructor(
    private readonly context: DecisionContext,
    private readonly bar: Pick<GalleryBar, "accepted" | "refused">,
    private readonly thumbnails: Pick<ThumbnailSource, "seen">,
  ) {}

  /** `again`: blocks whose thumbnails are out of date. */
  async carryOut(
    wish: GalleryWish,
    { root, subject, refusal }: GallerySubject,
  ): Promise<{ readonly isAccepted: boolean; readonly again: readonly string[] }> {
    const reason = refusal ?? this.reasonOf(subject);
    if (reason !== null) {
      this.bar.refused(`Not labelled: ${reason}`);
      return { isAccepted: false, again: [] };
    }
    const blocks: GalleryBlock[] = subject.map((id) => ({
      id,
      seen: this.thumbnails.seen(id) ?? [],
    }));
    const { page, labels } = this.context;
    this.isUnderWay = true;
    const outcome = await labels.decideMany(
      { root, subject: blocksOf(subject.length), label: wish.label },
      (press) => page.onGallery({ press, root, ...wish, blocks }),
    );
    this.isUnderWay = false;
    this.tell(outcome, subject.length);
    return {
      isAccepted: outcome?.accepted === true,
      again: subject.filter((id) => outcome?.reason?.includes(` ${id} has changed`) === true),
    };
  }

  private tell(outcome: LabelOutcome | null, count: number): void {
    if (outcome === null) {
      this.bar.refused(`What became of ${blocksOf(count)} is not confirmed yet`);
    } else if (outcome.accepted) {
      this.bar.accepted(outcome.sentence ?? `${blocksOf(count)} labelled`);
    } else {
      const { sentence, reason } = outcome;
      this.bar.refused(sentence ?? `Not labelled: ${reason ?? "the program refused it"}`);
    }
  }

  /** Only what was on screen is labelled. */
  private reasonOf(subject: readonly string[]): string | null {
    if (!this.context.connection.isUp) return "the connection to the program is interrupted";
    if (this.isUnderWay) return "the label before is just being stored";
    if (subject.length === 0) return "no block is selected";
    const unseen = subject.filter((id) => this.thumbnails.seen(id) === null);
    if (unseen.length === 0) return null;
    return subject.length === 1
      ? `the thumbnail of ${subject[0]} is not there`
      : `${unseen.length.toLocaleString("en")} of the ${subject.length.toLocaleString("en")} thumbnails were not on screen yet`;
  }
}
