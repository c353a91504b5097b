import { expect, vi } from "vitest";
import { page } from "vitest/browser";
import "../viewer.css";
import { createViewer } from "../index.ts";
import type { ShowRequest, Viewer, ViewerOptions } from "../page/contract.ts";
import { FakeProgram } from "./fakeProgram.ts";
import { CLASSES, showRequest } from "./fakes.ts";

export const feedback = () => page.getByTestId("label-feedback");

export async function counted(accepted: number, refused: number): Promise<void> {
  await expect.element(feedback()).toHaveAttribute("data-accepted", String(accepted));
  await expect.element(feedback()).toHaveAttribute("data-refused", String(refused));
}

export const canvas = () => page.getByTestId("viewer-canvas");

export async function painted(id: string, isComplete = "true"): Promise<void> {
  await expect.element(canvas()).toHaveAttribute("data-block-id", id);
  await expect.element(canvas()).toHaveAttribute("data-complete", isComplete);
}

/** The viewer on a page of its own, with a program that answers as the test lets it. */
export class ViewerRig {
  readonly root = document.createElement("div");
  /** Where an example of the guide is shown. */
  readonly example = document.createElement("div");
  readonly program = new FakeProgram();
  private made: Viewer | null = null;

  constructor() {
    document.body.append(this.root);
    sessionStorage.clear();
    vi.stubGlobal("fetch", this.program.fetch);
  }

  get viewer(): Viewer {
    if (this.made === null) throw new Error("the viewer is not created yet");
    return this.made;
  }

  async create(options: Partial<ViewerOptions> = {}): Promise<void> {
    const made = () => document.createElement("div");
    const [stage, sliceBar, channelPanel, place, banner] = [made(), made(), made(), made(), made()];
    const gallery = made();
    const { example } = this;
    stage.style.cssText = "width:400px;height:300px";
    example.style.cssText = "width:300px;height:300px";
    this.root.append(stage, example, sliceBar, channelPanel, place, banner);
    this.made = await createViewer(
      { stage, sliceBar, channelPanel, place, banner, gallery, example },
      this.program,
      {
        username: "alice",
        classes: CLASSES,
        settings: null,
        defaultSecondsPerSlice: 2,
        campaignSettings: null,
        keys: null,
        measuresEvidence: false,
        ...options,
      },
    );
  }

  async opened(request: ShowRequest = showRequest(5, 0)): Promise<void> {
    this.viewer.show(request);
    await painted(request.block?.id ?? "");
  }

  dispose(): void {
    this.viewer.dispose();
    this.root.remove();
    vi.unstubAllGlobals();
  }
}
