import { Keyboard } from "../input/keyboard.ts";
import type { KeyAction } from "../input/keys.ts";
import type { KeysInForce } from "../input/keysInForce.ts";
import type { LabelFlow } from "../labelling/labelFlow.ts";
import type { ConnectionMonitor } from "../page/connectionMonitor.ts";
import type { GalleryRows, LabelClass } from "../page/contract.ts";
import { element } from "../page/dom.ts";
import type { Page } from "../page/page.ts";
import type { DisplayController } from "../panel/displayController.ts";
import { GalleryBar } from "./galleryBar.ts";
import { GalleryDecisions, type GalleryWish } from "./galleryDecisions.ts";
import { GalleryFeed } from "./galleryFeed.ts";
import { GalleryGrid } from "./galleryGrid.ts";
import { galleryKeyOf, MEANS_NOTHING } from "./galleryKeys.ts";
import { GalleryPictures } from "./galleryPictures.ts";
import { GalleryPreview } from "./galleryPreview.ts";
import { type Group, groupsOf, type Row, rowsOf } from "./galleryRows.ts";
import { GallerySelection } from "./gallerySelection.ts";
import { FIRST_LOOK, type GalleryLook, GalleryTools } from "./galleryTools.ts";

export interface GalleryContext {
  readonly page: Page;
  readonly connection: ConnectionMonitor;
  readonly labels: Pick<LabelFlow, "decideMany" | "undo">;
  readonly displayController: Pick<DisplayController, "channelOf">;
  readonly classes: readonly LabelClass[];
  readonly keys: KeysInForce;
  /** What a key means outside of the gallery. */
  act(action: KeyAction): void;
}

/** Many blocks at a glance: looks, selects, and labels exactly what is selected and was on screen. */
export class Gallery {
  private readonly selection = new GallerySelection();
  private readonly pictures: GalleryPictures;
  private readonly tools: GalleryTools;
  private readonly grid: GalleryGrid;
  private readonly bar: GalleryBar;
  private readonly preview: GalleryPreview;
  private readonly decisions: GalleryDecisions;
  private readonly keyboard: Keyboard;
  private readonly feed: GalleryFeed;
  private look: GalleryLook = FIRST_LOOK;
  private rows: readonly Row[] = [];
  private groups: readonly Group[] = [];
  private root = "";
  private refusal: string | null = null;
  private isOpen = false;

  constructor(
    host: HTMLElement,
    private readonly context: GalleryContext,
  ) {
    const { classes, displayController } = context;
    this.pictures = new GalleryPictures((key, keys) => displayController.channelOf(key, keys), {
      onPicture: (id) => this.pictureChanged(id),
      onPictures: () => this.picturesChanged(),
    });
    this.tools = new GalleryTools((change) => this.lookChanged(change));
    this.grid = new GalleryGrid(
      classes,
      { selection: this.selection, pictureOf: (id) => this.pictures.of(id) },
      {
        onPress: (id, keys) => this.pressed(id, keys),
        onOpen: (id) => this.open(id),
        onBox: (ids, isMore) => this.boxed(ids, isMore),
        onClosed: () => this.shownChanged(),
        onView: () => this.viewChanged(),
      },
    );
    this.bar = new GalleryBar(classes, {
      onLabel: (label) => this.label(label),
      onUnsure: () => this.flag(),
      onDeselect: () => this.deselect(),
    });
    this.decisions = new GalleryDecisions(context, this.bar, this.pictures.source);
    this.preview = new GalleryPreview(classes, () => this.openCursor());
    const middle = element("div", { class: "pv-gallery-middle" });
    middle.append(this.grid.root, this.preview.element);
    host.classList.add("pv-gallery");
    host.append(this.tools.element, middle, this.bar.element);
    this.feed = new GalleryFeed(context, (rows) => this.take(rows));
    this.keyboard = new Keyboard(
      this.grid.list,
      context.keys,
      (action) => this.act(action),
      (event) => this.takes(event),
    );
  }

  /** On screen, or no longer; while it is, blocks may have changed. */
  show(isOpen: boolean): void {
    const isNew = isOpen && !this.isOpen;
    this.isOpen = isOpen;
    this.feed.isOpen = isOpen;
    if (isNew) {
      this.grid.list.focus({ preventScroll: true });
      this.pictures.source.forgetFailures();
      this.grid.drawAll();
    } else if (!isOpen) {
      this.pictures.want([]);
    }
    this.feed.refresh();
  }

  /** A block's files changed on disk. */
  reload(id: string): void {
    this.pictures.source.drop(id);
    this.grid.drawTile(id);
  }

  dispose(): void {
    this.pictures.dispose();
    this.keyboard.dispose();
    this.grid.dispose();
    this.bar.dispose();
  }

  private take(answer: GalleryRows): void {
    if (answer.root !== this.root) {
      this.selection.moveTo(null);
    }
    this.root = answer.root;
    this.refusal = answer.refusal;
    this.pictures.open(answer.root, this.look.kind);
    this.rows = rowsOf(answer);
    this.grid.say(answer.emptyText);
    this.arrange();
  }

  private arrange(): void {
    this.groups = groupsOf(this.rows, this.look, this.context.classes);
    this.grid.arrange(this.groups, this.look.size);
    this.shownChanged();
  }

