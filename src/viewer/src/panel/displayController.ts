import type { BlockLoad } from "../blocks/blockLoad.ts";
import type { ChannelLoad } from "../blocks/channelLoad.ts";
import { ContrastLimits, percentilesOf, type RangeRule } from "../display/contrastLimits.ts";
import { type DisplaySettings, SLAB_THICKNESS } from "../display/displaySettings.ts";
import type { Percentiles } from "../display/histogram.ts";
import type { ChannelSettings, ViewerSettings, ViewMode } from "../display/settings.ts";
import type { SettingsReport } from "../display/settingsReport.ts";
import type { KeyAction } from "../input/keys.ts";
import type { DragPhase } from "../stage/stageContract.ts";
import { ContrastDrag } from "./contrastDrag.ts";
import { isShownIn, type ModelSources } from "./models.ts";
import { presetOf, withoutPreset, withPreset } from "./ownPresets.ts";
import type { PanelEvents } from "./panelModel.ts";

export interface DisplayControllerContext {
  readonly display: DisplaySettings;
  readonly report: Pick<SettingsReport, "changed">;
  load(): BlockLoad | null;
  retry(channelIndex: number): void;
  /** No display was published when the page opened: asks C# to look again. */
  askCampaign(): void;
  /** The stage must show what is in force now. */
  render(): void;
  /** The controls must show it. */
  refresh(): void;
}

export type DisplayAction = Extract<
  KeyAction,
  { kind: "slab" | "channel" | "autoContrast" | "viewMode" | "solo" | "campaign" }
>;

const NEXT_MODE: Readonly<Record<ViewMode, ViewMode>> = {
  slice: "quad",
  quad: "volume",
  volume: "slice",
};

/** How the current block is shown, and every way to change it. */
export class DisplayController implements PanelEvents {
  readonly contrast: ContrastLimits;
  private readonly display: DisplaySettings;
  private solo: string | null = null;
  /** Key of the channel that a contrast drag is for, as the person chose it. */
  private selected: string | null = null;
  private readonly drag = new ContrastDrag();

  constructor(private readonly context: DisplayControllerContext) {
    this.display = context.display;
    this.contrast = new ContrastLimits(context.display);
  }

  get sources(): ModelSources {
    const { display, contrast, solo, selected, context } = this;
    return { display, contrast, load: context.load(), solo, selected };
  }

  get current(): ViewerSettings {
    return this.display.current;
  }

  /** How a channel is shown in any block with these channels; `isCampaign`: the campaign's limits. */
  channelOf(
    key: string,
    keys: readonly string[],
  ): ChannelSettings & { isCampaign: boolean; percentiles: Percentiles } {
    const settings = this.display.channel(key, keys);
    const isCampaign = this.display.hasCampaignLimits(key);
    return {
      ...settings,
      limits: this.current.autoEveryBlock && !isCampaign ? null : settings.limits,
      visible: isShownIn(this.solo, key, settings.visible),
      isCampaign,
      percentiles: percentilesOf(this.current.autoPercentiles),
    };
  }

  /** What an admin publishes: the display in force with the colours and limits of the block on screen. */
  get inForce(): ViewerSettings {
    const load = this.context.load();
    if (load === null) {
      return this.current;
    }
    const shown = load.channels.map((channel) => {
      const {
        hasDefaultColor: _default,
        since: _since,
        ...shared
      } = this.contrast.settings(load, channel);
      return [channel.ref.key, { ...shared, limits: this.contrast.limits(load, channel) }] as const;
    });
    const channels = { ...this.current.channels, ...Object.fromEntries(shown) };
    return { ...this.current, channels };
  }

  /** Another block is current; with "auto for every block" it gets its own limits. */
  opened(load: BlockLoad | null): void {
    this.contrast.opened();
    if (load !== null) {
      this.display.setLayout(load.usualKeys);
      this.contrast.settle(load);
    }
    this.context.refresh();
  }

  /** Voxels of the current block arrived. Its owner renders them. */
  arrived(load: BlockLoad): void {
    this.contrast.settle(load);
    this.context.refresh();
  }

  countLater(load: BlockLoad): void {
    this.contrast.countLater(load, (isReleased) => {
      if (isReleased) {
        this.onLoad((current) => this.contrast.settle(current));
      } else {
        this.context.refresh();
      }
    });
  }

  apply(settings: ViewerSettings): void {
    this.display.apply(settings);
    this.changed(false);
  }

  change(
    change: Partial<Omit<ViewerSettings, "channels" | "useCampaign">>,
    isSettled: boolean,
  ): void {
    this.display.set(change);
    if (change.autoEveryBlock !== undefined) {
      this.resettle();
    }
    this.changed(isSettled);
  }

  act(action: DisplayAction): void {
    switch (action.kind) {
      case "slab":
        this.stepSlab(action.step);
        break;
      case "channel":
        this.toggleChannel(action.position);
        break;
      case "autoContrast":
        this.autoAll();
        break;
      case "viewMode":
        this.change({ viewMode: NEXT_MODE[this.current.viewMode] }, true);
        break;
      case "solo":
        this.cycleSolo();
        break;
      case "campaign":
        this.campaignKey();
        break;
    }
  }

