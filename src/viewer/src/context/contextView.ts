import { keyOf } from "../blocks/navigation.ts";
import type { BlockRef } from "../page/contract.ts";
import { element, iconButton, setText } from "../page/dom.ts";
import type { ChannelDisplay } from "../render/channelDisplay.ts";
import { channelsOf, drawContext, fittedSize, isWidest, wordsOf } from "./contextPicture.ts";
import { type Around, contextUrlOf, fetchContext, ZOOM } from "./contextSource.ts";

/** CSS pixels. */
const SIDE = 280;

/**
 * What lies around the box of a point, beside the picture that is labelled: a plane of a coarser level with the box outlined.
 * It is always of the current block: what was there goes as soon as another one is.
 */
export class ContextView {
  private readonly root = element("section", {
    class: "pv-context",
    testId: "context-view",
    attributes: { "aria-label": "Around the box" },
  });
  private readonly canvas = element("canvas", { testId: "context-canvas" });
  private readonly words = element("p", {
    testId: "context-words",
    attributes: { role: "status" },
  });
  private readonly closer: HTMLButtonElement;
  private readonly wider: HTMLButtonElement;
  private block: BlockRef | null = null;
  private display: readonly ChannelDisplay[] = [];
  private around: Around | null = null;
  private transfer: AbortController | null = null;
  private zoom: number = ZOOM.usual;

  constructor(
    host: HTMLElement,
    private readonly onToggled: () => void,
    private readonly fetch?: typeof globalThis.fetch,
  ) {
    this.closer = iconButton("Closer", "zoom-in", () => this.zoomTo(this.zoom / 2), {
      testId: "context-closer",
    });
    this.wider = iconButton("Wider", "zoom-out", () => this.zoomTo(this.zoom * 2), {
      testId: "context-wider",
    });
    const close = iconButton("Close", "close", () => this.toggle(), { testId: "context-close" });
    const head = element("div", { class: "pv-context-head" }, [
      element("h2", { text: "Around the box" }),
      this.closer,
      this.wider,
      close,
    ]);
    this.root.append(head, this.canvas, this.words);
    this.root.hidden = true;
    host.append(this.root);
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  toggle(): void {
    this.root.hidden = this.isOpen;
    this.load();
    this.onToggled();
  }

  /** The current block, and its colours and limits. */
  update(block: BlockRef | null, display: readonly ChannelDisplay[]): void {
    const [before, shown] = [keyOfBlock(this.block), JSON.stringify(this.display)];
    this.block = block;
    this.display = display;
    if (keyOfBlock(block) !== before) {
      this.load();
    } else if (JSON.stringify(display) !== shown) {
      this.draw();
    }
  }

  dispose(): void {
    this.transfer?.abort();
    this.root.remove();
  }

  private zoomTo(zoom: number): void {
    this.zoom = Math.min(ZOOM.most, Math.max(ZOOM.least, zoom));
    this.load();
  }

  private load(): void {
    this.transfer?.abort();
    this.transfer = null;
    this.around = null;
    this.canvas.hidden = true;
    this.closer.disabled = this.zoom <= ZOOM.least;
    this.wider.disabled = this.zoom >= ZOOM.most;
    this.root.dataset.blockId = "";
    const { block } = this;
    setText(this.words, block === null ? "No block is open" : "Loading…");
    if (block !== null && this.isOpen) {
      void this.transferred(block);
    }
  }

  private async transferred(block: BlockRef): Promise<void> {
    const transfer = new AbortController();
    this.transfer = transfer;
    const { signal } = transfer;
    const url = contextUrlOf(block.sliceUrl, this.zoom);
    const answer = await fetchContext(url, signal, this.fetch).catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (answer === null || signal.aborted) {
      return;
    }
    if (typeof answer === "string") {
      setText(this.words, answer);
      return;
    }
    this.around = answer;
    this.wider.disabled = this.zoom >= ZOOM.most || isWidest(answer);
    setText(this.words, wordsOf(answer));
    this.draw();
    this.root.dataset.blockId = block.id;
  }

  private draw(): void {
    const { around, block, canvas } = this;
    if (around === null || block === null) {
      return;
    }
    const keys = block.channels.map(({ key }) => key);
    const channels = channelsOf(around, keys, this.display);
    canvas.hidden = channels.length === 0;
    if (canvas.hidden) {
      return;
    }
    const [width, height] = fittedSize(around, SIDE);
    const ratio = globalThis.devicePixelRatio || 1;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    drawContext(canvas, channels, around.context.box);
  }
}

function keyOfBlock(block: BlockRef | null): string {
  return block === null ? "" : keyOf(block);
}
