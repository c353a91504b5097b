import type { LabelPress } from "../page/contract.ts";

/** What a key asks for of the block on screen. */
export type Wish =
  /** null clears. */
  | { readonly kind: "label"; readonly label: number | null }
  /** The flag changes to what it is not when the key counts. */
  | { readonly kind: "unsure" }
  /** Empty takes it back. */
  | { readonly kind: TextKind; readonly text: string };

/** What is said of a block in one line of text: a note, or why it cannot be judged. */
export type TextKind = "note" | "unusable";

export type Decision =
  | Exclude<Wish, { readonly kind: "unsure" }>
  | { readonly kind: "unsure"; readonly unsure: boolean };

/** A key with the same wish came before. */
export function isSameWish(first: Wish, second: Wish): boolean {
  return first.kind === second.kind && contentOf(first) === contentOf(second);
}

function contentOf(wish: Wish): string | number | null {
  return wish.kind === "label" ? wish.label : wish.kind === "unsure" ? null : wish.text;
}

export function decisionOf(wish: Wish, isUnsure: boolean): Decision {
  return wish.kind === "unsure" ? { kind: "unsure", unsure: !isUnsure } : wish;
}

/** How a refusal begins that knows nothing else: "Not labelled: ...". */
export function refusalHead({ kind }: Wish): string {
  switch (kind) {
    case "label":
      return "Not labelled";
    case "unsure":
      return "Not flagged";
    case "unusable":
      return "No reason kept";
    default:
      return "No note kept";
  }
}

/** What did not happen, in words behind the block's name. */
export function failureOf(decision: Decision): string {
  switch (decision.kind) {
    case "label":
      return decision.label === null ? "is NOT cleared" : `is NOT labelled ${decision.label}`;
    case "unsure":
      return decision.unsure ? "is NOT flagged as unsure" : "is STILL flagged as unsure";
    case "unusable":
      return decision.text === ""
        ? "is STILL marked as one that cannot be judged"
        : "is NOT marked as one that cannot be judged";
    default:
      return decision.text === "" ? "STILL has its note" : "has NOT kept the note";
  }
}

/** What happened, as a sentence; null: a label, whose class has a name. */
export function successOf(id: string, decision: Decision): string | null {
  switch (decision.kind) {
    case "label":
      return null;
    case "unsure":
      return decision.unsure ? `${id}: flagged as unsure` : `${id}: no longer flagged`;
    case "unusable":
      return decision.text === ""
        ? `${id}: can be judged after all`
        : `${id}: cannot be judged; done, without a label`;
    default:
      return decision.text === "" ? `${id}: note removed` : `${id}: note saved`;
  }
}

/** What is not known yet, in words before the block's name. */
export function subjectOf({ kind }: Decision): string {
  return SUBJECTS[kind];
}

const NOTHING = { unsure: null, note: null, unusable: null } as const;

const SUBJECTS = {
  label: "The label of",
  unsure: "The flag of",
  note: "The note of",
  unusable: 'The "cannot be judged" of',
} as const;

/** As the program is told. */
export function pressedOf(decision: Decision): Pick<LabelPress, "label" | "mark"> {
  switch (decision.kind) {
    case "label":
      return { label: decision.label, mark: null };
    case "unsure":
      return { label: null, mark: { ...NOTHING, unsure: decision.unsure } };
    default:
      return { label: null, mark: { ...NOTHING, [decision.kind]: decision.text } };
  }
}
