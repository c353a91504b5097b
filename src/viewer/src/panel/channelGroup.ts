import { SWATCHES } from "../display/colors.ts";
import type { Limits } from "../display/contrast.ts";
import type { RangeRule } from "../display/contrastLimits.ts";
import { GAMMA } from "../display/displaySettings.ts";
import type { ChannelSettings } from "../display/settings.ts";
import { button, element, setAttribute, setText, setValue } from "../page/dom.ts";
import { formatValue, typedLimits } from "./axis.ts";
import { HistogramView } from "./histogramView.ts";
import { Menu, type MenuEntry } from "./menu.ts";
import type { ChannelView, PanelEvents } from "./panelModel.ts";

/** Settings copied from a channel; one for the whole page, so that they go from block to block. */
export interface Clipboard {
  settings: Pick<ChannelSettings, "color" | "limits" | "gamma"> | null;
}

export interface GroupOptions {
  readonly hasFocus: boolean;
  readonly isLog: boolean;
}

const RULES: readonly (readonly [rule: RangeRule, text: string])[] = [
  ["auto", "Auto: 1 to 99.9 % of each block's volume"],
  ["focus", "Auto around focus: 1 to 99.9 % within 16 voxels"],
  ["data", "Data range: lowest to highest value"],
  ["full", "Full range: all the type can hold"],
];

function badgeOf({ failure, warning, sameColor, settings: { gamma } }: ChannelView): string {
  if (failure !== null) {
    return "failed";
  }
  if (warning !== null) {
    return warning.badge;
  }
  if (sameColor.length > 0) {
    return "same colour";
  }
  return gamma === GAMMA.default ? "" : `γ ${gamma.toFixed(2)}`;
}

let groups = 0;

/** One channel: a row that is always there, and a body that opens. */
export class ChannelGroup {
  readonly root: HTMLElement;
  private readonly bodyId = `pv-channel-body-${++groups}`;
  private readonly chevron: HTMLButtonElement;
  private readonly visible = element("input", { testId: "channel-visible" });
  private readonly color = element("input", { testId: "channel-color" });
  private readonly name = element("span", { class: "pv-channel-name" });
  private readonly badge = element("span", { class: "pv-badge", testId: "channel-badge" });
  private readonly limitsSource = element("span", {
    class: "pv-dim",
    testId: "channel-limits",
    title: "Whose limits these are",
  });
  private readonly solo: HTMLButtonElement;
  private readonly more: HTMLButtonElement;
  private readonly menu: Menu;
  private readonly body: HTMLElement;
  private readonly controls: HTMLElement;
  private readonly failure = element("div", { class: "pv-failure", testId: "channel-failure" });
  private readonly failureText = element("p");
  private readonly retry: HTMLButtonElement;
  private readonly notice = element("p", { class: "pv-notice" });
  private readonly histogram: HistogramView;
  private readonly ends: Readonly<Record<"low" | "high", HTMLInputElement>>;
  private readonly refusal = element("p", { class: "pv-refusal", attributes: { role: "alert" } });
  private readonly gamma = element("input", { class: "pv-gamma", testId: "channel-gamma" });
  private readonly gammaValue = element("output", { class: "pv-gamma-value" });
  private view: ChannelView;
  private options: GroupOptions = { hasFocus: false, isLog: true };

  constructor(
    view: ChannelView,
    private readonly events: PanelEvents,
    private readonly clipboard: Clipboard,
  ) {
    this.view = view;
    const { name } = view;
    this.chevron = button("", () => this.setOpen(!this.isOpen), {
      class: "pv-chevron",
      attributes: { "aria-controls": this.bodyId, "aria-label": `Settings of ${name}` },
    });
    this.solo = button("S", () => events.onSolo(view.key), {
      class: "pv-icon",
      testId: "channel-solo",
      title: `Show ${name} alone (S goes through the channels)`,
      attributes: { "aria-label": `Solo ${name}` },
    });
    this.more = button("⋯", () => undefined, {
      class: "pv-icon",
      testId: "channel-menu",
      title: "Ranges, copy and paste",
      attributes: { "aria-label": `More for ${name}` },
    });
    this.menu = new Menu(this.more, () => this.entries());
    this.histogram = new HistogramView(name, {
      onLimits: (limits, isSettled) => this.limitsDragged(limits, isSettled),
    });
    this.ends = { low: this.makeEnd("low"), high: this.makeEnd("high") };
    this.controls = this.makeControls();
    this.retry = this.makeRetry();
    this.failure.append(this.failureText, this.retry);
    this.body = element("div", { class: "pv-channel-body", attributes: { id: this.bodyId } }, [
      this.failure,
      this.notice,
      this.controls,
    ]);
    this.root = element(
      "section",
      { class: "pv-channel", testId: "channel", attributes: { "aria-label": `Channel ${name}` } },
      [
        this.makeHead(),
        element("div", { class: "pv-channel-state" }, [this.limitsSource, this.badge]),
        this.body,
      ],
    );
    this.root.dataset.channel = view.key;
    this.wireInputs();
  }

