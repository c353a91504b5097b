import { checkbox, element, select, setText } from "../page/dom.ts";
import { icon } from "../page/icon.ts";
import type { Grouping, Sorting } from "./galleryRows.ts";
import type { ThumbnailKind } from "./thumbnailSource.ts";

export const TILE = { min: 64, max: 256, default: 128 } as const;

/** How the gallery is arranged and drawn. */
export interface GalleryLook {
  readonly grouping: Grouping;
  readonly sorting: Sorting;
  readonly kind: ThumbnailKind;
  /** Each tile has its own limits. */
  readonly perTile: boolean;
  readonly size: number;
}

export const FIRST_LOOK: GalleryLook = {
  grouping: "label",
  sorting: "list",
  kind: "maximum",
  perTile: false,
  size: TILE.default,
};

/** The row of tools above the tiles. */
export class GalleryTools {
  readonly element: HTMLElement;
  private readonly contrast = element("span", { class: "pv-dim", testId: "gallery-contrast" });

  constructor(onLook: (change: Partial<GalleryLook>) => void) {
    const size = element("input", {
      testId: "gallery-size",
      attributes: {
        type: "range",
        min: String(TILE.min),
        max: String(TILE.max),
        step: "16",
        value: String(FIRST_LOOK.size),
        "aria-label": "Size of the tiles",
      },
    });
    size.addEventListener("input", () => onLook({ size: Number(size.value) }));
    const auto = checkbox("Auto, each tile", (perTile) => onLook({ perTile }), {
      testId: "gallery-auto",
      title: "Each tile stretched on its own: dim and bright blocks look alike then",
    });
    this.element = element("div", { class: "pv-bar pv-gallery-tools" }, [
      chosen(
        "Group",
        "Group",
        [
          ["label", "own label"],
          ["folder", "folder"],
          ["day", "day of the label"],
          ["unsure", "unsure or not"],
          ["none", "none"],
        ],
        FIRST_LOOK.grouping,
        (grouping: Grouping) => onLook({ grouping }),
      ),
      chosen(
        "Sort",
        "Sort",
        [
          ["list", "as the list"],
          ["name", "name"],
          ["time", "latest label"],
          ["label", "own label"],
          ["unsure", "unsure first"],
        ],
        FIRST_LOOK.sorting,
        (sorting: Sorting) => onLook({ sorting }),
      ),
      chosen(
        "Thumbnail",
        "Show",
        [
          ["maximum", "maximum around the focus"],
          ["slice", "slice at the focus"],
        ],
        FIRST_LOOK.kind,
        (kind: ThumbnailKind) => onLook({ kind }),
      ),
      element("span", { class: "pv-group pv-gallery-contrast" }, [
        icon("contrast"),
        this.contrast,
        auto.row,
      ]),
      element("span", { class: "pv-group pv-group-end" }, [icon("square"), size]),
    ]);
  }

  /** Where the limits come from, in words. */
  showSource(words: string): void {
    setText(this.contrast, words === "" ? "" : `Contrast: ${words}`);
  }
}

function chosen<T extends string>(
  name: string,
  shown: string,
  choices: readonly (readonly [value: T, text: string])[],
  first: T,
  onChange: (value: T) => void,
): HTMLElement {
  const list = select(choices, onChange, {
    testId: `gallery-${name.toLowerCase()}`,
    attributes: { "aria-label": name },
  });
  list.value = first;
  return element("label", { class: "pv-group pv-dim" }, [`${shown}: `, list]);
}
