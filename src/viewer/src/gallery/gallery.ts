import type { KeyAction } from "../input/keys.ts";
import type { KeysInForce } from "../input/keysInForce.ts";
import type { LabelFlow } from "../labelling/labelFlow.ts";
import type { NoteEditor } from "../labelling/noteEditor.ts";
import type { ConnectionMonitor } from "../page/connectionMonitor.ts";
import type { GalleryRows, LabelClass } from "../page/contract.ts";
import { element } from "../page/dom.ts";
import type { Page } from "../page/page.ts";
import type { DisplayController } from "../panel/displayController.ts";
import { GalleryBar } from "./galleryBar.ts";
import { GalleryDecisions, type GalleryWish } from "./galleryDecisions.ts";
import { GalleryFeed } from "./galleryFeed.ts";
import { GalleryGrid } from "./galleryGrid.ts";
import { GalleryKeyboard } from "./galleryKeyboard.ts";
import { GalleryPictures } from "./galleryPictures.ts";
import { GalleryPreview } from "./galleryPreview.ts";
import { type Group, groupsOf, type Row, rowsOf } from "./galleryRows.ts";
import { GallerySelection } from "./gallerySelection.ts";
import { FIRST_LOOK, type GalleryLook, GalleryTools } from "./galleryTools.ts";
import { ReviewPreview } from "./reviewPreview.ts";

export interface GalleryContext {
  readonly page: Page;
  readonly connection: ConnectionMonitor;
  readonly labels: Pick<LabelFlow, "decideMany" | "emptyBox" | "undo">;
  readonly noteEditor: Pick<NoteEditor, "open">;
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
  /** Shows a block's thumbnail outside of the gallery. */
  readonly review: ReviewPreview;
  private readonly decisions: GalleryDecisions;
  private readonly keyboard: GalleryKeyboard;
  private readonly feed: GalleryFeed;
  private look: GalleryLook = FIRST_LOOK;
  private rows: readonly Row[] = [];
  private groups: readonly Group[] = [];
  private root = "";
  refusal: string | null = null;
  private isOpen = false;
  /** Where the cursor was last. */
  private cursorAt = 0;

