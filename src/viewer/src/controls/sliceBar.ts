import type { ViewerSettings } from "../display/settings.ts";
import {
  checkbox,
  element,
  iconButton,
  select,
  setAttribute,
  setText,
  setValue,
  toggle,
} from "../page/dom.ts";
import { icon, showIcon } from "../page/icon.ts";
import { Popover } from "../page/popover.ts";
import type { OpenAt } from "../voxels/sliceSource.ts";
import { SPEED } from "./autoplay.ts";
import { numberField, showNumber } from "./numberField.ts";
import { type SettingsEvent, ViewControls } from "./viewControls.ts";

export interface SliceBarModel {
  readonly depth: number;
  readonly slice: number;
  readonly isPlaying: boolean;
  readonly isMeasuring: boolean;
  readonly isContextOpen: boolean;
  readonly hasFocus: boolean;
  readonly settings: ViewerSettings;
}

export interface SliceBarEvents {
  onSlice(slice: number): void;
  onPlay(): void;
  /** To the focus point and its slice. */
  onGoToFocus(): void;
  onReset(): void;
  onMeasure(): void;
  /** What lies around the box. */
  onContext(): void;
  onScreenshot(): void;
  readonly onSettings: SettingsEvent;
}

const REACH = { min: 0, max: 999, step: 1 } as const;

const OPEN_AT: readonly (readonly [openAt: OpenAt, text: string])[] = [
  ["focus", "at the focus point"],
  ["middle", "at the middle slice"],
  ["first", "at the first slice"],
];

/** One row of tools: view, play, slice, slab, focus point, export. What has no meaning in a view is not there. */
export class SliceBar {
  private readonly root: HTMLElement;
  private readonly slider = element("input", { class: "pv-slider", testId: "z-slider" });
  private readonly number = element("input", { class: "pv-value", testId: "slice-number" });
  private readonly count = element("span", { class: "pv-slice-count", testId: "slice-count" });
  private readonly play: HTMLButtonElement;
  private readonly playIcon = icon("play");
  private readonly playText = element("span", { class: "visually-hidden", text: "Start" });
  private readonly speed = element("input", { class: "pv-value", testId: "autoplay-seconds" });
  private readonly reach = element("input", { class: "pv-value", testId: "play-reach" });
  private readonly back: ReturnType<typeof checkbox>;
  private readonly focus: ReturnType<typeof toggle>;
  private readonly goToFocus: HTMLButtonElement;
  private readonly measure: ReturnType<typeof toggle>;
  private readonly around: ReturnType<typeof toggle>;
  private readonly view: ViewControls;
  private readonly openAt: HTMLSelectElement;
  private readonly ofSlices: readonly HTMLElement[];

  constructor(
    host: HTMLElement,
    private readonly events: SliceBarEvents,
  ) {
    this.play = element("button", {
      class: "pv-button pv-quiet pv-icon",
      testId: "autoplay",
      title: "Play the slices, or stop (Space)",
      attributes: { type: "button" },
    });
    this.play.append(this.playIcon, this.playText);
    this.play.addEventListener("click", () => events.onPlay());
    this.focus = toggle(
      "Focus point",
      { on: "ring" },
      (showFocus) => events.onSettings({ showFocus }, true),
      { testId: "focus-toggle", title: "Mark the focus point" },
    );
    this.goToFocus = iconButton("Go to the focus point", "locate", () => events.onGoToFocus(), {
      testId: "focus-go",
    });
    this.measure = toggle("Measure", { on: "ruler" }, () => events.onMeasure(), {
      testId: "measure",
      title: "Measure: drag a line on a slice (M)",
    });
    this.measure.root.dataset.keyOf = "measure";
    this.around = toggle("Around the box", { on: "zoom-out" }, () => events.onContext(), {
      testId: "context-toggle",
      title: "What lies around the box of a point (O)",
    });
    this.around.root.dataset.keyOf = "context";
    this.view = new ViewControls((change, isSettled) => events.onSettings(change, isSettled));
    this.back = checkbox(
      "Play there and back",
      (playThereAndBack) => events.onSettings({ playThereAndBack }, true),
      { testId: "play-back" },
    );
    this.openAt = select(OPEN_AT, (openAt) => events.onSettings({ openAt }, true), {
      testId: "open-at",
    });
    this.wireInputs();
    this.ofSlices = [this.playGroup(), this.sliceGroup()];
    this.root = element("div", { class: "pv-bar" }, [
      group([this.view.modes]),
      ...this.ofSlices,
      this.view.slabs,
      this.view.projections,
      group([this.focus.root, this.goToFocus, this.measure.root, this.around.root]),
      this.endGroup(),
    ]);
    host.replaceChildren(this.root);
  }

