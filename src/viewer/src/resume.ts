const BLOCK = "proteomics-annotator.block";
const TAB = "proteomics-annotator.tab";
const REVIEW = "review";

interface Place {
  readonly root: string;
  readonly id: string;
}

/** Where this page was before it was reloaded; a fresh window has no block and shows no review. */
export interface ResumePoint {
  readonly root: string | null;
  readonly id: string | null;
  readonly isReviewOpen: boolean;
}

export function resumePoint(): ResumePoint {
  const kept = sessionStorage.getItem(BLOCK);
  const parts = kept?.split("\n") ?? [];
  const [root, id] = parts;
  const isReviewOpen = sessionStorage.getItem(TAB) === REVIEW;
  return parts.length === 2 && root !== undefined && id !== undefined && id !== ""
    ? { root, id, isReviewOpen }
    : { root: null, id: null, isReviewOpen };
}

export function keepResumePoint(point: Place | null): void {
  if (point === null) {
    sessionStorage.removeItem(BLOCK);
  } else {
    sessionStorage.setItem(BLOCK, `${point.root}\n${point.id}`);
  }
}

/** The Admin View is what the page shows now, or is not. */
export function keepReviewOpen(isOpen: boolean): void {
  if (isOpen) {
    sessionStorage.setItem(TAB, REVIEW);
  } else {
    sessionStorage.removeItem(TAB);
  }
}
