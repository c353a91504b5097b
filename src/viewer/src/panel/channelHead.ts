import { button, element, setAttribute, setText, setValue } from "../page/dom.ts";
import { Menu, type MenuEntry } from "./menu.ts";
import type { ChannelView, PanelEvents } from "./panelModel.ts";

export interface ChannelHeadEvents extends Pick<PanelEvents, "onChannel" | "onRule" | "onSolo"> {
  onToggleOpen(): void;
  menuEntries(): readonly MenuEntry[];
}

/** The row of a channel that stays visible: name, visibility, colour, Auto, solo and the menu. */
export class ChannelHead {
  readonly element: HTMLElement;
  private readonly chevron: HTMLButtonElement;
  private readonly visible = element("input", { testId: "channel-visible" });
  private readonly color = element("input", { testId: "channel-color" });
  private readonly name = element("span", { class: "pv-channel-name" });
  private readonly solo: HTMLButtonElement;
  private readonly menu: Menu;

  constructor(
    private readonly view: Pick<ChannelView, "key" | "name">,
    bodyId: string,
    private readonly events: ChannelHeadEvents,
  ) {
    const { key, name } = view;
    this.chevron = button("", () => events.onToggleOpen(), {
      class: "pv-chevron",
      attributes: { "aria-controls": bodyId, "aria-label": `Settings of ${name}` },
    });
    this.solo = button("S", () => events.onSolo(key), {
      class: "pv-icon",
      testId: "channel-solo",
      title: `Show ${name} alone (S goes through the channels)`,
      attributes: { "aria-label": `Solo ${name}` },
    });
    const more = button("⋯", () => undefined, {
      class: "pv-icon",
      testId: "channel-menu",
      title: "Ranges, copy and paste",
      attributes: { "aria-label": `More for ${name}` },
    });
    this.menu = new Menu(more, () => events.menuEntries());
    const auto = button("Auto", () => events.onRule(key, "auto"), {
      testId: "channel-auto",
      title: "1 to 99.9 % of each block's volume, until limits are set (A: all channels)",
      attributes: { "aria-label": `Auto contrast of ${name}` },
    });
    const { chevron, visible, color, solo } = this;
    this.element = element("div", { class: "pv-channel-head" }, [
      chevron,
      visible,
      color,
      this.name,
      auto,
      solo,
      more,
    ]);
    this.wireInputs();
  }

  setOpen(isOpen: boolean): void {
    setAttribute(this.chevron, "aria-expanded", String(isOpen));
  }

  show({ name, description, settings, isSolo, isShown }: ChannelView): void {
    setText(this.name, name);
    this.name.title = description;
    this.visible.checked = isShown;
    setValue(this.color, settings.color);
    setAttribute(this.solo, "aria-pressed", String(isSolo));
  }

  dispose(): void {
    this.menu.close(false);
  }

  private wireInputs(): void {
    const { visible, color, events } = this;
    const { key, name } = this.view;
    visible.type = "checkbox";
    visible.ariaLabel = `Show ${name}`;
    visible.title = "Alt+number";
    visible.addEventListener("change", () =>
      events.onChannel(key, { visible: visible.checked }, true),
    );
    color.type = "color";
    color.ariaLabel = `Colour of ${name}`;
    color.title = "Any colour";
    color.addEventListener("input", () => events.onChannel(key, { color: color.value }, false));
    color.addEventListener("change", () => events.onChannel(key, { color: color.value }, true));
  }
}
