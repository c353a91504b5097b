import { SLAB_THICKNESS } from "../display/displaySettings.ts";
import type { Projection, Slab, ViewerSettings, ViewMode } from "../display/settings.ts";
import { button, checkbox, element, select, setAttribute, setValue } from "../page/dom.ts";
import { type IconName, icon } from "../page/icon.ts";
import { numberField, showNumber } from "./numberField.ts";

/** `isSettled` false while a drag goes on. */
export type SettingsEvent = (
  change: Partial<Omit<ViewerSettings, "channels">>,
  isSettled: boolean,
) => void;

interface Mode {
  readonly mode: ViewMode;
  readonly text: string;
  readonly icon: IconName;
  readonly title: string;
}

const MODES: readonly Mode[] = [
  { mode: "slice", text: "2D", icon: "square", title: "One XY slice" },
  {
    mode: "quad",
    text: "Quad",
    icon: "grid",
    title: "XY, XZ and YZ through the cross-hair, and 3D",
  },
  { mode: "volume", text: "3D", icon: "box", title: "The volume from any side" },
];

const PROJECTIONS: readonly (readonly [projection: Projection, text: string])[] = [
  ["mip", "Maximum"],
  ["attenuated", "Attenuated"],
  ["average", "Average"],
  ["translucent", "Translucent"],
  ["iso", "Iso-surface"],
];

const SLABS: readonly (readonly [slab: Slab, text: string])[] = [
  ["none", "Slab off"],
  ["max", "Slab max"],
  ["mean", "Slab mean"],
];

/** View mode, and how slabs and the volume are shown in it. */
export class ViewControls {
  readonly modes: HTMLElement;
  readonly slabs: HTMLElement;
  readonly projections: HTMLElement;
  private readonly buttons = new Map<ViewMode, HTMLButtonElement>();
  private readonly projection: HTMLSelectElement;
  private readonly iso = element("input", { class: "pv-iso", testId: "iso-threshold" });
  private readonly isoRow: HTMLElement;
  private readonly slab: HTMLSelectElement;
  private readonly thickness = element("input", { class: "pv-value", testId: "slab-thickness" });
  private readonly smoothing: { readonly row: HTMLElement; readonly input: HTMLInputElement };

  constructor(private readonly onSettings: SettingsEvent) {
    this.modes = this.makeModes();
    this.projection = select(PROJECTIONS, (projection) => onSettings({ projection }, true), {
      testId: "projection",
      title: "What a ray through the volume shows",
      attributes: { "aria-label": "3D projection" },
    });
    this.isoRow = element("label", { class: "pv-iso-row", text: "Threshold" }, [this.iso]);
    this.slab = select(SLABS, (slab) => onSettings({ slab }, true), {
      testId: "slab",
      title: "Several slices as one ([ ])",
      attributes: { "aria-label": "Slab projection", "data-key-of": "thinnerSlab thickerSlab" },
    });
    this.slabs = element("div", { class: "pv-group" }, [this.slab, this.thickness]);
    this.projections = element("div", { class: "pv-group" }, [this.projection, this.isoRow]);
    this.smoothing = checkbox("Smooth between voxels", (smooth) => onSettings({ smooth }, true), {
      testId: "smooth",
    });
    this.wireInputs();
  }

  get smooth(): HTMLElement {
    return this.smoothing.row;
  }

  update(settings: ViewerSettings): void {
    const { viewMode, projection, slab } = settings;
    this.modes.dataset.mode = viewMode;
    for (const [mode, made] of this.buttons) {
      setAttribute(made, "aria-pressed", String(mode === viewMode));
    }
    this.projections.hidden = viewMode === "slice";
    setValue(this.projection, projection);
    this.isoRow.hidden = projection !== "iso";
    setValue(this.iso, String(settings.isoThreshold));
    this.slabs.hidden = viewMode === "volume";
    setValue(this.slab, slab);
    this.thickness.hidden = slab === "none";
    showNumber(this.thickness, String(settings.slabThickness));
    this.smoothing.input.checked = settings.smooth;
  }

  private makeModes(): HTMLElement {
    for (const { mode, text, icon: shown, title } of MODES) {
      const made = button("", () => this.onSettings({ viewMode: mode }, true), {
        testId: `view-mode-${mode}`,
        title: `${title} (V)`,
        attributes: { "aria-label": text, "data-key-of": "viewMode" },
      });
      made.append(icon(shown), element("span", { class: "tool-word", text }));
      this.buttons.set(mode, made);
    }
    return element(
      "div",
      {
        class: "pv-segments",
        testId: "view-mode",
        attributes: { role: "group", "aria-label": "View mode" },
      },
      [...this.buttons.values()],
    );
  }

  private wireInputs(): void {
    const { iso, thickness, onSettings } = this;
    Object.assign(iso, { type: "range", min: "0", max: "1", step: "0.01" });
    for (const [event, isSettled] of [
      ["input", false],
      ["change", true],
    ] as const) {
      iso.addEventListener(event, () => onSettings({ isoThreshold: Number(iso.value) }, isSettled));
    }
    numberField(thickness, "Slab thickness in slices", { ...SLAB_THICKNESS, step: 1 }, (slices) =>
      onSettings({ slabThickness: Math.round(slices) }, true),
    );
  }
}
