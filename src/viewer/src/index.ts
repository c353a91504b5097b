export type { PageCallbacks, ShowRequest, Viewer, ViewerHost, ViewerOptions } from "./contract.ts";
