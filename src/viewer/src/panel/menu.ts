import { element } from "../page/dom.ts";

export interface MenuEntry {
  readonly text: string;
  readonly run: () => void;
  readonly isEnabled?: boolean;
  readonly testId?: string;
}

/** A list of commands under a button; closes on choice, Escape, or a press elsewhere. */
export class Menu {
  private list: HTMLElement | null = null;
  private closing: AbortController | null = null;

  constructor(
    private readonly opener: HTMLButtonElement,
    private readonly entries: () => readonly MenuEntry[],
  ) {
    opener.setAttribute("aria-haspopup", "menu");
    opener.setAttribute("aria-expanded", "false");
    opener.addEventListener("click", () => (this.list === null ? this.open() : this.close(true)));
  }

  close(isFocusReturned: boolean): void {
    this.list?.remove();
    this.list = null;
    this.closing?.abort();
    this.opener.setAttribute("aria-expanded", "false");
    if (isFocusReturned) {
      this.opener.focus();
    }
  }

  private open(): void {
    const items = this.entries().map((entry) => this.item(entry));
    this.list = element(
      "div",
      { class: "pv-menu", attributes: { role: "menu", "aria-label": this.opener.ariaLabel ?? "" } },
      items,
    );
    this.opener.setAttribute("aria-expanded", "true");
    document.body.append(this.list);
    this.place(this.list);
    this.closing = new AbortController();
    const { signal } = this.closing;
    document.addEventListener(
      "pointerdown",
      (event) => {
        const target = event.target as Node;
        if (this.list?.contains(target) !== true && !this.opener.contains(target)) {
          this.close(false);
        }
      },
      { signal, capture: true },
    );
    this.list.addEventListener("keydown", (event) => this.walk(event), { signal });
    items.find((item) => !item.disabled)?.focus();
  }

  private item({ text, run, isEnabled = true, testId }: MenuEntry): HTMLButtonElement {
    const made = element("button", {
      text,
      attributes: { role: "menuitem", type: "button", tabindex: "-1" },
      ...(testId === undefined ? {} : { testId }),
    });
    made.disabled = !isEnabled;
    made.addEventListener("click", (event) => {
      this.close(event.detail === 0);
      run();
    });
    return made;
  }

  private place(list: HTMLElement): void {
    const under = this.opener.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = list;
    const left = Math.max(4, Math.min(under.right - offsetWidth, innerWidth - offsetWidth - 4));
    const below = under.bottom + 2;
    const top = below + offsetHeight > innerHeight ? under.top - offsetHeight - 2 : below;
    list.style.left = `${left}px`;
    list.style.top = `${Math.max(4, top)}px`;
  }

  private walk(event: KeyboardEvent): void {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      this.close(true);
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && this.list !== null) {
      event.preventDefault();
      const items = [...this.list.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
      const at = items.indexOf(document.activeElement as HTMLButtonElement);
      items[(at + step + items.length) % items.length]?.focus();
    }
    // An open menu keeps every key.
    event.stopPropagation();
  }
}
