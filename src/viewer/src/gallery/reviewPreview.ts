import { element, setAttribute, setText } from "../page/dom.ts";
import { visibleName } from "../page/visibleName.ts";
import { GalleryPictures } from "./galleryPictures.ts";
import { paint } from "./galleryTile.ts";
import type { TileDisplay } from "./tileDisplay.ts";

type SettingsOf = ConstructorParameters<typeof TileDisplay>[0];

/** The thumbnail beside the Review's table: of one block at a time, in the display that is in force. */
export class ReviewPreview {
  private readonly pictures: GalleryPictures;
  private readonly canvas = element("canvas", {
    testId: "preview-picture",
    attributes: { role: "img" },
  });
  private readonly words = element("p", { class: "pv-dim", attributes: { role: "status" } });
  /** Draws it when the Review is on screen again. */
  private readonly shown = new ResizeObserver(() => this.redraw());
  private id: string | null = null;

  constructor(settingsOf: SettingsOf) {
    this.pictures = new GalleryPictures(settingsOf, {
      onPicture: () => this.draw(),
      onPictures: () => this.draw(),
    });
    this.shown.observe(this.canvas);
  }

  /** `host`: filled with the picture. `id` null: none is chosen. */
  show(host: HTMLElement, root: string, id: string | null): void {
    if (this.canvas.parentElement !== host) {
      host.classList.add("pv-block-preview");
      host.replaceChildren(this.canvas, this.words);
    }
    this.id = id;
    this.pictures.open(root, "maximum");
    this.pictures.source.forgetFailures();
    this.pictures.want(id === null ? [] : [id]);
    this.draw();
  }

  /** Colours or limits changed, or the files of this block. */
  redraw(changed: string | null = null): void {
    if (changed !== null) {
      this.pictures.source.drop(changed);
    }
    if (this.canvas.checkVisibility()) this.draw();
  }

  dispose(): void {
    this.shown.disconnect();
    this.pictures.dispose();
  }

  private draw(): void {
    const { id, canvas } = this;
    const picture = id === null ? null : this.pictures.of(id);
    const isPicture = picture !== null && typeof picture !== "string";
    const unreadable = id === null ? [] : this.pictures.unreadableOf(id);
    setAttribute(canvas, "data-state", stateOf(picture));
    setAttribute(canvas, "data-block-id", id ?? "");
    setAttribute(canvas, "aria-label", id === null ? "" : `Picture of ${visibleName(id)}`);
    canvas.classList.toggle("pv-no-picture", !isPicture);
    if (isPicture) {
      paint(canvas, picture);
    }
    setText(
      this.words,
      typeof picture === "string"
        ? picture
        : isPicture && unreadable.length > 0
          ? `Unreadable: ${unreadable.map(visibleName).join(", ")}`
          : "",
    );
  }
}

function stateOf(picture: unknown): "shown" | "failed" | "loading" {
  return picture === null ? "loading" : typeof picture === "string" ? "failed" : "shown";
}
