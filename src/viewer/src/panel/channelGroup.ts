import type { Limits } from "../display/contrast.ts";
import type { RangeRule } from "../display/contrastLimits.ts";
import { GAMMA } from "../display/displaySettings.ts";
import type { ChannelSettings } from "../display/settings.ts";
import { element, setAttribute, setText } from "../page/dom.ts";
import { isFloat } from "../voxels/voxelType.ts";
import { ChannelHead } from "./channelHead.ts";
import { ChannelNotes } from "./channelNotes.ts";
import { GammaSlider } from "./gammaSlider.ts";
import { HistogramView } from "./histogramView.ts";
import { LimitInputs } from "./limitInputs.ts";
import type { MenuEntry } from "./menu.ts";
import type { ChannelView, PanelEvents } from "./panelModel.ts";

/** Settings copied from a channel; the page has one, so they can be pasted in another block. */
export interface Clipboard {
  settings: Pick<ChannelSettings, "color" | "limits" | "gamma" | "lut" | "opacity"> | null;
}

export interface GroupOptions {
  readonly hasFocus: boolean;
  readonly isLog: boolean;
}

const RULES: readonly (readonly [rule: RangeRule, text: string])[] = [
  ["auto", "Auto: percentiles of each block's volume"],
  ["focus", "Auto around focus: the same within 16 voxels"],
  ["data", "Data range: lowest to highest value"],
  ["full", "Full range: all the type can hold"],
];

function badgeOf({ failure, warning, settings: { gamma, inverted } }: ChannelView): string {
  if (failure !== null) {
    return "failed";
  }
  if (warning !== null) {
    return warning.badge;
  }
  const curve = gamma === GAMMA.default ? [] : [`γ ${gamma.toFixed(2)}`];
  return [...(inverted === true ? ["inverted"] : []), ...curve].join(" · ");
}

function kindOf({ failure, warning, settings }: ChannelView): string {
  if (failure !== null) {
    return "failed";
  }
  return warning !== null || settings.inverted === true ? "warning" : "gamma";
}

let groups = 0;

/** One channel: a row that stays visible, and a body that opens. */
export class ChannelGroup {
  readonly root: HTMLElement;
  private readonly head: ChannelHead;
  private readonly badge = element("span", { class: "pv-badge", testId: "channel-badge" });
  private readonly limitsSource = element("span", {
    class: "pv-limits-source",
    testId: "channel-limits",
    title: "Whose limits these are",
  });
  private readonly sameColor = element("p", { class: "pv-same-color", testId: "same-color" });
  private readonly body: HTMLElement;
  private readonly controls: HTMLElement;
  private readonly notes: ChannelNotes;
  private readonly histogram: HistogramView;
  private readonly limits: LimitInputs;
  private readonly gamma: GammaSlider;
  private options: GroupOptions = { hasFocus: false, isLog: true };

  constructor(
    private view: ChannelView,
    private readonly events: PanelEvents,
    private readonly clipboard: Clipboard,
  ) {
    const { key, name } = view;
    const bodyId = `pv-channel-body-${++groups}`;
    this.head = new ChannelHead(view, bodyId, {
      onChannel: (of, change, isSettled) => events.onChannel(of, change, isSettled),
      onRule: (of, rule) => events.onRule(of, rule),
      onSolo: (of) => events.onSolo(of),
      onToggleOpen: () => this.setOpen(!this.isOpen),
      menuEntries: () => this.entries(),
    });
    this.histogram = new HistogramView(name, {
      onLimits: (limits, isSettled) => this.limitsDragged(limits, isSettled),
      onGamma: (gamma, isSettled) => events.onChannel(key, { gamma }, isSettled),
    });
    this.limits = new LimitInputs(name, (limits) => events.onChannel(key, { limits }, true));
    this.gamma = new GammaSlider(name, (gamma, isSettled) =>
      events.onChannel(key, { gamma }, isSettled),
    );
    this.notes = new ChannelNotes(name, () => events.onRetry(key));
    this.controls = this.makeControls();
    this.body = element("div", { class: "pv-channel-body", attributes: { id: bodyId } }, [
      this.notes.failure,
      this.notes.notice,
      this.controls,
    ]);
    this.root = element(
      "section",
      { class: "pv-channel", testId: "channel", attributes: { "aria-label": `Channel ${name}` } },
      [
        this.head.element,
        element("div", { class: "pv-channel-state" }, [this.badge, this.sameColor]),
        this.body,
      ],
    );
    this.root.dataset.channel = key;
    for (const chosen of ["pointerdown", "wheel"]) {
      this.histogram.root.addEventListener(chosen, () => events.onSelect(key), { passive: true });
    }
    this.root.addEventListener("pointerdown", () => events.onSelect(key));
  }

