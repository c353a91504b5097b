import { button, element, setText } from "../page/dom.ts";
import { placeBeside } from "./tourPlace.ts";

interface Step {
  /** The element that it speaks of. */
  readonly target: string;
  readonly title: string;
  readonly text: string;
}

/** What somebody who sees the page for the first time has to know. */
export const STEPS: readonly Step[] = [
  {
    target: ".left",
    title: "The blocks",
    text: "Every block is one row; its dot will show your label. Press ↑ and ↓, or click a row. The buttons above leave out what you do not want to see.",
  },
  {
    target: "#pane-annotator",
    title: "The picture and its slices",
    text: "You see one slice of the block. ← and → go through the slices, the wheel zooms, dragging moves the picture. V shows four panes, then 3D.",
  },
  {
    target: "section:has(> ul > li > [data-testid='label-1'])",
    title: "Your label",
    text: "Press the number of a class, or click it: the block on screen gets this label, saved at once. U says that you are unsure, N writes a note.",
  },
  {
    target: ".channels",
    title: "Contrast",
    text: "Each channel has a histogram. Drag its handles, or drag on the picture with the right button. A sets all channels by themselves.",
  },
  {
    target: "[data-testid='save-state']",
    title: "Saved, and undo",
    text: "Here you see that your labels are saved. Ctrl+Z takes your last decision back, on whichever block it was. ? shows all keys.",
  },
];

/** A dialog of the page: it has the keys. */
const OTHER_DIALOG = ".rz-dialog";

/**
 * Walks once through the page, a step beside each element. Enter goes on and Esc ends it; meanwhile no key labels. It ends too when
 * a dialog opens or the view changes.
 */
export class Tour {
  private readonly title = element("h2", { attributes: { id: "tour-title" } });
  private readonly text = element("p", { attributes: { id: "tour-text" } });
  private readonly hint = element("p", { class: "pv-tour-hint", testId: "tour-hint" });
  private readonly count = element("span", { class: "pv-tour-count", testId: "tour-count" });
  private readonly skip = button("Skip", () => this.end(), {
    class: "pv-quiet",
    testId: "tour-skip",
  });
  private readonly back = button("Back", () => this.go(this.at - 1), { testId: "tour-back" });
  private readonly next = button("Next", () => this.go(this.at + 1), {
    class: "pv-primary",
    testId: "tour-next",
  });
  private readonly ring = element("div", { class: "pv-tour-ring", testId: "tour-ring" });
  private readonly panel: HTMLElement;
  private readonly off = new AbortController();
  private readonly watch = new MutationObserver(() => this.place());
  private readonly sizes = new ResizeObserver(() => this.place());
  private at = 0;

  constructor(private readonly onEnd: () => void) {
    this.panel = element(
      "div",
      {
        class: "pop pv-tour",
        testId: "tour",
        attributes: {
          popover: "manual",
          role: "dialog",
          "aria-labelledby": "tour-title",
          "aria-describedby": "tour-text",
        },
      },
      [
        element("div", { attributes: { "aria-live": "polite" } }, [
          element("div", { class: "pv-tour-head" }, [this.title, this.count]),
          this.text,
          this.hint,
        ]),
        element("div", { class: "pv-tour-buttons" }, [this.skip, this.back, this.next]),
      ],
    );
    document.body.append(this.ring, this.panel);
    this.panel.showPopover();
    const { signal } = this.off;
    document.addEventListener("keydown", (event) => this.pressed(event), { signal, capture: true });
    addEventListener("resize", () => this.place(), { signal });
    // Views and dialogs come and go by attributes and children.
    const changes = {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["hidden"],
    };
    this.watch.observe(document.body, changes);
    this.go(0);
  }

  end(): void {
    if (this.off.signal.aborted) {
      return;
    }
    this.off.abort();
    this.watch.disconnect();
    this.sizes.disconnect();
    this.panel.hidePopover();
    this.panel.remove();
    this.ring.remove();
    document.querySelector<HTMLElement>(".pv-stage")?.focus({ preventScroll: true });
    this.onEnd();
  }

  private get target(): Element | null {
    return document.querySelector(STEPS[this.at]?.target ?? "");
  }

  private go(to: number): void {
    const step = STEPS[to];
    if (step === undefined) {
      this.end();
      return;
    }
    this.at = to;
    setText(this.title, step.title);
    setText(this.text, step.text);
    setText(this.hint, "");
    setText(this.count, `${to + 1} of ${STEPS.length}`);
    setText(this.next, to === STEPS.length - 1 ? "Done" : "Next");
    this.back.hidden = to === 0;
    this.skip.hidden = to === STEPS.length - 1;
    this.sizes.disconnect();
    if (this.target !== null) {
      this.sizes.observe(this.target);
    }
    this.place();
    this.next.focus({ preventScroll: true });
  }

  private place(): void {
    const { target } = this;
    if (
      target === null ||
      !target.checkVisibility({ visibilityProperty: true }) ||
      document.querySelector(OTHER_DIALOG) !== null
    ) {
      this.end();
      return;
    }
    const box = target.getBoundingClientRect();
    const { left, top, width } = placeBeside(
      box,
      {
        width: document.documentElement.clientWidth,
        height: document.documentElement.clientHeight,
      },
      (tried) => {
        this.panel.style.width = `${tried}px`;
        return this.panel.offsetHeight;
      },
    );
    Object.assign(this.panel.style, { left: `${left}px`, top: `${top}px`, width: `${width}px` });
    Object.assign(this.ring.style, {
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
  }

  /** Esc from everywhere; Enter where nothing else has it. No other key is silent. */
  private pressed(event: KeyboardEvent): void {
    const { key, target } = event;
    if (key === "Escape" && !event.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      this.end();
    } else if (key === "Enter" && !event.repeat && !isPressable(target)) {
      event.preventDefault();
      event.stopPropagation();
      this.go(this.at + 1);
    } else if (isTyped(event)) {
      setText(this.hint, `${key} does nothing during the tour. Press Esc to end it.`);
      this.place();
    }
  }
}

function isTyped({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return key.length === 1 && key !== " " && !ctrlKey && !altKey && !metaKey;
}

function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("button, a, input, select, textarea, summary") !== null
  );
}

/** Begins with the first picture. `onEnd`: it was seen or skipped. */
export function beginTourAtPicture(onEnd: () => void): void {
  const canvas = document.querySelector("[data-testid=viewer-canvas]");
  if (canvas === null) {
    return;
  }
  const watch = new MutationObserver(() => begin());
  const begin = () => {
    if (canvas.getAttribute("data-block-id")) {
      watch.disconnect();
      new Tour(onEnd);
    }
  };
  watch.observe(canvas, { attributeFilter: ["data-block-id"] });
  begin();
}