  get isOpen(): boolean {
    return !this.body.hidden;
  }

  setOpen(isOpen: boolean): void {
    this.body.hidden = !isOpen;
    this.root.classList.toggle("pv-closed", !isOpen);
    setAttribute(this.chevron, "aria-expanded", String(isOpen));
  }

  update(view: ChannelView, options: GroupOptions): void {
    this.view = view;
    this.options = options;
    const { settings } = view;
    setText(this.name, view.name);
    this.name.title = view.description;
    this.visible.checked = settings.visible;
    setValue(this.color, settings.color);
    this.root.style.setProperty("--pv-channel-color", settings.color);
    setText(this.badge, badgeOf(view));
    this.badge.title = view.warning?.text ?? "";
    setText(this.limitsSource, view.failure === null ? view.limitsSource : "");
    setAttribute(this.solo, "aria-pressed", String(view.isSolo));
    this.updateFailure(view);
    this.updateRange(view);
    setValue(this.gamma, String(settings.gamma));
    setText(this.gammaValue, settings.gamma.toFixed(2));
  }

  dispose(): void {
    this.menu.close(false);
    this.histogram.dispose();
    this.root.remove();
  }

  private updateFailure(view: ChannelView): void {
    const { failure, notice, warning, sameColor } = view;
    this.retry.hidden = !view.canRetry;
    this.root.classList.toggle("pv-failed", failure !== null);
    this.failure.hidden = failure === null;
    this.controls.hidden = failure !== null;
    setText(this.failureText, failure ?? "");
    const color = sameColor.length === 0 ? null : `Same colour as ${sameColor.join(", ")}`;
    const notices = [warning?.text ?? null, color, notice].filter((words) => words !== null);
    this.notice.hidden = notices.length === 0;
    setText(this.notice, notices.join("\n"));
  }

  private updateRange({ settings, statistics }: ChannelView): void {
    if (this.histogram.isDragging) {
      return;
    }
    const { limits, gamma, color } = settings;
    this.histogram.update(
      statistics === null || limits === null
        ? null
        : { statistics, limits, gamma, color, isLog: this.options.isLog },
    );
    this.showLimits(limits);
  }

  private showLimits(limits: Limits | null): void {
    for (const [index, end] of (["low", "high"] as const).entries()) {
      const input = this.ends[end];
      const value = limits?.[index];
      const isTyping = document.activeElement === input || input.ariaInvalid === "true";
      const shown = value === undefined ? "" : formatValue(value);
      if (!isTyping || input.dataset.shown !== shown) {
        input.dataset.shown = shown;
        setValue(input, shown);
        this.accept(input);
      }
      input.disabled = limits === null;
    }
  }

  private limitsDragged(limits: Limits, isSettled: boolean): void {
    this.showLimits(limits);
    this.events.onChannel(this.view.key, { limits }, isSettled);
  }

  private makeHead(): HTMLElement {
    const auto = button("Auto", () => this.events.onRule(this.view.key, "auto"), {
      testId: "channel-auto",
      title: "1 to 99.9 % of each block's volume, until limits are set (A: all channels)",
      attributes: { "aria-label": `Auto contrast of ${this.view.name}` },
    });
    return element("div", { class: "pv-channel-head" }, [
      this.chevron,
      this.visible,
      this.color,
      this.name,
      auto,
      this.solo,
      this.more,
    ]);
  }

