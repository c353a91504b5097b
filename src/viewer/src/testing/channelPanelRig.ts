import { IntensityCounts } from "../display/histogram.ts";
import type { ChannelSettings } from "../display/settings.ts";
import { VolumeStatistics } from "../display/volumeStatistics.ts";
import { ChannelPanel } from "../panel/channelPanel.ts";
import type { ChannelView, PanelEvents, PanelModel } from "../panel/panelModel.ts";

/** 0..255, each value once. */
export const ramp = new VolumeStatistics(
  IntensityCounts.of({ type: "uint16", data: Uint16Array.from({ length: 256 }, (_, n) => n) }),
);
export const flat = new VolumeStatistics(
  IntensityCounts.of({ type: "uint16", data: new Uint16Array(64).fill(7) }),
);

export function channel(name: string, given: Partial<ChannelView> = {}): ChannelView {
  return {
    key: name,
    name,
    settings: { color: "#00ff00", visible: true, limits: [0, 255], gamma: 1 },
    isSolo: false,
    isShown: true,
    statistics: ramp,
    failure: null,
    canRetry: true,
    description: `${name}.tif\n128 × 128 × 128 (z, y, x)`,
    notice: null,
    limitsSource: "auto, this block",
    isAuto: false,
    warning: null,
    sameColor: [],
    ...given,
  };
}

export function model(channels: readonly ChannelView[]): PanelModel {
  return {
    channels,
    usualCount: channels.length,
    missing: "",
    selected: channels[0]?.key ?? null,
    limitsSource: "",
    facts: "",
    allFacts: "",
    place: null,
    linkChannels: false,
    autoEveryBlock: false,
    logCounts: true,
    autoPercentiles: [1, 99.9],
    ownPresets: [],
    channelStrip: false,
    hasFocus: true,
    campaign: null,
  };
}

/** A change as the panel reports it. */
type Change = [key: string, change: Partial<ChannelSettings>, isSettled: boolean];

/** A panel on the page, whose changes come back as what is in force, as the viewer does it. */
export class ChannelPanelRig {
  readonly host = document.createElement("div");
  readonly changes: Change[] = [];
  readonly others: string[] = [];
  readonly selects: string[] = [];
  readonly panel: ChannelPanel;
  /** What is in force. */
  current: PanelModel = model([]);

  constructor() {
    this.host.style.cssText = "width:280px;background:#1b1d21";
    document.body.append(this.host);
    const events: PanelEvents = {
      onChannel: (...change) => {
        this.changes.push(change);
        this.inForce(change);
      },
      onRule: (key, rule) => this.others.push(`${rule} ${key}`),
      onSolo: (key) => this.others.push(`solo ${key}`),
      onSelect: (key) => this.selects.push(key),
      onReset: (key) => this.others.push(`reset ${key}`),
      onRetry: (key) => this.others.push(`retry ${key}`),
      onOption: (change) => this.others.push(JSON.stringify(change)),
      onPreset: (colors) => this.others.push(colors.join()),
      onSavePreset: (name) => this.others.push(`save ${name}`),
      onApplyPreset: (name) => this.others.push(`apply ${name}`),
      onDeletePreset: (name) => this.others.push(`delete ${name}`),
      onCampaign: (isWanted) => this.others.push(`campaign ${isWanted}`),
    };
    this.panel = new ChannelPanel(this.host, events, () => this.others.push("neuroglancer"));
  }

  show(next: PanelModel): void {
    this.current = next;
    this.panel.update(next);
  }

  dispose(): void {
    this.panel.dispose();
    this.host.remove();
  }

  private inForce([key, change]: Change): void {
    const channels = this.current.channels.map((view) =>
      view.key === key ? { ...view, settings: { ...view.settings, ...change } } : view,
    );
    this.show({ ...this.current, channels });
  }
}
