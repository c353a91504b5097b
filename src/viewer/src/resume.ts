const BLOCK = "proteomics-annotator.block";
const TAB = "proteomics-annotator.tab";

interface Place {
  readonly root: string;
  readonly id: string;
}

/** Where this page was before it was reloaded; a fresh window has no block and shows no review. */
export interface ResumePoint {
  readonly root: string | null;
  readonly id: string | null;
  /** The admin whose Admin View was open; null: nobody's. */
  readonly reviewOf: string | null;
}

export function resumePoint(): ResumePoint {
  const kept = sessionStorage.getItem(BLOCK);
  const parts = kept?.split("\n") ?? [];
  const [root, id] = parts;
  const reviewOf = sessionStorage.getItem(TAB);
  return parts.length === 2 && root !== undefined && id !== undefined && id !== ""
    ? { root, id, reviewOf }
    : { root: null, id: null, reviewOf };
}

export function keepResumePoint(point: Place | null): void {
  if (point === null) {
    sessionStorage.removeItem(BLOCK);
  } else {
    sessionStorage.setItem(BLOCK, `${point.root}\n${point.id}`);
  }
}

/** Whose Admin View is what the page shows now; null: it shows something else. */
export function keepReviewOpen(admin: string | null): void {
  if (admin === null) {
    sessionStorage.removeItem(TAB);
  } else {
    sessionStorage.setItem(TAB, admin);
  }
}
