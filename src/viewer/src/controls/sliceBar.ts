import { SLAB_THICKNESS } from "../display/displaySettings.ts";
import type { Projection, Slab, ViewerSettings, ViewMode } from "../display/settings.ts";
import { button, checkbox, element, select, setAttribute, setText, setValue } from "../page/dom.ts";
import type { OpenAt } from "../voxels/sliceSource.ts";
import { SPEED } from "./autoplay.ts";

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
  onSettings(change: Partial<Omit<ViewerSettings, "channels">>, isSettled: boolean): void;
}

const MODES: readonly (readonly [mode: ViewMode, text: string, title: string])[] = [
  ["slice", "Slice", "One XY slice"],
  ["quad", "Quad", "XY, XZ and YZ through the cross-hair, and 3D"],
  ["volume", "3D", "The volume from any side"],
];

const PROJECTIONS: readonly (readonly [projection: Projection, text: string])[] = [
  ["mip", "Maximum"],
  ["attenuated", "Attenuated"],
  ["average", "Average"],
  ["translucent", "Translucent"],
  ["iso", "Iso-surface"],
];

const SLABS: readonly (readonly [slab: Slab, text: string])[] = [
  ["none", "No slab"],
  ["max", "Slab max"],
  ["mean", "Slab mean"],
];

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
  private readonly modes = new Map<ViewMode, HTMLButtonElement>();
  private readonly modeGroup: HTMLElement;
  private readonly projection: HTMLSelectElement;
  private readonly iso = element("input", { class: "pv-iso", testId: "iso-threshold" });
  private readonly isoRow: HTMLElement;
  private readonly slab: HTMLSelectElement;
  private readonly thickness = element("input", { class: "pv-value", testId: "slab-thickness" });
  private readonly smooth: { readonly row: HTMLElement; readonly input: HTMLInputElement };
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
    this.modeGroup = this.makeModes();
    this.projection = select(PROJECTIONS, (projection) => events.onSettings({ projection }, true), {
      testId: "projection",
      title: "What a ray through the volume shows",
      attributes: { "aria-label": "3D projection" },
    });
    this.isoRow = element("label", { class: "pv-check", text: "Threshold " }, [this.iso]);
    this.slab = select(SLABS, (slab) => events.onSettings({ slab }, true), {
      testId: "slab",
      title: "Several slices as one ([ and ] change the thickness)",
      attributes: { "aria-label": "Slab projection" },
    });
    this.smooth = checkbox("Smooth", (smooth) => events.onSettings({ smooth }, true), {
      testId: "smooth",
      title: "Interpolate between voxels",
    });
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
    this.show(this.speed, String(Number(settings.secondsPerSlice.toFixed(2))));
    this.focus.input.checked = settings.showFocus;
    this.focus.input.disabled = !model.hasFocus;
    this.goToFocus.disabled = !model.hasFocus;
    setValue(this.openAt, settings.openAt);
    this.updateView(settings);
  }

  dispose(): void {
    this.root.remove();
  }

  private updateView(settings: ViewerSettings): void {
    this.modeGroup.dataset.mode = settings.viewMode;
    for (const [mode, made] of this.modes) {
      setAttribute(made, "aria-pressed", String(mode === settings.viewMode));
    }
    const { viewMode, projection, slab } = settings;
    for (const ofSlices of [this.play, this.speedRow, this.slider, this.number]) {
      ofSlices.hidden = viewMode === "volume";
    }
    this.projection.hidden = viewMode === "slice";
    setValue(this.projection, projection);
    this.isoRow.hidden = viewMode === "slice" || projection !== "iso";
    setValue(this.iso, String(settings.isoThreshold));
    this.slab.hidden = viewMode === "volume";
    setValue(this.slab, slab);
    this.thickness.hidden = viewMode === "volume" || slab === "none";
    this.show(this.thickness, String(settings.slabThickness));
    this.smooth.input.checked = settings.smooth;
  }

  /** Not while somebody types in it. */
  private show(input: HTMLInputElement, value: string): void {
    if (document.activeElement !== input) {
      setValue(input, value);
    }
  }

  private makeModes(): HTMLElement {
    for (const [mode, text, title] of MODES) {
      const made = button(text, () => this.events.onSettings({ viewMode: mode }, true), {
        testId: `view-mode-${mode}`,
        title: `${title} (V)`,
      });
      this.modes.set(mode, made);
    }
    return element(
      "div",
      {
        class: "pv-segments",
        testId: "view-mode",
        attributes: { role: "group", "aria-label": "View mode" },
      },
      [...this.modes.values()],
    );
  }

  private wireInputs(): void {
    const { events } = this;
    Object.assign(this.slider, { type: "range", min: "0", max: "0", step: "1" });
    this.slider.ariaLabel = "Slice";
    this.slider.addEventListener("input", () => events.onSlice(Number(this.slider.value)));
    Object.assign(this.iso, { type: "range", min: "0", max: "1", step: "0.01" });
    this.iso.addEventListener("input", () =>
      events.onSettings({ isoThreshold: Number(this.iso.value) }, false),
    );
    this.iso.addEventListener("change", () =>
      events.onSettings({ isoThreshold: Number(this.iso.value) }, true),
    );
    numberField(this.speed, "Seconds a slice", { ...SPEED, step: 0.05 }, (secondsPerSlice) =>
      events.onSettings({ secondsPerSlice }, true),
    );
    numberField(this.thickness, "Slab thickness in slices", { ...SLAB_THICKNESS, step: 1 }, (n) =>
      events.onSettings({ slabThickness: Math.round(n) }, true),
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
        this.modeGroup,
        this.projection,
        this.isoRow,
        this.slab,
        this.thickness,
        this.smooth.row,
        this.focus.row,
        this.goToFocus,
        this.openAt,
      ]),
    ]);
  }
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** Refuses a value outside its bounds and shows the one in force again. */
function numberField(
  input: HTMLInputElement,
  label: string,
  bounds: Bounds,
  onValue: (value: number) => void,
): void {
  Object.assign(input, { type: "number", ...bounds });
  input.ariaLabel = label;
  let accepted = "";
  input.addEventListener("focus", () => {
    accepted = input.value;
  });
  input.addEventListener("change", () => {
    const value = input.valueAsNumber;
    if (value >= bounds.min && value <= bounds.max) {
      accepted = input.value;
      onValue(value);
    } else {
      input.value = accepted;
    }
  });
}
