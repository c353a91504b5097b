import { presetsFor } from "../display/colors.ts";
import { button, checkbox, element, iconButton, select, setText, toggle } from "../page/dom.ts";
import { icon } from "../page/icon.ts";
import { Popover } from "../page/popover.ts";
import { BlockFacts } from "./blockFacts.ts";
import { ChannelGroup, type Clipboard } from "./channelGroup.ts";
import type { PanelEvents, PanelModel } from "./panelModel.ts";
import { PercentileFields } from "./percentileFields.ts";
import { PointPlace } from "./pointPlace.ts";
import { PresetFields } from "./presetFields.ts";

/** Above this many channels the groups start as one row each. */
const OPEN_GROUPS = 4;

type Option = "linkChannels" | "autoEveryBlock" | "logCounts" | "channelStrip";

const OPTIONS: readonly (readonly [
  option: Exclude<Option, "linkChannels">,
  text: string,
  title: string,
])[] = [
  [
    "autoEveryBlock",
    "Auto for every block",
    "Limits that are set last for their block; the next one opens with Auto",
  ],
  ["logCounts", "Logarithmic histogram", "Histogram counts on a logarithmic axis"],
  ["channelStrip", "Split view", "Each channel alone in grey beside the merge"],
];

/** The channels of the current block, a group each. */
export class ChannelPanel {
  private readonly root: HTMLElement;
  private readonly list = element("div", { class: "pv-channels" });
  private readonly missing = element("p", { class: "pv-notice", testId: "missing-channels" });
  private readonly empty = element("p", { class: "pv-dim", text: "No channels" });
  private readonly count = element("span", { class: "pv-panel-count" });
  private readonly facts = new BlockFacts();
  private readonly place: PointPlace;
  /** Whose contrast limits the picture is shown with. The header takes it. */
  readonly limitsSource = element("span", { class: "pv-contrast" });
  private readonly source = element("span", { testId: "limits-source" });
  private readonly presets: HTMLSelectElement;
  private readonly presetsPlace: HTMLElement;
  private presetsFor = -1;
  private readonly options = new Map<Option, HTMLInputElement>();
  private readonly percentiles: PercentileFields;
  private readonly ownPresets: PresetFields;
  private readonly campaign: HTMLElement;
  private readonly campaignButtons: Readonly<Record<"mine" | "published", HTMLButtonElement>>;
  private readonly groups = new Map<string, ChannelGroup>();
  private readonly clipboard: Clipboard = { settings: null };
  private readonly opened = new Map<string, boolean>();

  constructor(
    host: HTMLElement,
    private readonly events: PanelEvents,
    onNeuroglancer: () => void,
  ) {
    this.place = new PointPlace(onNeuroglancer);
    this.campaignButtons = {
      mine: button("My settings", () => events.onCampaign(false), { testId: "settings-mine" }),
      published: button("Campaign settings", () => events.onCampaign(true), {
        testId: "settings-campaign",
        title: "The display published for this campaign (C)",
        attributes: { "data-key-of": "campaign" },
      }),
    };
    this.campaign = element(
      "div",
      { class: "pv-segments", attributes: { role: "group", "aria-label": "Whose display" } },
      [this.campaignButtons.mine, this.campaignButtons.published],
    );
    this.presets = select<string>([], (name) => this.pickPreset(name), {
      attributes: { "aria-label": "Colours of all channels" },
      testId: "channel-presets",
    });
    this.presetsPlace = element("span", { class: "pv-toggle", title: "Colours of all channels" }, [
      icon("palette"),
      this.presets,
    ]);
    const name = element("span", { class: "pv-contrast-name", text: "Contrast: " });
    const words = element("span", { class: "tool-word" }, [name, this.source]);
    this.limitsSource.append(icon("contrast"), words);
    this.percentiles = new PercentileFields((autoPercentiles) =>
      events.onOption({ autoPercentiles }),
    );
    this.ownPresets = new PresetFields(events);
    this.root = element("div", { class: "pv-panel" }, [
      this.makeHead(),
      this.campaign,
      this.missing,
      this.list,
      this.empty,
      this.place.element,
      this.facts.element,
    ]);
    host.replaceChildren(this.root);
  }

