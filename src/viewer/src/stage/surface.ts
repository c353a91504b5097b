/** Size of the stage: CSS pixels and whole device pixels. */
export interface SurfaceSize {
  readonly width: number;
  readonly height: number;
  readonly deviceWidth: number;
  readonly deviceHeight: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

/** Watches an element's size in device pixels, where the browser tells them exactly. */
export class Surface {
  private readonly observer: ResizeObserver;
  private measured: SurfaceSize;

  constructor(host: HTMLElement, onResized: () => void) {
    const box = host.getBoundingClientRect();
    this.measured = sizeOf(box.width, box.height, null);
    this.observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const device = entry.devicePixelContentBoxSize?.[0] ?? null;
      this.measured = sizeOf(entry.contentRect.width, entry.contentRect.height, device);
      onResized();
    });
    try {
      this.observer.observe(host, { box: "device-pixel-content-box" });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.observer.observe(host);
    }
  }

  get size(): SurfaceSize {
    return this.measured;
  }

  dispose(): void {
    this.observer.disconnect();
  }
}

function sizeOf(width: number, height: number, device: ResizeObserverSize | null): SurfaceSize {
  const deviceWidth = Math.max(1, device?.inlineSize ?? Math.round(width * devicePixelRatio));
  const deviceHeight = Math.max(1, device?.blockSize ?? Math.round(height * devicePixelRatio));
  const ratio = width > 0 ? deviceWidth / width : devicePixelRatio;
  return { width, height, deviceWidth, deviceHeight, ratio };
}
