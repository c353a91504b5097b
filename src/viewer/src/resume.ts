const KEY = "proteomics-annotator.block";

export interface ResumePoint {
  readonly root: string;
  readonly id: string;
}

/** The block that was current before this page was reloaded; null in a fresh window. */
export function resumePoint(): ResumePoint | null {
  const kept = sessionStorage.getItem(KEY);
  const parts = kept?.split("\n") ?? [];
  const [root, id] = parts;
  return parts.length === 2 && root !== undefined && id !== undefined && id !== ""
    ? { root, id }
    : null;
}

export function keepResumePoint(point: ResumePoint | null): void {
  if (point === null) {
    sessionStorage.removeItem(KEY);
  } else {
    sessionStorage.setItem(KEY, `${point.root}\n${point.id}`);
  }
}