  update(model: PanelModel): void {
    this.rebuild(model);
    const options = { hasFocus: model.hasFocus, isLog: model.logCounts };
    for (const view of model.channels) {
      const group = this.groups.get(view.key);
      group?.update(view, options);
      group?.setSelected(view.key === model.selected);
    }
    for (const [option, input] of this.options) {
      input.checked = model[option];
    }
    this.percentiles.update(model.autoPercentiles);
    this.ownPresets.update(model.ownPresets);
    this.updateCampaign(model);
    this.offerPresets(model.usualCount);
    const { channels, limitsSource } = model;
    setText(this.source, limitsSource);
    this.limitsSource.title = `Contrast limits: ${limitsSource}`;
    this.limitsSource.hidden = limitsSource === "";
    const shown = channels.filter(({ isShown }) => isShown).length;
    setText(this.count, shown === channels.length ? "" : `${shown} of ${channels.length}`);
    this.facts.update(model);
    this.place.update(model.place);
    setText(this.missing, model.missing);
    this.missing.hidden = model.missing === "";
    this.empty.hidden = model.channels.length > 0;
  }

  dispose(): void {
    for (const group of this.groups.values()) {
      group.dispose();
    }
    this.groups.clear();
    this.root.remove();
  }

  private updateCampaign({ campaign }: PanelModel): void {
    this.campaign.hidden = campaign === null;
    const { mine, published } = this.campaignButtons;
    mine.ariaPressed = String(campaign?.isActive === false);
    published.ariaPressed = String(campaign?.isActive === true);
    setText(published, campaign?.isChanged === true ? "Campaign (changed)" : "Campaign settings");
  }

  private offerPresets(channelCount: number): void {
    if (this.presetsFor === channelCount) {
      return;
    }
    this.presetsFor = channelCount;
    const choices = presetsFor(channelCount).map(({ name }) => [name, name] as const);
    this.presets.replaceChildren(
      ...[["", "Colours…"] as const, ...choices].map(([value, text]) =>
        element("option", { text, attributes: { value } }),
      ),
    );
    this.presets.hidden = channelCount === 0 || choices.length === 0;
    this.presetsPlace.hidden = this.presets.hidden;
  }

  private pickPreset(name: string): void {
    this.presets.value = "";
    const preset = presetsFor(this.presetsFor).find((candidate) => candidate.name === name);
    if (preset !== undefined) {
      this.events.onPreset(preset.colors);
    }
  }

  /** Keeps the groups of channels that stay as they are: opened, focused, half typed in. */
  private rebuild(model: PanelModel): void {
    const wanted = model.channels.map((view) => view.key);
    if (wanted.join("\n") === [...this.groups.keys()].join("\n")) {
      return;
    }
    for (const [key, group] of this.groups) {
      this.opened.set(key, group.isOpen);
      if (!wanted.includes(key)) {
        group.dispose();
      }
    }
    const kept = new Map(this.groups);
    this.groups.clear();
    for (const view of model.channels) {
      const group = kept.get(view.key) ?? new ChannelGroup(view, this.events, this.clipboard);
      if (!kept.has(view.key)) {
        group.setOpen(this.opened.get(view.key) ?? model.channels.length <= OPEN_GROUPS);
      }
      this.groups.set(view.key, group);
      this.list.append(group.root);
    }
  }

  private makeHead(): HTMLElement {
    const boxes = OPTIONS.map(([option, text, title]) => {
      const { row, input } = checkbox(
        text,
        (isChecked) => this.events.onOption({ [option]: isChecked }),
        { title, testId: `option-${option}` },
      );
      this.options.set(option, input);
      return row;
    });
    const link = toggle(
      "Same range for all channels",
      { on: "link" },
      (linkChannels) => this.events.onOption({ linkChannels }),
      {
        testId: "option-linkChannels",
        title: "A range or gamma set for one channel is set for all",
      },
    );
    this.options.set("linkChannels", link.input);
    const more = iconButton("Channel options", "options", () => undefined, {
      testId: "channel-options",
    });
    return element("div", { class: "pv-panel-head" }, [
      element("h2", { text: "Channels" }),
      this.count,
      this.limitsSource,
      this.presetsPlace,
      link.root,
      more,
      new Popover(more, "Channel options", [
        ...boxes,
        this.percentiles.element,
        this.ownPresets.element,
      ]).panel,
    ]);
  }
}
