import type { LabelClass } from "../page/contract.ts";
import { element, setText } from "../page/dom.ts";
import { icon } from "../page/icon.ts";
import { visibleName } from "../page/visibleName.ts";
import type { ComposedChannel } from "./compose.ts";
import { GalleryLayout } from "./galleryLayout.ts";
import type { Group, Row } from "./galleryRows.ts";
import type { GallerySelection } from "./gallerySelection.ts";
import { GalleryTile, tileId } from "./galleryTile.ts";

export interface GridEvents {
  onPress(id: string, keys: { readonly isRange: boolean; readonly isMore: boolean }): void;
  onOpen(id: string): void;
  /** A box was drawn around these; `isMore`: beside those selected already. */
  onBox(ids: readonly string[], isMore: boolean): void;
  onClosed(): void;
  /** Other tiles came into view. */
  onView(): void;
}

export interface GridState {
  readonly selection: Pick<GallerySelection, "has" | "cursor">;
  pictureOf(id: string): readonly ComposedChannel[] | string | null;
  unreadableOf(id: string): readonly string[];
}

/** Scrolls over all tiles and has only those on screen in the page. */
export class GalleryGrid {
  readonly root: HTMLElement;
  /** Scrolls. */
  readonly element = element("div", { class: "pv-grid", testId: "gallery-grid" });
  /** Has the keys. */
  readonly list = element("div", {
    class: "pv-grid-list",
    attributes: {
      role: "listbox",
      "aria-multiselectable": "true",
      "aria-label": "Blocks",
      tabindex: "0",
    },
  });
  private readonly content = element("div", { class: "pv-grid-content" });
  private readonly empty = element("p", {
    class: "pv-gallery-empty",
    attributes: { role: "status" },
  });
  private readonly box = element("div", { class: "pv-grid-box" });
  private readonly tiles = new Map<string, GalleryTile>();
  private readonly heads = new Map<string, HTMLElement>();
  private readonly closed = new Set<string>();
  private groups: readonly Group[] = [];
  private size = 128;
  private laid = new GalleryLayout([], 0, 128);
  private readonly resized = new ResizeObserver(() => this.arrange(this.groups, this.size));

  constructor(
    private readonly classes: readonly LabelClass[],
    private readonly state: GridState,
    private readonly events: GridEvents,
  ) {
    this.content.append(this.list, this.box);
    this.box.hidden = true;
    this.element.append(this.content);
    this.root = element("div", { class: "pv-gallery-tiles" }, [this.element, this.empty]);
    this.element.addEventListener("scroll", () => this.redraw(), { passive: true });
    this.element.addEventListener("dblclick", (event) => {
      const id = idAt(event.target);
      if (id !== null) events.onOpen(id);
    });
    this.element.addEventListener("pointerdown", (event) => this.pressed(event));
    this.resized.observe(this.element);
  }

  get layout(): GalleryLayout {
    return this.laid;
  }

  /** The rows whose tiles are on screen, in part or whole. */
  get inView(): readonly Row[] {
    const { scrollTop, clientHeight } = this.element;
    return this.laid.between(scrollTop, scrollTop + clientHeight).tiles.map(({ item }) => item);
  }

  /** How many lines of tiles one screen has. */
  get linesOnScreen(): number {
    return Math.max(1, Math.floor(this.element.clientHeight / (this.size + 34)));
  }

  /** What a person looks at stays where it is: a block that is in the same group as before keeps its height on screen. */
  arrange(groups: readonly Group[], size: number): void {
    const before = this.inView.map(({ id }) => ({
      id,
      group: groupOf(this.groups, id),
      top: this.laid.spanOf(this.laid.indexOf(id))?.top ?? 0,
    }));
    this.lay(groups, size);
    const stays = before.find(({ id, group }) => group !== null && group === groupOf(groups, id));
    const now = stays === undefined ? null : this.laid.spanOf(this.laid.indexOf(stays.id));
    if (stays !== undefined && now !== null && now.top !== stays.top) {
      this.element.scrollTop += now.top - stays.top;
    }
    this.redraw();
  }

  private lay(groups: readonly Group[], size: number): void {
    this.groups = groups;
    this.size = size;
    this.laid = new GalleryLayout(groups, this.element.clientWidth, size, (group) =>
      this.closed.has(group.key),
    );
    this.element.style.setProperty("--tile", `${size}px`);
    this.content.style.height = `${this.laid.height}px`;
  }

  /** Brings the page in step with what lies in view. */
  redraw(): void {
    const { scrollTop, clientHeight } = this.element;
    const { heads, tiles } = this.laid.between(
      scrollTop - this.size,
      scrollTop + clientHeight + this.size,
    );
    keepOnly(this.heads, new Set(heads.map(({ item }) => item.key)), (head) => head.remove());
    for (const { item, top } of heads) {
      const head = this.heads.get(item.key) ?? this.addHead(item);
      head.style.top = `${top}px`;
      this.updateHead(head, item);
    }
    keepOnly(this.tiles, new Set(tiles.map(({ item }) => item.id)), (tile) =>
      tile.element.remove(),
    );
    for (const { item, left, top } of tiles) {
      const tile = this.tiles.get(item.id) ?? this.addTile(item.id);
      tile.element.style.transform = `translate(${left}px, ${top}px)`;
      this.updateTile(tile, item);
    }
    const { cursor } = this.state.selection;
    if (cursor === null || !this.tiles.has(cursor)) {
      this.list.removeAttribute("aria-activedescendant");
    } else {
      this.list.setAttribute("aria-activedescendant", tileId(cursor));
    }
    this.events.onView();
  }

