const TEXT_INPUTS = new Set([
  "text",
  "search",
  "number",
  "email",
  "password",
  "tel",
  "url",
  "date",
  "time",
  "datetime-local",
  "month",
  "week",
]);
const CONTROL =
  "button, a[href], input, select, summary, [role=button], [role=tab], [role=slider], [role=option], " +
  "[role=menuitem], [role=checkbox], [role=switch], [role=radio], [tabindex]:not([tabindex='-1'])";
const DIALOG = "[role=dialog], [role=alertdialog], dialog[open], .rz-dialog";

/** What a control reached by Tab needs for itself. */
const CONTROL_KEYS = new Set([
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
  " ",
  "Enter",
  "Home",
  "End",
  "PageUp",
  "PageDown",
]);

/** In the list of blocks these mean what they mean to the viewer: another block. */
const LIST_KEYS = new Set(["ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"]);

export type KeyOwner =
  /** A dialog is open, the viewer is hidden, or a control needs this key. */
  | "page"
  /** Typing; Enter and Escape leave the field. */
  | "text"
  | "viewer";

/**
 * Decides who gets a key, and gives focus back to the viewer after a mouse click on a control. Space and Enter press the
 * control that has the focus; arrows are a control's only if it was reached by Tab.
 */
export class FocusRules {
  private reachedByTab: Element | null = null;
  private tabbing = false;
  private readonly off = new AbortController();

  /** `home` takes the focus; it is focusable (tabindex). */
  constructor(private readonly home: HTMLElement) {
    const options = { signal: this.off.signal, capture: true };
    document.addEventListener("keydown", (event) => this.noteTab(event), options);
    document.addEventListener("keydown", pressOnce, options);
    document.addEventListener("pointerdown", () => this.notePointer(), options);
    document.addEventListener("focusin", (event) => this.noteFocus(event.target), options);
    document.addEventListener("click", (event) => this.afterClick(event), {
      signal: this.off.signal,
    });
    document.addEventListener("change", (event) => this.afterChange(event), {
      signal: this.off.signal,
    });
    document.addEventListener("toggle", (event) => this.afterToggle(event), options);
  }

  ownerOf(key: string): KeyOwner {
    if (!this.isHomeVisible() || isDialogOpen() || isPopoverOpen()) {
      return "page";
    }
    const active = document.activeElement;
    if (isTextField(active)) {
      return "text";
    }
    if (isOpenList(active)) {
      return "page";
    }
    if (active !== null && active !== this.home && isPressedBy(active, key)) {
      return "page";
    }
    const isTabbed = active !== null && active === this.reachedByTab && active !== this.home;
    const isOfControl = CONTROL_KEYS.has(key) || (active !== null && takesLetters(active, key));
    return isTabbed && isOfControl && !isListKey(active, key) ? "page" : "viewer";
  }

  /** The home would have the keys, were no dialog open; what has the focus types nothing. */
  get isBehindDialog(): boolean {
    const active = document.activeElement;
    const isTyping = isTextField(active) || active instanceof HTMLSelectElement;
    return this.isHomeVisible() && isDialogOpen() && !isTyping;
  }

  /** From a text field back to the viewer; leaving it fires its change event. */
  goHome(): void {
    if (document.activeElement instanceof HTMLElement && document.activeElement !== this.home) {
      document.activeElement.blur();
    }
    this.reachedByTab = null;
    this.home.focus({ preventScroll: true });
  }

  dispose(): void {
    this.off.abort();
  }

  private isHomeVisible(): boolean {
    return this.home.isConnected && this.home.checkVisibility({ visibilityProperty: true });
  }

  private noteTab(event: KeyboardEvent): void {
    this.tabbing = event.key === "Tab";
  }

  private notePointer(): void {
    this.tabbing = false;
    this.reachedByTab = null;
  }

