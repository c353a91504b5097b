import type { ComposedChannel } from "./compose.ts";
import type { Thumbnail, ThumbnailKind } from "./thumbnailSource.ts";
import { ThumbnailSource } from "./thumbnailSource.ts";
import { TileDisplay } from "./tileDisplay.ts";

/** Each of the first thumbnails changes the limits of all of them. */
const REDRAW_MS = 80;

export interface PictureEvents {
  /** Its picture is another one now. */
  onPicture(id: string): void;
  /** All pictures are: limits or colours changed. */
  onPictures(): void;
}

/** The pictures of the tiles: what was fetched, in the colours and limits that are in force. */
export class GalleryPictures {
  readonly source: ThumbnailSource;
  private readonly display: TileDisplay;
  private redrawing: ReturnType<typeof setTimeout> | undefined;
  private root = "";

  constructor(
    settingsOf: ConstructorParameters<typeof TileDisplay>[0],
    private readonly events: PictureEvents,
  ) {
    this.display = new TileDisplay(settingsOf);
    this.source = new ThumbnailSource((id) => this.arrived(id));
  }

  open(root: string, kind: ThumbnailKind): void {
    if (this.source.open(root, kind)) {
      this.display.clear();
    }
    this.root = root;
  }

  /** `perTile`: each tile has its own Auto. */
  set(kind: ThumbnailKind, perTile: boolean): void {
    this.display.perTile = perTile;
    this.open(this.root, kind);
    this.events.onPictures();
  }

  /** Null: it is on its way; words: it cannot be had. */
  of(id: string): readonly ComposedChannel[] | string | null {
    const state = this.source.state(id);
    return isThere(state) ? this.display.channelsOf(state) : state;
  }

  /** The files that could not be read, one for each channel. */
  unreadableOf(id: string): readonly string[] {
    const seen = this.source.seen(id) ?? [];
    return seen.filter(({ failure }) => failure !== null).map(({ file }) => file);
  }

  /** Where its limits come from, in words; empty without a picture. */
  limitsOf(id: string): string {
    const state = this.source.state(id);
    return isThere(state) ? this.display.sourceOf(state) : "";
  }

  /** The blocks on screen. */
  want(ids: readonly string[]): void {
    this.source.want(ids);
  }

  dispose(): void {
    clearTimeout(this.redrawing);
    this.source.clear();
  }

  private arrived(id: string): void {
    const state = this.source.state(id);
    if (isThere(state) && this.display.learn(id, state)) {
      this.redrawing ??= setTimeout(() => {
        this.redrawing = undefined;
        this.events.onPictures();
      }, REDRAW_MS);
    }
    this.events.onPicture(id);
  }
}

function isThere(state: Thumbnail | string | null): state is Thumbnail {
  return state !== null && typeof state !== "string";
}