  constructor(
    host: HTMLElement,
    private readonly context: GalleryContext,
  ) {
    const { classes, displayController } = context;
    const settingsOf = displayController.channelOf.bind(displayController);
    this.review = new ReviewPreview(settingsOf);
    this.pictures = new GalleryPictures(settingsOf, {
      onPicture: (id) => this.pictureChanged(id),
      onPictures: () => this.picturesChanged(),
    });
    this.tools = new GalleryTools((change) => this.lookChanged(change));
    this.grid = new GalleryGrid(
      classes,
      {
        selection: this.selection,
        pictureOf: (id) => this.pictures.of(id),
        unreadableOf: (id) => this.pictures.unreadableOf(id),
      },
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
      onUnusable: () => this.cannotJudge(),
      onDeselect: () => this.deselect(),
    });
    this.decisions = new GalleryDecisions(context, this.bar, this.pictures.source);
    this.preview = new GalleryPreview(classes, () => this.openCursor());
    const middle = element("div", { class: "pv-gallery-middle" });
    middle.append(this.grid.root, this.preview.element);
    host.classList.add("pv-gallery");
    host.append(this.tools.element, middle, this.bar.element);
    this.feed = new GalleryFeed(context, (rows) => this.answered(rows));
    const { grid, bar } = this;
    this.keyboard = new GalleryKeyboard(grid.list, context.keys, {
      get linesOnScreen() {
        return grid.linesOnScreen;
      },
      get isEmpty() {
        return grid.layout.rows.length === 0;
      },
      open: () => this.openCursor(),
      leave: () => !this.selection.isAtHome && this.openCursor(),
      selectGroup: () => this.selectGroup(),
      move: (columns, lines, isRange) => this.move(columns, lines, isRange),
      toggle: () => this.toggleCursor(),
      deselect: () => this.escape(),
      label: (label) => this.label(label),
      flag: () => this.flag(),
      cannotJudge: () => this.cannotJudge(),
      refuse: (words) => bar.refused(words),
      hint: (words) => bar.hint(words),
      act: (action) => context.act(action),
    });
  }

  /** On screen, or no longer; while it is, blocks may have changed. `selected`, if any, else the cursor at `current`. */
  show(isOpen: boolean, selected: readonly string[], current: string | null): void {
    const isNew = isOpen && !this.isOpen;
    this.selection.ask(isOpen ? selected : null, isNew ? current : null);
    this.isOpen = isOpen;
    this.feed.isOpen = isOpen;
    if (isNew) {
      this.grid.list.focus({ preventScroll: true });
      this.pictures.source.forgetFailures();
      this.picturesChanged();
    } else if (!isOpen) {
      this.pictures.want([]);
    }
    this.feed.refresh();
  }

  /** Colours or limits changed elsewhere. */
  redisplay(): void {
    this.review.redraw();
    if (this.isOpen) this.picturesChanged();
  }

  /** A block's files changed on disk. */
  reload(id: string): void {
    this.review.redraw(id);
    this.pictures.source.drop(id);
    this.grid.drawTile(id);
  }

  dispose(): void {
    this.review.dispose();
    this.pictures.dispose();
    this.keyboard.dispose();
    this.grid.dispose();
    this.bar.dispose();
  }

  private take(answer: GalleryRows): void {
    if (answer.root !== this.root) this.selection.forget();
    this.root = answer.root;
    this.refusal = answer.refusal;
    this.pictures.open(answer.root, this.look.kind);
    this.rows = rowsOf(answer);
    this.grid.say(answer.emptyText);
    this.arrange();
  }

  private answered(answer: GalleryRows | null): void {
    if (answer !== null) this.take(answer);
    if (this.selection.answer(this.grid.layout.rows)) {
      this.refreshSelection();
      this.grid.reveal(this.cursorAt);
    }
  }

  private arrange(): void {
    this.groups = groupsOf(this.rows, this.look, this.context.classes);
    this.grid.arrange(this.groups, this.look.size);
    this.shownChanged();
  }

  /** What is no longer shown is not selected. */
  private shownChanged(): void {
    const { layout } = this.grid;
    const at = (index: number) => layout.rows[Math.min(index, layout.rows.length - 1)]?.id ?? null;
    this.selection.keep((id) => layout.indexOf(id) >= 0, at(this.cursorAt));
    this.refreshSelection();
  }

  private refreshSelection(): void {
    this.cursorAt = Math.max(0, this.grid.layout.indexOf(this.selection.cursor ?? ""));
    this.grid.redraw();
    this.bar.show(this.selection.size, this.subject);
    this.refreshPreview();
  }

  private refreshPreview(): void {
    const { row, group } = this.underCursor;
    if (row === null || group === null) {
      this.preview.show(null);
      return;
    }
    const limits = this.pictures.limitsOf(row.id);
    if (limits !== "") this.tools.showSource(limits);
    const unreadable = this.pictures.unreadableOf(row.id);
    this.preview.show({ row, group, picture: this.pictures.of(row.id), limits, unreadable });
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
      this.bar.show(this.selection.size, this.subject);
    }
  }

  private pictureChanged(id: string): void {
    this.grid.drawTile(id);
    if (id === this.selection.cursor) this.refreshPreview();
  }

  private picturesChanged(): void {
    this.grid.drawAll();
    this.refreshPreview();
  }

  private pressed(id: string, keys: { isRange: boolean; isMore: boolean }): void {
    this.selection.press(id, keys, this.grid.layout.rows);
    this.refreshSelection();
  }

  private boxed(ids: readonly string[], isMore = false): void {
    this.selection.select(ids, isMore);
    this.refreshSelection();
  }

  private deselect(): void {
    this.selection.clear();
    this.refreshSelection();
  }

  private escape(): void {
    if (this.selection.size === 0) this.bar.hint("Nothing is selected");
    this.deselect();
  }

  private move(columns: number, lines: number, isRange: boolean): void {
    const { layout } = this.grid;
    const row = layout.rows[this.selection.target(layout, columns, lines)];
    if (row !== undefined) {
      this.grid.reveal(layout.indexOf(row.id));
      this.pressed(row.id, { isRange, isMore: false });
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
    const all = (this.underCursor.group?.rows ?? []).map(({ id }) => id);
    this.boxed(all.filter((id) => this.grid.layout.indexOf(id) >= 0));
  }

  private openCursor(): boolean {
    const cursor = this.selection.destination;
    if (cursor !== null) this.open(cursor);
    return cursor !== null;
  }

  private open(id: string): void {
    this.context.page
      .onGalleryOpen(this.root, id)
      .catch((error: unknown) => this.context.connection.callFailed(error));
  }

  /** null clears. */
  private label(label: number | null): void {
    void this.decide({ label, unsure: null, unusable: null });
  }

  private cannotJudge(): void {
    this.decisions.askWhy(this, this.grid.list, (wish) => this.decide(wish));
  }

  /** Flags them; where all of them are flagged, takes the flags back. */
  private flag(): void {
    const chosen = new Set(this.subject);
    const isFlagged = this.rows.every(({ id, isUnsure }) => isUnsure || !chosen.has(id));
    void this.decide({ label: null, unsure: !isFlagged, unusable: null });
  }

  /** Selected blocks wherever they are; the block under the cursor only while it is on screen. */
  get subject(): string[] {
    const ids = this.selection.subject(this.grid.layout.rows);
    const isSeen = () => this.grid.inView.some(({ id }) => id === ids[0]);
    return this.selection.size > 0 || isSeen() ? ids : [];
  }

  private async decide(wish: GalleryWish): Promise<string | null> {
    const { subject, root, refusal } = this;
    if (wish.unsure === null && subject.length === 1 && subject[0] === this.selection.cursor) {
      this.selection.leave(this.grid.layout.rows);
    }
    const done = await this.decisions.carryOut(wish, { root, subject, refusal });
    if (done.isAccepted) this.selection.drop(subject);
    for (const id of done.again) {
      this.reload(id);
    }
    this.feed.refresh();
    this.refreshSelection();
    return done.refused;
  }
}
