import { addressBlock, type Place, placeOfAddress } from "./address.ts";

const BLOCK = "proteomics-annotator.block";
/** The sign-in page (wwwroot/sign-in.js) removes it: a person who signs in knows whose page this becomes. */
const PERSON = "proteomics-annotator.person";
const TAB = "proteomics-annotator.tab";

/** What the address asks for, else where this page was before it was reloaded; a fresh window has no block and shows no review. */
export interface ResumePoint {
  /** Of the address, from its question mark on. */
  readonly search: string;
  readonly root: string | null;
  readonly id: string | null;
  /** The admin whose Review was open; null: nobody's. */
  readonly reviewOf: string | null;
}

export function resumePoint(): ResumePoint {
  const { search } = location;
  const { root, id } = placeOfAddress() ?? placeBefore() ?? { root: null, id: null };
  return { search, root, id, reviewOf: sessionStorage.getItem(TAB) };
}

function placeBefore(): Place | null {
  const parts = sessionStorage.getItem(BLOCK)?.split("\n") ?? [];
  const [root, id] = parts;
  const isKept = parts.length === 2 && root !== undefined && id !== undefined && id !== "";
  return isKept ? { root, id } : null;
}

export function keepResumePoint(point: Place | null): void {
  addressBlock(point);
  if (point === null) {
    sessionStorage.removeItem(BLOCK);
  } else {
    sessionStorage.setItem(BLOCK, `${point.root}\n${point.id}`);
  }
}

/** The admin whose Review the page shows; null: it shows something else. */
export function keepReviewOpen(admin: string | null): void {
  if (admin === null) {
    sessionStorage.removeItem(TAB);
  } else {
    sessionStorage.setItem(TAB, admin);
  }
}

/** Says it when this window belonged to somebody else before it was reloaded. */
export function tellPersonChange(username: string, tell: (words: string) => void): void {
  const before = sessionStorage.getItem(PERSON);
  sessionStorage.setItem(PERSON, username);
  if (before !== null && before !== username) {
    tell(
      `This page was ${before}'s and is now ${username}'s, who signed in elsewhere: labels go to ${username}. ` +
        `Switch user to go on as ${before}.`,
    );
  }
}
