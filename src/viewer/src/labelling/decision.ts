import type { LabelPress } from "../page/contract.ts";

/** What a key asks for of the block on screen. */
export type Wish =
  /** null clears. */
  | { readonly kind: "label"; readonly label: number | null }
  /** The flag changes to what it is not when the key counts. */
  | { readonly kind: "unsure" }
  /** Empty takes the note back. */
  | { readonly kind: "note"; readonly note: string };

export type Decision =
  | Exclude<Wish, { readonly kind: "unsure" }>
  | { readonly kind: "unsure"; readonly unsure: boolean };

/** A key with the same wish came before. */
export function isSameWish(first: Wish, second: Wish): boolean {
  return (
    first.kind === second.kind &&
    (first.kind !== "label" || second.kind !== "label" || first.label === second.label) &&
    (first.kind !== "note" || second.kind !== "note" || first.note === second.note)
  );
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
    default:
      return decision.note === "" ? "STILL has its note" : "has NOT kept the note";
  }
}

/** What happened, as a sentence; null: a label, whose class has a name. */
export function successOf(id: string, decision: Decision): string | null {
  switch (decision.kind) {
    case "label":
      return null;
    case "unsure":
      return decision.unsure ? `${id}: flagged as unsure` : `${id}: no longer flagged`;
    default:
      return decision.note === "" ? `${id}: note removed` : `${id}: note saved`;
  }
}

/** What is not known yet, in words before the block's name. */
export function subjectOf({ kind }: Decision): string {
  return kind === "label" ? "The label of" : kind === "unsure" ? "The flag of" : "The note of";
}

/** As the program is told. */
export function pressedOf(decision: Decision): Pick<LabelPress, "label" | "mark"> {
  switch (decision.kind) {
    case "label":
      return { label: decision.label, mark: null };
    case "unsure":
      return { label: null, mark: { unsure: decision.unsure, note: null } };
    default:
      return { label: null, mark: { unsure: null, note: decision.note } };
  }
}
