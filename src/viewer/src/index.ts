import type { Viewer, ViewerHost, ViewerOptions } from "./page/contract.ts";
import type { DotNetObject } from "./page/page.ts";
import { noWebGl2Page } from "./stage/stageNotes.ts";
import { BlockViewer } from "./viewer.ts";

export { caughtKey } from "./input/caughtKey.ts";
export { isDialogOpen, isTextField } from "./input/focusRules.ts";
export { keepAddress, watchAddress } from "./page/address.ts";
export type {
  PageCallbacks,
  ShowRequest,
  Viewer,
  ViewerHost,
  ViewerOptions,
} from "./page/contract.ts";
export { copyText } from "./page/copy.ts";
export { keepReviewOpen, type ResumePoint, resumePoint } from "./page/resume.ts";
export { beginTour } from "./pageTour.ts";

/** Longer than two frames of a visible page; a hidden page draws none. */
const framesLimitMs = 100;

/**
 * Fills the host's elements. `callbacks` is the DotNetObjectReference with the methods of PageCallbacks. Waits until the
 * rest of the page is on screen, because making a WebGL context blocks the page, most of all without a GPU.
 */
export async function createViewer(
  host: ViewerHost,
  callbacks: DotNetObject,
  options: ViewerOptions,
): Promise<Viewer> {
  await Promise.race([twoFrames(), new Promise((done) => setTimeout(done, framesLimitMs))]);
  const viewer = BlockViewer.create({ host, callbacks, options });
  if (viewer !== null) {
    return viewer;
  }
  host.stage.replaceChildren(noWebGl2Page());
  return new BlindViewer(host.stage);
}

function twoFrames(): Promise<unknown> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

/** Stands in where WebGL2 is missing: without a picture nothing can be labelled. */
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
  gallery(): void {}
  pin(): void {}
  preview(): void {}
  run(): void {}
  keys(): void {}

  dispose(): void {
    this.stage.replaceChildren();
  }
}