  autoAll(): void {
    this.onLoad((load) => this.contrast.applyRule(load, null, "auto"));
  }

  toggleChannel(position: number): void {
    this.onLoad((load) => {
      const channel = load.channels[position];
      if (channel !== undefined) {
        const { key } = channel.ref;
        const { visible } = this.contrast.settings(load, channel);
        const isShown = isShownIn(this.solo, key, visible);
        this.solo = null;
        this.contrast.change(load, key, { visible: !isShown });
      }
    });
  }

  /** Shows one channel after the other alone, then all again. */
  cycleSolo(): void {
    this.onLoad(({ channels }) => {
      const at = channels.findIndex(({ ref }) => ref.key === this.solo);
      this.solo = channels[at + 1]?.ref.key ?? null;
    }, false);
  }

  stepSlab(step: -1 | 1): void {
    const { slab, slabThickness } = this.current;
    if (slab === "none") {
      this.change(step > 0 ? { slab: "max" } : {}, true);
    } else if (step < 0 && slabThickness <= 3) {
      this.change({ slab: "none" }, true);
    } else {
      const slabs = Math.min(SLAB_THICKNESS.max, slabThickness + 2 * step);
      this.change({ slabThickness: slabs }, true);
    }
  }

  onChannel(key: string, change: Partial<ChannelSettings>, isSettled: boolean): void {
    this.onLoad((load) => {
      if (change.visible !== undefined) {
        this.solo = null;
      }
      this.contrast.change(load, key, change);
    }, isSettled);
  }

  onSelect(key: string): void {
    if (this.selected !== key) {
      this.selected = key;
      this.context.refresh();
    }
  }

  /** Contrast of the selected channel by a drag on the picture: pixels to the right and down since it began. */
  dragContrast(dx: number, dy: number, phase: DragPhase): void {
    const change = this.drag.move(this.sources, { dx, dy, phase });
    if (change !== null) {
      this.onChannel(change.key, { limits: change.limits }, phase === "end");
    }
  }

  onSavePreset(name: string): void {
    this.onLoad((load) => {
      const of = (channel: ChannelLoad) => this.contrast.settings(load, channel);
      const channels = load.channels.map((channel) => [channel.ref.key, of(channel)] as const);
      this.display.set({ presets: withPreset(this.current.presets, name, channels) });
    });
  }

  onDeletePreset(name: string): void {
    this.change({ presets: withoutPreset(this.current.presets, name) }, true);
  }

  onApplyPreset(name: string): void {
    this.onLoad((load) => {
      for (const [key, settings] of presetOf(this.current.presets, name, load.channelKeys)) {
        this.contrast.put(load, key, settings);
      }
      this.contrast.settle(load);
    });
  }

  onReset(key: string): void {
    this.onLoad((load) => {
      this.contrast.reset(load, key);
      this.contrast.settle(load);
    });
  }

  onRule(key: string, rule: RangeRule): void {
    this.onLoad((load) => this.contrast.applyRule(load, key, rule));
  }

  onSolo(key: string): void {
    this.solo = this.solo === key ? null : key;
    this.changed(false);
  }

  onRetry(key: string): void {
    const channel = this.context.load()?.channels.find(({ ref }) => ref.key === key);
    if (channel !== undefined) {
      this.context.retry(channel.ref.index);
    }
  }

  onOption(change: Partial<ViewerSettings>): void {
    this.change(change, true);
  }

  onPreset(colors: readonly string[]): void {
    this.onLoad((load) => {
      for (const { ref } of load.channels) {
        const color = colors[this.display.placeOf(ref.key, load.channelKeys)];
        if (color !== undefined) {
          this.contrast.change(load, ref.key, { color });
        }
      }
    });
  }

  onCampaign(isWanted: boolean): void {
    if (!this.display.hasCampaign) {
      this.context.askCampaign();
      return;
    }
    this.display.useCampaign(isWanted);
    this.resettle();
    this.changed(true);
  }

  campaignPublished(settings: ViewerSettings, isWanted: boolean): void {
    this.display.publish(settings);
    if (isWanted) {
      this.onCampaign(true);
    } else {
      this.resettle();
      this.changed(false);
    }
  }

  /** Switches to the campaign's display as published, and from there back to one's own. */
  campaignKey(): void {
    this.onCampaign(!this.display.isCampaign || this.display.isCampaignChanged);
  }

  private resettle(): void {
    this.contrast.opened();
    const load = this.context.load();
    if (load !== null) {
      this.contrast.settle(load);
    }
  }

  private onLoad(action: (load: BlockLoad) => void, isSettled = true): void {
    const load = this.context.load();
    if (load !== null) {
      action(load);
      this.changed(isSettled);
    }
  }

  private changed(isSettled: boolean): void {
    this.context.render();
    this.context.refresh();
    if (isSettled) {
      this.context.report.changed(this.display.own);
    }
  }
}
