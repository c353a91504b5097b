import type { Viewer, ViewerHost, ViewerOptions } from "./page/contract.ts";
import type { DotNetObject } from "./page/page.ts";
import { createStage } from "./stage/stage.ts";
import { noWebGl2Page } from "./stage/stageNotes.ts";
import { BlockViewer } from "./viewer.ts";

export { isDialogOpen, isTextField } from "./input/focusRules.ts";
export type {
  PageCallbacks,
  ShowRequest,
  Viewer,
  ViewerHost,
  ViewerOptions,
} from "./page/contract.ts";
export { keepReviewOpen, type ResumePoint, resumePoint } from "./page/resume.ts";

/** Longer than two frames of a page that shows; a hidden page has none. */
const framesLimitMs = 100;

/**
 * Fills the host's elements. `callbacks` is the DotNetObjectReference with the methods of PageCallbacks. The rest of the
 * page comes on the screen first, because making a WebGL context holds everything up, without a GPU most of all.
 */
export async function createViewer(
  host: ViewerHost,
  callbacks: DotNetObject,
  options: ViewerOptions,
): Promise<Viewer> {
  await Promise.race([twoFrames(), new Promise((done) => setTimeout(done, framesLimitMs))]);
  const viewer = BlockViewer.create(host, callbacks, options, { makeStage: createStage });
  if (viewer !== null) {
    return viewer;
  }
  host.stage.replaceChildren(noWebGl2Page());
  return new BlindViewer(host.stage);
}

function twoFrames(): Promise<unknown> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
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
  campaign(): void {}
  tellWords(): void {}
  reload(): void {}

  dispose(): void {
    this.stage.replaceChildren();
  }
}