  /** Its thumbnail arrived. */
  drawTile(id: string): void {
    this.tiles.get(id)?.draw(this.state.pictureOf(id), this.state.unreadableOf(id).length);
  }

  /** Limits or colours changed. */
  drawAll(): void {
    for (const id of this.tiles.keys()) {
      this.drawTile(id);
    }
  }

  /** Why there is no tile; empty where there are some. */
  say(words: string): void {
    setText(this.empty, words);
  }

  reveal(index: number): void {
    const span = this.laid.spanOf(index);
    const { scrollTop, clientHeight } = this.element;
    if (span === null) return;
    if (span.top < scrollTop) {
      this.element.scrollTop = span.top - 8;
    } else if (span.bottom > scrollTop + clientHeight) {
      this.element.scrollTop = span.bottom - clientHeight;
    }
  }

  dispose(): void {
    this.resized.disconnect();
    this.root.remove();
  }

  private addTile(id: string): GalleryTile {
    const tile = new GalleryTile(id, this.classes);
    tile.draw(this.state.pictureOf(id), this.state.unreadableOf(id).length);
    this.tiles.set(id, tile);
    this.list.append(tile.element);
    return tile;
  }

  private updateTile(tile: GalleryTile, row: Row): void {
    tile.update(row, this.state.selection.has(row.id), this.state.selection.cursor === row.id);
  }

  private addHead(group: Group): HTMLElement {
    const toggle = element("button", { class: "pv-group-head", attributes: { type: "button" } }, [
      icon("chevron-down"),
      element("span", { class: "pv-group-dot class-dot" }),
      element("span", { class: "pv-group-title" }),
      element("span", { class: "pv-group-count" }),
    ]);
    toggle.dataset.group = group.key;
    toggle.addEventListener("click", () => {
      if (!this.closed.delete(group.key)) {
        this.closed.add(group.key);
      }
      this.arrange(this.groups, this.size);
      this.events.onClosed();
    });
    this.heads.set(group.key, toggle);
    this.content.append(toggle);
    return toggle;
  }

  private updateHead(head: HTMLElement, { key, label, title, rows }: Group): void {
    const [, dot, name, count] = [...head.children] as [Element, HTMLElement, Element, Element];
    dot.hidden = label === undefined;
    dot.classList.toggle("none", label === null);
    dot.setAttribute(
      "style",
      typeof label === "number" ? (this.classes[label - 1]?.style ?? "") : "",
    );
    setText(dot, typeof label === "number" ? String(label) : "");
    setText(name, visibleName(title));
    setText(count, rows.length.toLocaleString("en"));
    head.ariaExpanded = String(!this.closed.has(key));
  }

  private pressed(event: PointerEvent): void {
    const { target, button } = event;
    if (button !== 0 || (target instanceof Element && target.closest("button") !== null)) return;
    const isMore = event.ctrlKey || event.metaKey;
    const id = idAt(target);
    if (id !== null) {
      this.events.onPress(id, { isRange: event.shiftKey, isMore });
    } else if (event.offsetX < this.element.clientWidth) {
      this.drawBox(event, isMore || event.shiftKey);
    }
  }

  private drawBox(down: PointerEvent, isMore: boolean): void {
    const origin = this.pointOf(down);
    let box = { left: origin.x, top: origin.y, right: origin.x, bottom: origin.y };
    const off = new AbortController();
    const options = { signal: off.signal };
    const move = (event: PointerEvent) => {
      const { x, y } = this.pointOf(event);
      box = {
        left: Math.min(x, origin.x),
        top: Math.min(y, origin.y),
        right: Math.max(x, origin.x),
        bottom: Math.max(y, origin.y),
      };
      this.box.hidden = false;
      this.box.style.cssText = `left:${box.left}px;top:${box.top}px;width:${box.right - box.left}px;height:${box.bottom - box.top}px`;
    };
    this.element.setPointerCapture(down.pointerId);
    this.element.addEventListener("pointermove", move, options);
    const end = () => {
      off.abort();
      this.box.hidden = true;
      this.events.onBox(
        this.laid.inBox(box).map(({ id }) => id),
        isMore,
      );
    };
    this.element.addEventListener("lostpointercapture", end, options);
  }

  private pointOf({ clientX, clientY }: PointerEvent): { x: number; y: number } {
    const { left, top } = this.content.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }
}

/** Its key; null: it is in none. */
function groupOf(groups: readonly Group[], id: string): string | null {
  return groups.find(({ rows }) => rows.some((row) => row.id === id))?.key ?? null;
}

function idAt(target: EventTarget | null): string | null {
  const tile = target instanceof Element ? target.closest<HTMLElement>(".pv-tile") : null;
  return tile?.dataset.blockId ?? null;
}

function keepOnly<T>(
  map: Map<string, T>,
  keys: ReadonlySet<string>,
  drop: (value: T) => void,
): void {
  for (const [key, value] of [...map]) {
    if (!keys.has(key)) {
      drop(value);
      map.delete(key);
    }
  }
}