  private makeControls(): HTMLElement {
    const swatches = SWATCHES.map(([color, name]) => {
      const swatch = button("", () => this.events.onChannel(this.view.key, { color }, true), {
        class: "pv-swatch",
        title: name,
        attributes: { "aria-label": `${name} for ${this.view.name}` },
      });
      swatch.style.backgroundColor = color;
      return swatch;
    });
    const range = element("div", { class: "pv-range" }, [
      this.ends.low,
      element("label", { class: "pv-gamma-label", title: "Gamma: double-click for 1" }, [
        element("span", { text: "γ", attributes: { "aria-hidden": "true" } }),
        this.gamma,
        this.gammaValue,
      ]),
      this.ends.high,
    ]);
    return element("div", { class: "pv-controls" }, [
      element(
        "div",
        { class: "pv-swatches", attributes: { role: "group", "aria-label": "Colours" } },
        swatches,
      ),
      this.histogram.root,
      range,
      this.refusal,
    ]);
  }

  private makeRetry(): HTMLButtonElement {
    return button("Retry", () => this.events.onRetry(this.view.key), {
      testId: "channel-retry",
      attributes: { "aria-label": `Retry ${this.view.name}` },
    });
  }

  private makeEnd(end: "low" | "high"): HTMLInputElement {
    const words = end === "low" ? "lower" : "upper";
    const input = element("input", {
      class: "pv-value",
      testId: end === "low" ? "channel-min" : "channel-max",
      title: end === "low" ? "Shown black" : "Shown at full colour",
      attributes: {
        type: "text",
        inputmode: "decimal",
        autocomplete: "off",
        spellcheck: "false",
        "aria-label": `${this.view.name}: ${words} limit`,
      },
    });
    input.addEventListener("change", () => this.commit(input, end));
    input.addEventListener("input", () => this.accept(input));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        this.commit(input, end);
      } else if (event.key === "Escape") {
        input.value = input.dataset.shown ?? "";
        this.accept(input);
      }
    });
    input.addEventListener("focus", () => input.select());
    return input;
  }

  private commit(input: HTMLInputElement, end: "low" | "high"): void {
    const { limits } = this.view.settings;
    if (limits === null || input.value === input.dataset.shown) {
      return;
    }
    const typed = typedLimits(input.value, end, limits);
    if (typeof typed === "string") {
      input.setAttribute("aria-invalid", "true");
      this.refusal.textContent = typed;
      return;
    }
    this.accept(input);
    this.events.onChannel(this.view.key, { limits: typed }, true);
  }

  private accept(input: HTMLInputElement): void {
    if (input.hasAttribute("aria-invalid")) {
      input.removeAttribute("aria-invalid");
      setText(this.refusal, "");
    }
  }

  private wireInputs(): void {
    const { name } = this.view;
    this.visible.type = "checkbox";
    this.visible.ariaLabel = `Show ${name}`;
    this.visible.title = "Alt+number";
    this.visible.addEventListener("change", () =>
      this.events.onChannel(this.view.key, { visible: this.visible.checked }, true),
    );
    this.color.type = "color";
    this.color.ariaLabel = `Colour of ${name}`;
    this.color.title = "Any colour";
    this.color.addEventListener("input", () => this.colorPicked(false));
    this.color.addEventListener("change", () => this.colorPicked(true));
    Object.assign(this.gamma, { type: "range", min: GAMMA.min, max: GAMMA.max, step: 0.05 });
    this.gamma.ariaLabel = `Gamma of ${name}`;
    this.gamma.addEventListener("input", () => this.gammaMoved(false));
    this.gamma.addEventListener("change", () => this.gammaMoved(true));
    this.gamma.addEventListener("dblclick", () =>
      this.events.onChannel(this.view.key, { gamma: GAMMA.default }, true),
    );
  }

  private colorPicked(isSettled: boolean): void {
    this.events.onChannel(this.view.key, { color: this.color.value }, isSettled);
  }

  private gammaMoved(isSettled: boolean): void {
    this.events.onChannel(this.view.key, { gamma: Number(this.gamma.value) }, isSettled);
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
        text: "Copy settings",
        testId: "channel-copy",
        run: () => {
          const { color, gamma } = settings;
          const limits = this.view.isAuto ? null : settings.limits;
          this.clipboard.settings = { color, limits, gamma };
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
