import { element } from "./dom.ts";

const GAP_PX = 4;
/** Panels are rarely wider. */
const WIDTH_PX = 240;

/** A panel over its opener. The browser closes it at Escape and at a press elsewhere. */
export class Popover {
  readonly panel: HTMLElement;

  constructor(
    private readonly opener: HTMLElement,
    name: string,
    content: readonly HTMLElement[],
  ) {
    this.panel = element(
      "div",
      { class: "pop pv-pop", attributes: { popover: "auto", role: "group", "aria-label": name } },
      content,
    );
    this.panel.addEventListener("beforetoggle", (event) => {
      if (event.newState === "open") {
        this.place();
      }
    });
    if (opener instanceof HTMLButtonElement) {
      opener.popoverTargetElement = this.panel;
    }
  }

  get isOpen(): boolean {
    return this.panel.matches(":popover-open");
  }

  open(): void {
    this.panel.showPopover();
  }

  close(): void {
    this.panel.hidePopover();
  }

  /** Below its opener, or above one in the lower half; to the right where there is room. */
  private place(): void {
    const { left, right, top, bottom } = this.opener.getBoundingClientRect();
    const isRight = left + WIDTH_PX > innerWidth;
    const isLow = top + bottom > innerHeight;
    Object.assign(this.panel.style, {
      left: isRight ? "auto" : `${left}px`,
      right: isRight ? `${innerWidth - right}px` : "auto",
      top: isLow ? "auto" : `${bottom + GAP_PX}px`,
      bottom: isLow ? `${innerHeight - top + GAP_PX}px` : "auto",
    });
  }
}
