import type { Decision } from "../labelling/decision.ts";
import type { LabelFlow } from "../labelling/labelFlow.ts";
import type { NoteEditor } from "../labelling/noteEditor.ts";
import type { GalleryBlock, LabelOutcome } from "../page/contract.ts";
import { MAX_CALL_BYTES, type Page } from "../page/page.ts";
import { visibleName } from "../page/visibleName.ts";
import { blocksOf, type GalleryBar } from "./galleryBar.ts";
import type { ThumbnailSource } from "./thumbnailSource.ts";

/** So many blocks are named in a sentence. */
const NAMED = 3;

/** A label (null clears), or without one a flag, or why the blocks cannot be judged. */
export interface GalleryWish {
  readonly label: number | null;
  readonly unsure: boolean | null;
  readonly unusable: string | null;
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
  readonly noteEditor: Pick<NoteEditor, "open">;
}

/** Follows a label on many blocks to the answer that all of them are on disk, or why none is. */
export class GalleryDecisions {
  private isUnderWay = false;

  constructor(
    private readonly context: DecisionContext,
    private readonly bar: Pick<GalleryBar, "accepted" | "refused" | "hint">,
    private readonly thumbnails: Pick<ThumbnailSource, "seen" | "state">,
  ) {}

  /** Asks for one reason for all of them. `home` gets the keys again; `decide` gives why it was refused, in words. */
  askWhy(
    now: Pick<GallerySubject, "subject" | "refusal">,
    home: HTMLElement,
    decide: (wish: GalleryWish) => Promise<string | null>,
  ): void {
    const { subject, refusal } = now;
    const asked = { ...NO_WISH, unusable: "" };
    const reason = refusal ?? this.reasonOf(asked, subject);
    if (reason !== null) {
      this.bar.refused(`${headOf(asked)}: ${reason}`);
      return;
    }
    const [first = ""] = subject;
    const id = subject.length === 1 ? first : `these ${blocksOf(subject.length)}`;
    // The question is about exactly these blocks.
    const isSame = () => now.subject.join("\n") === subject.join("\n");
    this.context.noteEditor.open({
      kind: "unusable",
      id,
      text: "",
      home,
      save: (why) =>
        isSame()
          ? decide({ ...NO_WISH, unusable: why })
          : Promise.resolve("Not kept: other blocks are selected now"),
    });
  }

  /** `again`: blocks whose thumbnails are out of date. */
  async carryOut(
    wish: GalleryWish,
    { root, subject, refusal }: GallerySubject,
  ): Promise<{
    readonly isAccepted: boolean;
    readonly again: readonly string[];
    /** In words; null: it is not refused. */
    readonly refused: string | null;
  }> {
    const blocks: GalleryBlock[] = subject.map((id) => ({
      id,
      seen: isLabel(wish) ? (this.thumbnails.seen(id) ?? []) : [],
    }));
    const reason = refusal ?? this.reasonOf(wish, subject) ?? reasonOfSize(blocks);
    if (reason !== null) {
      const refused = `${headOf(wish)}: ${reason}`;
      this.bar.refused(refused);
      return { isAccepted: false, again: [], refused };
    }
    const { page, labels } = this.context;
    this.isUnderWay = true;
    const outcome = await labels.decideMany(
      { root, ids: subject, subject: blocksOf(subject.length), decision: decisionOf(wish) },
      (press) => page.onGallery({ press, root, ...wish, blocks }),
      (told) => this.tell(wish, told, subject.length),
    );
    this.isUnderWay = false;
    const isRefused = outcome !== null && !outcome.accepted && !outcome.isUnknown;
    return {
      isAccepted: outcome?.accepted === true,
      again: outcome?.changed ?? [],
      refused: isRefused ? refusalOf(wish, outcome) : null,
    };
  }

  /** Null: nobody knows yet what came of it. */
  private tell(wish: GalleryWish, outcome: LabelOutcome | null, count: number): void {
    if (outcome === null) {
      this.bar.hint(`What became of ${blocksOf(count)} is not confirmed yet`);
    } else if (outcome.accepted) {
      this.bar.accepted(outcome.sentence ?? `${blocksOf(count)} labelled`);
    } else {
      this.bar.refused(refusalOf(wish, outcome));
    }
  }

  /** Only what was on screen is labelled; what cannot be read can be flagged, and cannot be judged. */
  private reasonOf(wish: GalleryWish, subject: readonly string[]): string | null {
    if (!this.context.connection.isUp) return "the connection to the program is interrupted";
    if (this.isUnderWay) return "the key before is just being stored";
    if (subject.length === 0) return "no block is selected, and the cursor is not on screen";
    const isSeen = (id: string) =>
      this.thumbnails.seen(id) !== null ||
      (!isLabel(wish) && typeof this.thumbnails.state(id) === "string");
    const unseen = subject.filter((id) => !isSeen(id));
    if (unseen.length === 0) return null;
    const failed = unseen.filter((id) => typeof this.thumbnails.state(id) === "string");
    if (failed.length > 0) {
      const others = failed.length - NAMED;
      const names = failed.slice(0, NAMED).map(visibleName).join(", ");
      return `no channel of ${names}${others > 0 ? ` and ${blocksOf(others)} more` : ""} can be read`;
    }
    return subject.length === 1
      ? `the thumbnail of ${subject[0]} is not there`
      : `${unseen.length.toLocaleString("en")} of the ${subject.length.toLocaleString("en")} thumbnails were not on screen yet`;
  }
}

const NO_WISH: GalleryWish = { label: null, unsure: null, unusable: null };

function isLabel({ unsure, unusable }: GalleryWish): boolean {
  return unsure === null && unusable === null;
}

function headOf({ unsure, unusable }: GalleryWish): string {
  return unusable !== null ? "No reason kept" : unsure === null ? "Not labelled" : "Not flagged";
}

function refusalOf(wish: GalleryWish, { sentence, reason }: LabelOutcome): string {
  return sentence ?? `${headOf(wish)}: ${reason ?? "the program refused it"}`;
}

function decisionOf({ label, unsure, unusable }: GalleryWish): Decision {
  if (unusable !== null) {
    return { kind: "unusable", text: unusable };
  }
  return unsure === null ? { kind: "label", label } : { kind: "unsure", unsure };
}

/** One message has room for so many blocks, by the length of these. */
function reasonOfSize(blocks: readonly GalleryBlock[]): string | null {
  const bytes = new TextEncoder().encode(JSON.stringify(blocks)).length;
  const most = Math.floor(((MAX_CALL_BYTES - 1000) * blocks.length) / Math.max(1, bytes));
  return blocks.length <= most
    ? null
    : `${blocksOf(blocks.length)} are selected; ${most.toLocaleString("en")} at most are labelled at once`;
}