  update(model: SliceBarModel): void {
    const { depth, slice, settings, isPlaying } = model;
    const last = Math.max(0, depth - 1);
    setAttribute(this.slider, "max", String(last));
    this.slider.disabled = depth <= 1;
    setValue(this.slider, String(slice));
    setAttribute(this.slider, "aria-valuetext", `Slice ${slice} of 0 to ${last}`);
    setAttribute(this.number, "max", String(last));
    this.number.disabled = depth <= 1;
    showNumber(this.number, depth === 0 ? "" : String(slice));
    setText(this.count, `/ ${depth === 0 ? "–" : last}`);
    this.play.disabled = depth <= 1 && !isPlaying;
    showIcon(this.playIcon, isPlaying ? "pause" : "play");
    setText(this.playText, isPlaying ? "Stop" : "Start");
    setAttribute(this.play, "aria-pressed", String(isPlaying));
    showNumber(this.speed, String(Number(settings.secondsPerSlice.toFixed(2))));
    showNumber(this.reach, String(settings.playReach ?? 0));
    this.back.input.checked = settings.playThereAndBack ?? false;
    this.focus.input.checked = settings.showFocus;
    this.focus.input.disabled = !model.hasFocus;
    this.goToFocus.disabled = !model.hasFocus;
    this.measure.input.checked = model.isMeasuring;
    this.around.input.checked = model.isContextOpen;
    this.measure.root.hidden = settings.viewMode === "volume";
    setValue(this.openAt, settings.openAt);
    for (const part of this.ofSlices) {
      part.hidden = settings.viewMode === "volume";
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
    const whole = { min: 0, step: 1, max: 0 };
    numberField(this.number, "Slice number", whole, (slice) => events.onSlice(Math.round(slice)));
    numberField(this.speed, "Seconds a slice", { ...SPEED, step: 0.05 }, (secondsPerSlice) =>
      events.onSettings({ secondsPerSlice }, true),
    );
  }

  private playGroup(): HTMLElement {
    numberField(this.reach, "Slices to either side of the focus", REACH, (slices) =>
      this.events.onSettings({ playReach: Math.round(slices) }, true),
    );
    const words = element(
      "label",
      { class: "pv-speed", title: "Seconds a slice (+ and - change it)" },
      [this.speed, "s", element("span", { class: "pv-unit", text: "a slice" })],
    );
    return group([this.play, words]);
  }

  private sliceGroup(): HTMLElement {
    const made = group([
      element("label", { class: "pv-speed", title: "The slice (← →)" }, ["z", this.number]),
      this.count,
      this.slider,
    ]);
    made.classList.add("pv-group-slice");
    return made;
  }

  private endGroup(): HTMLElement {
    const { events } = this;
    const more = iconButton("View options", "options", () => undefined, { testId: "view-options" });
    const options = new Popover(more, "View options", [
      this.view.smooth,
      element("label", { class: "pv-check", text: "Blocks open" }, [this.openAt]),
      this.back.row,
      element(
        "label",
        { class: "pv-check", title: "0: all slices. Without a focus point, around the middle" },
        ["Play only ±", this.reach, "slices around the focus"],
      ),
    ]);
    const made = group([
      more,
      options.panel,
      iconButton("Reset the view", "fit", () => events.onReset(), {
        testId: "reset-view",
        title: "Whole picture, as it opened (R)",
        attributes: { "data-key-of": "resetView" },
      }),
      iconButton("Save as PNG", "camera", () => events.onScreenshot(), {
        testId: "screenshot",
        title: "Save what is seen as PNG, with scale bar and block id",
      }),
    ]);
    made.classList.add("pv-group-end");
    return made;
  }
}

function group(parts: readonly HTMLElement[]): HTMLElement {
  return element("div", { class: "pv-group" }, parts);
}
