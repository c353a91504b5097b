import type { LabelClass } from "../page/contract.ts";
import { element, setAttribute, setText } from "../page/dom.ts";
import { icon } from "../page/icon.ts";
import { visibleName } from "../page/visibleName.ts";
import { type ComposedChannel, composed, sizeOf } from "./compose.ts";
import type { Row } from "./galleryRows.ts";

/** One tile on screen: the picture, its label, what else is known of the block, its name. */
export class GalleryTile {
  readonly element: HTMLElement;
  private readonly canvas = element("canvas", { attributes: { "aria-hidden": "true" } });
  private readonly words = element("span", { class: "pv-tile-words" });
  private readonly dot = element("span", { class: "pv-tile-dot class-dot" });
  private readonly unsure = icon("question");
  private readonly note = icon("note");
  private readonly unusable = icon("ban");
  private readonly name: HTMLElement;

  constructor(
    readonly id: string,
    private readonly classes: readonly LabelClass[],
  ) {
    this.name = element("span", { class: "pv-tile-name", text: visibleName(tailOf(id)) });
    const tick = element("span", { class: "pv-tile-tick" }, [icon("check")]);
    const marks = element("span", { class: "pv-tile-marks" }, [
      this.dot,
      this.unusable,
      this.unsure,
      this.note,
    ]);
    this.element = element(
      "div",
      {
        class: "pv-tile",
        testId: "gallery-tile",
        title: visibleName(id),
        attributes: { role: "option", "data-block-id": id, id: tileId(id) },
      },
      [
        element("span", { class: "pv-tile-picture" }, [this.canvas, this.words, marks, tick]),
        this.name,
      ],
    );
  }

  /** Null: its thumbnail is on its way; words: it cannot be had. `unreadable`: that many channels are not in the picture. */
  draw(picture: readonly ComposedChannel[] | string | null, unreadable: number): void {
    const isPicture = picture !== null && typeof picture !== "string";
    const missing = isPicture && unreadable > 0 ? `${unreadable} unreadable` : "";
    setText(this.words, typeof picture === "string" ? picture : missing);
    this.element.dataset.state = isPicture ? "shown" : picture === null ? "loading" : "failed";
    if (isPicture) {
      paint(this.canvas, picture);
    }
  }

  update(row: Row, isSelected: boolean, isCursor: boolean): void {
    const { element: tile } = this;
    const label = row.label === null ? "" : String(row.label);
    const none = row.isUnusable ? "cannot be judged" : "no label";
    const name = row.label === null ? none : (this.classes[row.label - 1]?.name ?? label);
    setAttribute(tile, "aria-selected", String(isSelected));
    setAttribute(tile, "data-label", label);
    setAttribute(tile, "data-cursor", String(isCursor));
    setAttribute(
      tile,
      "aria-label",
      `${row.id}: ${name}${row.isUnsure ? ", unsure" : ""}${row.hasNote ? ", with a note" : ""}`,
    );
    setText(this.dot, label);
    this.dot.hidden = row.label === null;
    setAttribute(
      this.dot,
      "style",
      row.label === null ? "" : (this.classes[row.label - 1]?.style ?? ""),
    );
    this.unsure.toggleAttribute("hidden", !row.isUnsure);
    this.note.toggleAttribute("hidden", !row.hasNote);
    this.unusable.toggleAttribute("hidden", !row.isUnusable);
  }
}

/** For aria-activedescendant. */
export function tileId(id: string): string {
  return `tile-${id}`;
}

export function paint(canvas: HTMLCanvasElement, picture: readonly ComposedChannel[]): void {
  const [width, height] = sizeOf(picture);
  canvas.width = width;
  canvas.height = height;
  const pixels = new ImageData(composed(picture), width, height);
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
}

/** The name without its folders, which the head or the tooltip says. */
function tailOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
