import type { Viewer, ViewerHost, ViewerOptions } from "./contract.ts";
import type { DotNetObject } from "./page.ts";
import { createStage } from "./stage/stage.ts";
import { noWebGl2Page } from "./stageNotes.ts";
import { BlockViewer } from "./viewer.ts";

export type { PageCallbacks, ShowRequest, Viewer, ViewerHost, ViewerOptions } from "./contract.ts";
export { type ResumePoint, resumePoint } from "./resume.ts";

/** Fills the host's elements. `callbacks` is the DotNetObjectReference with the methods of PageCallbacks. */
export function createViewer(
  host: ViewerHost,
  callbacks: DotNetObject,
  options: ViewerOptions,
): Viewer {
  const viewer = BlockViewer.create(host, callbacks, options, { makeStage: createStage });
  if (viewer !== null) {
    return viewer;
  }
  host.stage.replaceChildren(noWebGl2Page());
  return new BlindViewer(host.stage);
}

/** Without a picture nothing can be labelled. */
class BlindViewer implements Viewer {
  constructor(private readonly stage: HTMLElement) {}

  show(): void {}
  apply(): void {}
  setPending(): void {}
  display(): null {
    return null;
  }
  pressLabel(): void {}
  reload(): void {}

  dispose(): void {
    this.stage.replaceChildren();
  }
}
