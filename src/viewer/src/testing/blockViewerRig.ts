import { BlockViewerState } from "../blocks/blockViewerState.ts";
import { viewOf } from "../blocks/view.ts";
import { defaultSettings } from "../display/displaySettings.ts";
import type { PaintedReport, SeenChannel, ShowRequest } from "../page/contract.ts";
import { SliceSource } from "../voxels/sliceSource.ts";
import { VolumeSource } from "../voxels/volumeSource.ts";
import { FakeServer, FakeStage, problemResponse, settled, showRequest } from "./fakes.ts";
import { PLAIN_DISPLAY } from "./stageDriver.ts";

export class FakePage {
  readonly navigated: string[] = [];
  readonly painted: [id: string, seen: readonly SeenChannel[]][] = [];
  private waiting: (() => void)[] = [];
  isSlow = false;

  async onNavigated(navigation: number, _root: string, id: string): Promise<ShowRequest> {
    this.navigated.push(id);
    if (this.isSlow) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    return showRequest(Number(id.slice(6)), navigation);
  }

  async onPainted({ id, seen }: PaintedReport): Promise<void> {
    this.painted.push([id, seen]);
  }

  answerAll(): void {
    this.isSlow = false;
    for (const answer of this.waiting.splice(0)) {
      answer();
    }
  }
}

/** A block blocks between stand-ins. Not part of the bundle: nothing but tests imports it. */
export class BlockViewerRig {
  readonly server = new FakeServer();
  readonly stage = new FakeStage();
  readonly page = new FakePage();
  readonly notices: string[] = [];
  readonly failed: unknown[] = [];
  isConnected = true;
  readonly blocks = new BlockViewerState({
    page: this.page,
    stage: this.stage,
    source: new VolumeSource({ fetch: this.server.fetch, retryDelaysMs: [] }),
    slices: new SliceSource(this.server.fetch),
    settings: () => defaultSettings(2),
    render: () =>
      this.stage.render(
        viewOf(this.blocks.shown, { display: PLAIN_DISPLAY, emptyText: this.blocks.emptyText }),
      ),
    onOpen: () => undefined,
    onFollowed: () => undefined,
    onVoxels: () => undefined,
    notice: (text) => this.notices.push(text),
    isConnected: () => this.isConnected,
    callFailed: (error) => this.failed.push(error),
  });

  constructor() {
    this.stage.onPainted = (key) => this.blocks.framePainted(key);
  }

  /** What was asked of the server, from behind /api/. */
  get paths(): string[] {
    return this.server.asked.map(({ url }) => url.slice(url.indexOf("/api/") + 5));
  }

  /** A block whose volumes are asked for at once, because its slice is not to be had. */
  async showVolumesOf(request: ShowRequest): Promise<void> {
    this.blocks.show(request);
    await settled();
    this.server
      .open("volumes/all/")
      .answer(problemResponse(503, "unreadable", "the share is away"));
    await settled();
  }

  /** Block 5 painted, its neighbours there. */
  async atBlockFive(): Promise<void> {
    this.server.answerAll();
    this.blocks.show(showRequest(5, 0));
    await settled();
    this.stage.paint();
  }
}