  get isOpen(): boolean {
    return !this.body.hidden;
  }

  setOpen(isOpen: boolean): void {
    this.body.hidden = !isOpen;
    this.root.classList.toggle("pv-closed", !isOpen);
    this.head.setOpen(isOpen);
  }

  /** Dragging with the right button on the picture is for this channel. */
  setSelected(isSelected: boolean): void {
    setAttribute(this.root, "aria-current", String(isSelected));
  }

  update(view: ChannelView, options: GroupOptions): void {
    this.view = view;
    this.options = options;
    const { settings, failure } = view;
    this.head.show(view);
    this.root.style.setProperty("--pv-channel-color", settings.color);
    this.root.classList.toggle("pv-failed", failure !== null);
    setText(this.badge, badgeOf(view));
    this.badge.title = view.warning?.text ?? "";
    this.badge.dataset.kind = kindOf(view);
    setText(this.limitsSource, failure === null ? view.limitsSource : "");
    const same = view.sameColor;
    setText(this.sameColor, same.length === 0 ? "" : `Same colour as ${same.join(", ")}`);
    this.notes.show(view);
    this.controls.hidden = failure !== null;
    this.updateRange(view);
    this.gamma.show(settings.gamma);
  }

  dispose(): void {
    this.head.dispose();
    this.histogram.dispose();
    this.root.remove();
  }

  private updateRange({ settings, statistics }: ChannelView): void {
    if (this.histogram.isDragging) {
      return;
    }
    const { limits, gamma, color } = settings;
    const input =
      statistics === null || limits === null
        ? null
        : { statistics, limits, gamma, color, isLog: this.options.isLog };
    this.histogram.update(input);
    this.head.histogram.update(input);
    this.limits.show(limits, statistics !== null && !isFloat(statistics.type));
  }

  private limitsDragged(limits: Limits, isSettled: boolean): void {
    this.limits.show(limits);
    this.events.onChannel(this.view.key, { limits }, isSettled);
  }

  private makeControls(): HTMLElement {
    const { low, high, refusal } = this.limits;
    return element("div", { class: "pv-controls" }, [
      this.histogram.root,
      element("div", { class: "pv-range" }, [low, this.limitsSource, high]),
      refusal,
      this.gamma.element,
    ]);
  }

  private entries(): MenuEntry[] {
    const { key, statistics, settings } = this.view;
    const copied = this.clipboard.settings;
    return [
      ...RULES.map(([rule, text]) => ({
        text,
        testId: `channel-rule-${rule}`,
        isEnabled: statistics !== null && (rule !== "focus" || this.options.hasFocus),
        run: () => this.events.onRule(key, rule),
      })),
      {
        text: settings.inverted === true ? "✓ Inverted" : "Inverted",
        testId: "channel-invert",
        run: () => this.events.onChannel(key, { inverted: settings.inverted !== true }, true),
      },
      {
        text: "Reset: default colour, Auto, gamma 1",
        testId: "channel-reset",
        run: () => this.events.onReset(key),
      },
      {
        text: "Copy settings",
        testId: "channel-copy",
        run: () => {
          const { color, gamma, lut = null, opacity = 1 } = settings;
          const limits = this.view.isAuto ? null : settings.limits;
          this.clipboard.settings = { color, limits, gamma, lut, opacity };
        },
      },
      {
        text: "Paste settings",
        testId: "channel-paste",
        isEnabled: copied !== null,
        run: () => copied !== null && this.events.onChannel(key, copied, true),
      },
    ];
  }
}
