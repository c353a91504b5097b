export type { PageCallbacks, ShowRequest, Viewer, ViewerHost, ViewerOptions } from "./contract.ts";
export { type ResumePoint, resumePoint } from "./resume.ts";