  /** What is no longer shown is not selected. */
  private shownChanged(): void {
    const { layout } = this.grid;
    this.selection.keep((id) => layout.indexOf(id) >= 0, layout.rows[0]?.id ?? null);
    this.refreshSelection();
  }

  private refreshSelection(): void {
    this.grid.redraw();
    this.bar.show(this.selection.size, this.selection.subject(this.grid.layout.rows));
    this.refreshPreview();
  }

  private refreshPreview(): void {
    const { row, group } = this.underCursor;
    if (row === null || group === null) {
      this.preview.show(null);
      return;
    }
    const limits = this.pictures.limitsOf(row.id);
    if (limits !== "") {
      this.tools.showSource(limits);
    }
    this.preview.show({ row, group, picture: this.pictures.of(row.id), limits });
  }

  private get underCursor(): { readonly row: Row | null; readonly group: Group | null } {
    const { layout } = this.grid;
    const row = layout.rows[layout.indexOf(this.selection.cursor ?? "")] ?? null;
    const group = this.groups.find(({ rows }) => row !== null && rows.includes(row)) ?? null;
    return { row, group };
  }

  private lookChanged(change: Partial<GalleryLook>): void {
    this.look = { ...this.look, ...change };
    if (change.kind !== undefined || change.perTile !== undefined) {
      this.pictures.set(this.look.kind, this.look.perTile);
    }
    this.arrange();
  }

  private viewChanged(): void {
    if (this.isOpen) {
      this.pictures.want(this.grid.inView.map(({ id }) => id));
    }
  }

  private pictureChanged(id: string): void {
    this.grid.drawTile(id);
    if (id === this.selection.cursor) {
      this.refreshPreview();
    }
  }

  private picturesChanged(): void {
    this.grid.drawAll();
    this.refreshPreview();
  }

  private pressed(id: string, keys: { isRange: boolean; isMore: boolean }): void {
    this.selection.press(id, keys, this.grid.layout.rows);
    this.refreshSelection();
  }

  private boxed(ids: readonly string[], isMore: boolean): void {
    this.selection.select(ids, isMore);
    this.refreshSelection();
  }

  private deselect(): void {
    this.selection.clear();
    this.refreshSelection();
  }

  /** Keys that mean something here only. */
  private takes(event: KeyboardEvent): boolean {
    const key = galleryKeyOf(event, this.grid.linesOnScreen);
    switch (key?.kind) {
      case "open":
        this.openCursor();
        break;
      case "group":
        this.selectGroup();
        break;
      case "move":
        this.move(key.columns, key.lines, key.isRange);
        break;
    }
    return key !== null;
  }

  private move(columns: number, lines: number, isRange: boolean): void {
    const { layout } = this.grid;
    const { cursor } = this.selection;
    const index = layout.moved(Math.max(0, layout.indexOf(cursor ?? "")), columns, lines);
    const row = layout.rows[index];
    if (row !== undefined) {
      this.grid.reveal(index);
      this.pressed(row.id, { isRange, isMore: false });
    }
  }

  private act(action: KeyAction): void {
    switch (action.kind) {
      case "label":
        this.label(action.label);
        break;
      case "noClass":
        this.bar.refused(this.context.keys.noClassText(action.label));
        break;
      case "clear":
        this.label(null);
        break;
      case "unsure":
        this.flag();
        break;
      case "block":
        this.move(action.step, 0, false);
        break;
      case "autoplay":
        this.toggleCursor();
        break;
      case "escape":
        this.deselect();
        break;
      case "undo":
      case "gallery":
      case "help":
        this.context.act(action);
        break;
      default:
        this.bar.hint(MEANS_NOTHING);
    }
  }

  private toggleCursor(): void {
    const { cursor } = this.selection;
    if (cursor !== null) {
      this.selection.toggle(cursor);
      this.refreshSelection();
    }
  }

  private selectGroup(): void {
    const { layout } = this.grid;
    const ids = (this.underCursor.group?.rows ?? [])
      .map(({ id }) => id)
      .filter((id) => layout.indexOf(id) >= 0);
    this.boxed(ids, false);
  }

  private openCursor(): void {
    if (this.selection.cursor !== null) {
      this.open(this.selection.cursor);
    }
  }

  private open(id: string): void {
    this.context.page
      .onGalleryOpen(this.root, id)
      .catch((error: unknown) => this.context.connection.callFailed(error));
  }

  /** null clears. */
  private label(label: number | null): void {
    void this.decide({ label, unsure: null });
  }

  /** Flags them; where all of them are flagged, takes the flags back. */
  private flag(): void {
    const chosen = new Set(this.subject);
    const isFlagged = this.rows
      .filter(({ id }) => chosen.has(id))
      .every(({ isUnsure }) => isUnsure);
    void this.decide({ label: null, unsure: !isFlagged });
  }

  private get subject(): string[] {
    return this.selection.subject(this.grid.layout.rows);
  }

  private async decide(wish: GalleryWish): Promise<void> {
    const { subject, root, refusal } = this;
    const { isAccepted, again } = await this.decisions.carryOut(wish, { root, subject, refusal });
    if (isAccepted) {
      this.selection.clear();
    }
    for (const id of again) {
      this.reload(id);
    }
    this.feed.refresh();
    this.refreshSelection();
  }
}
