import type { ViewerSettings } from "../display/settings.ts";
import { button, checkbox, element, select, setAttribute, setText, setValue } from "../page/dom.ts";
import type { OpenAt } from "../voxels/sliceSource.ts";
import { SPEED } from "./autoplay.ts";
import { numberField, showNumber } from "./numberField.ts";
import { type SettingsEvent, ViewControls } from "./viewControls.ts";

export interface SliceBarModel {
  readonly depth: number;
  readonly slice: number;
  readonly isPlaying: boolean;
  readonly hasFocus: boolean;
  readonly settings: ViewerSettings;
}

export interface SliceBarEvents {
  onSlice(slice: number): void;
  onPlay(): void;
  /** To the focus point and its slice. */
  onGoToFocus(): void;
  onReset(): void;
  onScreenshot(): void;
  readonly onSettings: SettingsEvent;
}

const OPEN_AT: readonly (readonly [openAt: OpenAt, text: string])[] = [
  ["focus", "At focus"],
  ["middle", "At middle"],
  ["first", "At first"],
];

/** Controls of what one looks at: slice, auto-play, focus point, view. */
export class SliceBar {
  private readonly root: HTMLElement;
  private readonly slider = element("input", { class: "pv-slider", testId: "z-slider" });
  private readonly number = element("output", { class: "pv-slice", testId: "slice-number" });
  private readonly play: HTMLButtonElement;
  private readonly speedRow = element("div", { class: "pv-speed", title: "Seconds a slice" });
  private readonly speed = element("input", { class: "pv-value", testId: "autoplay-seconds" });
  private readonly focus: { readonly row: HTMLElement; readonly input: HTMLInputElement };
  private readonly goToFocus: HTMLButtonElement;
  private readonly view: ViewControls;
  private readonly openAt: HTMLSelectElement;
  private model: SliceBarModel | null = null;

  constructor(
    host: HTMLElement,
    private readonly events: SliceBarEvents,
  ) {
    this.play = button("Start", () => events.onPlay(), {
      testId: "autoplay",
      class: "pv-play",
      title: "Play the slices, or stop (Space)",
    });
    this.focus = checkbox("Focus", (showFocus) => events.onSettings({ showFocus }, true), {
      testId: "focus-toggle",
      title: "Mark the focus point",
    });
    this.goToFocus = button("◎", () => events.onGoToFocus(), {
      class: "pv-icon",
      testId: "focus-go",
      title: "Go to the focus point",
      attributes: { "aria-label": "Go to the focus point" },
    });
    this.view = new ViewControls((change, isSettled) => events.onSettings(change, isSettled));
    this.openAt = select(OPEN_AT, (openAt) => events.onSettings({ openAt }, true), {
      testId: "open-at",
      title: "The slice at which a block opens",
      attributes: { "aria-label": "Where a block opens" },
    });
    this.wireInputs();
    this.root = this.makeRoot();
    host.replaceChildren(this.root);
  }

  update(model: SliceBarModel): void {
    this.model = model;
    const { depth, slice, settings } = model;
    setAttribute(this.slider, "max", String(Math.max(0, depth - 1)));
    this.slider.disabled = depth <= 1;
    setValue(this.slider, String(slice));
    setAttribute(this.slider, "aria-valuetext", `Slice ${slice} of 0 to ${Math.max(0, depth - 1)}`);
    setText(this.number, depth === 0 ? "–" : `z ${slice} / ${depth - 1}`);
    this.play.disabled = depth <= 1 && !model.isPlaying;
    setText(this.play, model.isPlaying ? "Stop" : "Start");
    setAttribute(this.play, "aria-pressed", String(model.isPlaying));
    showNumber(this.speed, String(Number(settings.secondsPerSlice.toFixed(2))));
    this.focus.input.checked = settings.showFocus;
    this.focus.input.disabled = !model.hasFocus;
    this.goToFocus.disabled = !model.hasFocus;
    setValue(this.openAt, settings.openAt);
    for (const ofSlices of [this.play, this.speedRow, this.slider, this.number]) {
      ofSlices.hidden = settings.viewMode === "volume";
    }
    this.view.update(settings);
  }

  dispose(): void {
    this.root.remove();
  }

  private wireInputs(): void {
    const { events } = this;
    Object.assign(this.slider, { type: "range", min: "0", max: "0", step: "1" });
    this.slider.ariaLabel = "Slice";
    this.slider.addEventListener("input", () => events.onSlice(Number(this.slider.value)));
    numberField(this.speed, "Seconds a slice", { ...SPEED, step: 0.05 }, (secondsPerSlice) =>
      events.onSettings({ secondsPerSlice }, true),
    );
  }

  private makeRoot(): HTMLElement {
    const { events } = this;
    const faster = (factor: number) => () => {
      const seconds = (this.model?.settings.secondsPerSlice ?? 1) * factor;
      const kept = Math.min(SPEED.max, Math.max(SPEED.min, Number(seconds.toPrecision(2))));
      events.onSettings({ secondsPerSlice: kept }, true);
    };
    this.speedRow.append(
      button("−", faster(2), { class: "pv-icon", attributes: { "aria-label": "Slower" } }),
      this.speed,
      element("span", { class: "pv-dim", text: "s" }),
      button("+", faster(0.5), { class: "pv-icon", attributes: { "aria-label": "Faster" } }),
    );
    return element("div", { class: "pv-bar" }, [
      element("div", { class: "pv-bar-row" }, [
        this.play,
        this.speedRow,
        this.slider,
        this.number,
        element("div", { class: "pv-bar-end" }, [
          button("Reset", () => events.onReset(), {
            testId: "reset-view",
            title: "Whole picture, unturned (R)",
          }),
          button("PNG", () => events.onScreenshot(), {
            testId: "screenshot",
            title: "Save what is seen as PNG, with scale bar and block id",
          }),
        ]),
      ]),
      element("div", { class: "pv-bar-row" }, [
        ...this.view.elements,
        this.focus.row,
        this.goToFocus,
        this.openAt,
      ]),
    ]);
  }
}
