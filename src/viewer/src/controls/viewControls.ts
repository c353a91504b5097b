import { SLAB_THICKNESS } from "../display/displaySettings.ts";
import type { Projection, Slab, ViewerSettings, ViewMode } from "../display/settings.ts";
import { button, checkbox, element, select, setAttribute, setValue } from "../page/dom.ts";
import { numberField, showNumber } from "./numberField.ts";

/** `isSettled` false while a drag goes on. */
export type SettingsEvent = (
  change: Partial<Omit<ViewerSettings, "channels">>,
  isSettled: boolean,
) => void;

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

/** View mode, and how slabs and the volume are shown in it. */
export class ViewControls {
  private readonly modes = new Map<ViewMode, HTMLButtonElement>();
  private readonly modeGroup: HTMLElement;
  private readonly projection: HTMLSelectElement;
  private readonly iso = element("input", { class: "pv-iso", testId: "iso-threshold" });
  private readonly isoRow: HTMLElement;
  private readonly slab: HTMLSelectElement;
  private readonly thickness = element("input", { class: "pv-value", testId: "slab-thickness" });
  private readonly smooth: { readonly row: HTMLElement; readonly input: HTMLInputElement };

  constructor(private readonly onSettings: SettingsEvent) {
    this.modeGroup = this.makeModes();
    this.projection = select(PROJECTIONS, (projection) => onSettings({ projection }, true), {
      testId: "projection",
      title: "What a ray through the volume shows",
      attributes: { "aria-label": "3D projection" },
    });
    this.isoRow = element("label", { class: "pv-check", text: "Threshold " }, [this.iso]);
    this.slab = select(SLABS, (slab) => onSettings({ slab }, true), {
      testId: "slab",
      title: "Several slices as one ([ and ] change the thickness)",
      attributes: { "aria-label": "Slab projection" },
    });
    this.smooth = checkbox("Smooth", (smooth) => onSettings({ smooth }, true), {
      testId: "smooth",
      title: "Interpolate between voxels",
    });
    this.wireInputs();
  }

  get elements(): readonly HTMLElement[] {
    const { modeGroup, projection, isoRow, slab, thickness, smooth } = this;
    return [modeGroup, projection, isoRow, slab, thickness, smooth.row];
  }

  update(settings: ViewerSettings): void {
    const { viewMode, projection, slab } = settings;
    this.modeGroup.dataset.mode = viewMode;
    for (const [mode, made] of this.modes) {
      setAttribute(made, "aria-pressed", String(mode === viewMode));
    }
    this.projection.hidden = viewMode === "slice";
    setValue(this.projection, projection);
    this.isoRow.hidden = viewMode === "slice" || projection !== "iso";
    setValue(this.iso, String(settings.isoThreshold));
    this.slab.hidden = viewMode === "volume";
    setValue(this.slab, slab);
    this.thickness.hidden = viewMode === "volume" || slab === "none";
    showNumber(this.thickness, String(settings.slabThickness));
    this.smooth.input.checked = settings.smooth;
  }

  private makeModes(): HTMLElement {
    for (const [mode, text, title] of MODES) {
      const made = button(text, () => this.onSettings({ viewMode: mode }, true), {
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
