import { button, element, iconButton, setAttribute, setText, toggle } from "../page/dom.ts";
import { icon } from "../page/icon.ts";
import { ColorChip } from "./colorChip.ts";
import { Menu, type MenuEntry } from "./menu.ts";
import type { ChannelView, PanelEvents } from "./panelModel.ts";
import { SmallHistogram } from "./smallHistogram.ts";

export interface ChannelHeadEvents extends Pick<PanelEvents, "onChannel" | "onRule" | "onSolo"> {
  onToggleOpen(): void;
  menuEntries(): readonly MenuEntry[];
}

/** The row of a channel that stays visible: name, colour, Auto, solo, visibility and the menu. */
export class ChannelHead {
  readonly element: HTMLElement;
  private readonly chevron: HTMLButtonElement;
  private readonly visible: ReturnType<typeof toggle>;
  private readonly color: ColorChip;
  private readonly name = element("span", { class: "pv-channel-name" });
  private readonly solo: HTMLButtonElement;
  private readonly menu: Menu;
  /** While the channel is closed it lies over Auto, Solo and the menu, which the pointer or the keyboard bring back. */
  readonly histogram = new SmallHistogram();

  constructor(
    { key, name }: Pick<ChannelView, "key" | "name">,
    bodyId: string,
    events: ChannelHeadEvents,
  ) {
    this.chevron = element("button", {
      class: "pv-chevron",
      attributes: {
        type: "button",
        "aria-controls": bodyId,
        "aria-label": `Settings of ${name}`,
      },
    });
    this.chevron.append(icon("chevron-down"));
    this.chevron.addEventListener("click", () => events.onToggleOpen());
    this.color = new ColorChip(name, (look, isSettled) => events.onChannel(key, look, isSettled));
    this.visible = toggle(
      `Show ${name}`,
      { on: "eye", off: "eye-off" },
      (visible) => events.onChannel(key, { visible }, true),
      { testId: "channel-visible", title: `Show or hide ${name} (Alt+number)` },
    );
    this.solo = button("Solo", () => events.onSolo(key), {
      class: "pv-quiet",
      testId: "channel-solo",
      title: `Show ${name} alone`,
      attributes: { "aria-label": `Solo ${name}` },
    });
    const auto = button("Auto", () => events.onRule(key, "auto"), {
      class: "pv-quiet",
      testId: "channel-auto",
      title: "Limits from the voxels of each block, until they are set",
      attributes: { "aria-label": `Auto contrast of ${name}` },
    });
    const more = iconButton(`More for ${name}`, "more", () => undefined, {
      testId: "channel-menu",
      title: "Ranges, copy and paste",
    });
    this.menu = new Menu(more, () => events.menuEntries());
    const { chevron, color, solo, visible, histogram } = this;
    this.element = element("div", { class: "pv-channel-head" }, [
      chevron,
      color.element,
      this.name,
      element("span", { class: "pv-channel-acts" }, [auto, solo, more, histogram.element]),
      visible.root,
    ]);
  }

  setOpen(isOpen: boolean): void {
    setAttribute(this.chevron, "aria-expanded", String(isOpen));
  }

  show({ name, description, settings, isSolo, isShown }: ChannelView): void {
    setText(this.name, name);
    this.name.title = description;
    this.visible.input.checked = isShown;
    this.color.show(settings);
    setAttribute(this.solo, "aria-pressed", String(isSolo));
  }

  dispose(): void {
    this.histogram.dispose();
    this.menu.close(false);
  }
}