  private noteFocus(target: EventTarget | null): void {
    // Arrows inside a group of tabs or radio buttons pass the focus on.
    const isByKey = this.tabbing || this.reachedByTab !== null;
    this.reachedByTab = isByKey && target instanceof Element ? target : null;
  }

  /** `detail` counts mouse clicks: it is 0 when Space or Enter pressed the control. */
  private afterClick(event: MouseEvent): void {
    const control = event.target instanceof Element ? event.target.closest(CONTROL) : null;
    if (event.detail > 0 && control !== null && !keepsFocusAfterClick(control)) {
      this.returnFocus(control);
    }
  }

  /** A choice from a list or colour popup is complete only when the popup closes. */
  private afterChange(event: Event): void {
    const control = event.target;
    const isPopup =
      control instanceof HTMLSelectElement ||
      (control instanceof HTMLInputElement && control.type === "color");
    if (isPopup && control !== this.reachedByTab) {
      this.returnFocus(control);
    }
  }

  /** A closed popover leaves the keys to the viewer, unless it was opened without a mouse. */
  private afterToggle(event: Event): void {
    const { target } = event;
    if (
      target instanceof HTMLElement &&
      target.popover !== null &&
      !target.matches(":popover-open") &&
      this.reachedByTab === null
    ) {
      this.returnFocus(target);
    }
  }

  private returnFocus(from: Element): void {
    if (from.closest(DIALOG) === null && this.isHomeVisible() && !isDialogOpen()) {
      const active = document.activeElement;
      if (!isTextField(active) || active === from) {
        this.goHome();
      }
    }
  }
}

export function isTextField(element: Element | null): boolean {
  if (element instanceof HTMLInputElement) {
    return TEXT_INPUTS.has(element.type) && !element.readOnly && !element.disabled;
  }
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLElement && element.isContentEditable)
  );
}

export function isDialogOpen(): boolean {
  return [...document.querySelectorAll(DIALOG)].some((dialog) =>
    dialog.checkVisibility({ visibilityProperty: true }),
  );
}

/** A menu or a palette over its button has every key until it closes. */
function isPopoverOpen(): boolean {
  return document.querySelector("[popover]:popover-open") !== null;
}

/** A held Enter would press a button again and again: it would label block after block, or undo everything. */
function pressOnce(event: KeyboardEvent): void {
  const { key, repeat, target } = event;
  if (key === "Enter" && repeat && target instanceof Element && isPressedBy(target, key)) {
    event.preventDefault();
  }
}

function keepsFocusAfterClick(control: Element): boolean {
  return (
    isTextField(control) ||
    control instanceof HTMLSelectElement ||
    (control instanceof HTMLInputElement && control.type === "color") ||
    control.closest("[role=menu], .rz-popup, [popover]") !== null ||
    control.hasAttribute("popovertarget") ||
    isPopoverOpen() ||
    control.getAttribute("aria-expanded") === "true"
  );
}

/** A list pulled down with the mouse has the keys until it closes. Browsers without :open never say so. */
function isOpenList(element: Element | null): boolean {
  return (
    element instanceof HTMLSelectElement &&
    CSS.supports("selector(:open)") &&
    element.matches(":open")
  );
}

function isListKey(element: Element, key: string): boolean {
  return element.role === "listbox" && LIST_KEYS.has(key);
}

/** Space and Enter press what has the focus, however it came there. */
function isPressedBy(element: Element, key: string): boolean {
  switch (key) {
    case " ":
      return element.matches(
        "button, summary, select, input[type=checkbox], input[type=radio], input[type=button], input[type=submit], " +
          "input[type=color], [role=button], [role=tab], [role=checkbox], [role=switch], [role=radio]",
      );
    case "Enter":
      return element.matches("button, summary, a[href], [role=button], [role=tab], [role=switch]");
    default:
      return false;
  }
}

/** A drop-down list looks for its entries by the letters typed. */
function takesLetters(element: Element, key: string): boolean {
  return element instanceof HTMLSelectElement && key.length === 1;
}
