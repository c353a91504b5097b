import type { LabelClass } from "../page/contract.ts";
import { element, setText } from "../page/dom.ts";
import { visibleName } from "../page/visibleName.ts";
import type { ComposedChannel } from "./compose.ts";
import type { Group, Row } from "./galleryRows.ts";
import { paint } from "./galleryTile.ts";

const KEYS: readonly (readonly [what: string, key: string, command?: string])[] = [
  ["Label the selected", "1–9"],
  ["Clear their label", "Backspace"],
  ["Flag them as unsure", "U", "unsure"],
  ["Cannot be judged, and why", "X", "unusable"],
  ["Move the cursor", "← ↑ → ↓"],
  ["Select a range", "Shift+click"],
  ["Select on from the cursor", "Shift+arrow"],
  ["Add or remove one", "Ctrl+click"],
  ["The one under the cursor", "Space"],
  ["Select the group", "Ctrl+A"],
  ["Undo the last, all at once", "Ctrl+Z"],
  ["Back to the picture", "G", "gallery"],
];

/** In the page's language; the clock is that of the machine. */
const TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** What is known of the block under the cursor. */
export interface Previewed {
  readonly row: Row;
  readonly group: Group;
  readonly picture: readonly ComposedChannel[] | string | null;
  /** Where its limits come from. */
  readonly limits: string;
  /** The files that are not in the picture. */
  readonly unreadable: readonly string[];
}

/** The panel beside the tiles. */
export class GalleryPreview {
  readonly element: HTMLElement;
  private readonly canvas = element("canvas", { attributes: { role: "img" } });
  private readonly dot = element("span", { class: "class-dot" });
  private readonly name = element("strong", { class: "pv-preview-name" });
  private readonly time = element("span", { class: "pv-dim pv-preview-time" });
  private readonly facts = element("dl", { class: "pv-preview-facts" });
  private readonly body: HTMLElement;
  private drawn: unknown = null;

  constructor(
    private readonly classes: readonly LabelClass[],
    onOpen: () => void,
  ) {
    const open = element(
      "button",
      { class: "pv-button", testId: "gallery-open", attributes: { type: "button" } },
      ["Open", element("kbd", { text: "Enter" })],
    );
    open.addEventListener("click", onOpen);
    this.body = element("div", { class: "pv-preview-body" }, [
      this.canvas,
      element("div", { class: "pv-preview-head" }, [this.dot, this.name, this.time]),
      this.facts,
      open,
    ]);
    this.element = element(
      "aside",
      { class: "pv-preview pv-panel", attributes: { "aria-label": "Under the cursor" } },
      [
        element("h2", { text: "Under the cursor" }),
        this.body,
        element(
          "dl",
          { class: "pv-preview-keys" },
          KEYS.flatMap(([what, key, command]) => [
            element("dt", { text: what }),
            element("dd", {}, [
              element("kbd", {
                text: key,
                attributes: command === undefined ? {} : { "data-key-of": command },
              }),
            ]),
          ]),
        ),
      ],
    );
  }

  show(previewed: Previewed | null): void {
    this.body.hidden = previewed === null;
    if (previewed === null) return;
    const { row, group, picture, limits, unreadable } = previewed;
    const isPicture = picture !== null && typeof picture !== "string";
    this.canvas.classList.toggle("pv-no-picture", !isPicture);
    if (isPicture && this.drawn !== picture) {
      paint(this.canvas, picture);
    }
    this.drawn = picture;
    this.canvas.ariaLabel = row.id;
    this.dot.hidden = row.label === null;
    setText(this.dot, String(row.label ?? ""));
    this.dot.setAttribute(
      "style",
      row.label === null ? "" : (this.classes[row.label - 1]?.style ?? ""),
    );
    setText(this.name, visibleName(row.id));
    this.name.title = row.id;
    setText(this.time, row.time === 0 ? "" : TIME.format(row.time * 1000));
    const name =
      row.label === null
        ? row.isUnusable
          ? "none, cannot be judged"
          : "none"
        : (this.classes[row.label - 1]?.name ?? `Class ${row.label}`);
    const facts = [
      [
        "Own label",
        visibleName(name) + (row.isUnsure ? ", unsure" : "") + (row.hasNote ? ", with a note" : ""),
      ],
      [
        "Group",
        `${group.rows.indexOf(row) + 1} of ${group.rows.length.toLocaleString("en")}${group.title === "" ? "" : ` in ${visibleName(group.title)}`}`,
      ],
      ["Limits", limits],
      ...(isPicture && unreadable.length > 0
        ? [["Unreadable", unreadable.map(visibleName).join(", ")]]
        : []),
      ...(typeof picture === "string" ? [["Thumbnail", picture]] : []),
    ] as const;
    this.facts.replaceChildren(
      ...facts.flatMap(([term, text]) => [
        element("dt", { text: term ?? "" }),
        element("dd", { text: text ?? "" }),
      ]),
    );
  }
}
