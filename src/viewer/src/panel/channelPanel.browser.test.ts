import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../viewer.css";
import { IntensityCounts } from "../display/histogram.ts";
import type { ChannelSettings } from "../display/settings.ts";
import { VolumeStatistics } from "../display/volumeStatistics.ts";
import { ChannelPanel } from "./channelPanel.ts";
import type { ChannelView, PanelEvents, PanelModel } from "./panelModel.ts";

/** 0..255, each value once. */
const ramp = new VolumeStatistics(
  IntensityCounts.of({ type: "uint16", data: Uint16Array.from({ length: 256 }, (_, n) => n) }),
);
const flat = new VolumeStatistics(
  IntensityCounts.of({ type: "uint16", data: new Uint16Array(64).fill(7) }),
);

function channel(name: string, given: Partial<ChannelView> = {}): ChannelView {
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

function model(channels: readonly ChannelView[]): PanelModel {
  return {
    channels,
    usualCount: channels.length,
    missing: "",
    selected: channels[0]?.key ?? null,
    limitsSource: "",
    facts: "",
    allFacts: "",
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

type Change = [key: string, change: Partial<ChannelSettings>, isSettled: boolean];

let host: HTMLElement;
let panel: ChannelPanel;
let changes: Change[];
let others: string[];
let selects: string[];
let current: PanelModel;

/** As the viewer does: what is changed comes back as what is in force. */
function inForce([key, change]: Change): void {
  const channels = current.channels.map((view) =>
    view.key === key ? { ...view, settings: { ...view.settings, ...change } } : view,
  );
  show({ ...current, channels });
}

function show(next: PanelModel): void {
  current = next;
  panel.update(next);
}

beforeEach(() => {
  host = document.createElement("div");
  host.style.cssText = "width:280px;background:#1b1d21";
  document.body.append(host);
  [changes, others, selects] = [[], [], []];
  const events: PanelEvents = {
    onChannel: (...change) => {
      changes.push(change);
      inForce(change);
    },
    onRule: (key, rule) => others.push(`${rule} ${key}`),
    onSolo: (key) => others.push(`solo ${key}`),
    onSelect: (key) => selects.push(key),
    onReset: (key) => others.push(`reset ${key}`),
    onRetry: (key) => others.push(`retry ${key}`),
    onOption: (change) => others.push(JSON.stringify(change)),
    onPreset: (colors) => others.push(colors.join()),
    onSavePreset: (name) => others.push(`save ${name}`),
    onApplyPreset: (name) => others.push(`apply ${name}`),
    onDeletePreset: (name) => others.push(`delete ${name}`),
    onCampaign: (isWanted) => others.push(`campaign ${isWanted}`),
  };
  panel = new ChannelPanel(host, events);
});

afterEach(() => {
  panel.dispose();
  host.remove();
});

const low = () => page.getByTestId("channel-min").first();
const high = () => page.getByTestId("channel-max").first();
const graph = () => page.getByTestId("channel-histogram").first();

describe("range", () => {
  it("Handle_Dragged_ChangesTheLimitOnTheWayAndSettlesAtTheEnd", async () => {
    show(model([channel("488")]));
    const { width } = graph().element().getBoundingClientRect();
    await userEvent.dragAndDrop(graph(), graph(), {
      sourcePosition: { x: 1, y: 20 },
      targetPosition: { x: width / 2, y: 20 },
    });
    const moves = changes.filter(([, , isSettled]) => !isSettled);
    expect(moves.length).toBeGreaterThan(0);
    const [key, change, isSettled] = changes.at(-1) ?? ["", {}, false];
    expect([key, isSettled, change.limits?.[1]]).toEqual(["488", true, 255]);
    expect(change.limits?.[0]).toBeGreaterThan(110);
    expect(change.limits?.[0]).toBeLessThan(140);
    expect(low().element()).toHaveProperty("value", String(change.limits?.[0]));
  });

  it("MiddleOfTheCurve_Dragged_ChangesGamma", async () => {
    show(model([channel("488")]));
    const handle = page.getByTestId("channel-gamma-handle");
    await expect.poll(() => (handle.element() as HTMLElement).style.top).toBe("50%");
    const { width, height } = graph().element().getBoundingClientRect();
    await userEvent.dragAndDrop(handle, graph(), {
      targetPosition: { x: width / 2, y: height / 4 },
    });
    const [key, change, isSettled] = changes.at(-1) ?? ["", {}, false];
    expect([key, isSettled]).toEqual(["488", true]);
    expect(change.gamma).toBeGreaterThan(0.35);
    expect(change.gamma).toBeLessThan(0.5);
    expect(change.limits).toBeUndefined();
  });

  it("Wheel_NarrowsAboutThePointer_AndSettlesAfterAPause", async () => {
    const settings = { color: "#00ff00", visible: true, limits: [55, 255], gamma: 1 } as const;
    show(model([channel("488", { settings })]));
    const box = graph().element().getBoundingClientRect();
    const at = {
      clientX: box.left + (155 / 255) * box.width,
      clientY: box.top + 9,
      cancelable: true,
    };
    const narrower = new WheelEvent("wheel", { ...at, deltaY: -200, bubbles: true });
    graph().element().dispatchEvent(narrower);
    expect(narrower.defaultPrevented).toBe(true);
    const [key, change, isSettled] = changes.at(-1) ?? ["", {}, true];
    const [from, to] = change.limits ?? [0, 0];
    expect([key, isSettled]).toEqual(["488", false]);
    // 100 below and above, times 1.0015 ^ -200.
    expect(Math.abs(155 - 74.1 - from)).toBeLessThanOrEqual(1);
    expect(Math.abs(155 + 74.1 - to)).toBeLessThanOrEqual(1);
    await expect.poll(() => changes.at(-1)?.[2]).toBe(true);
    expect(changes.at(-1)?.[1].limits).toEqual(change.limits);
  });

  it("Press_InAChannel_SelectsIt_AndTheSelectedOneIsMarked", async () => {
    show(model([channel("488"), channel("561")]));
    const marked = () =>
      page
        .getByTestId("channel")
        .elements()
        .map((group) => group.getAttribute("aria-current"));
    expect(marked()).toEqual(["true", "false"]);
    await userEvent.click(page.getByTestId("channel-histogram").nth(1));
    expect(selects.at(-1)).toBe("561");
    show({ ...current, selected: "561" });
    expect(marked()).toEqual(["false", "true"]);
  });

  it("RangeBetween_Dragged_MovesBothLimits", async () => {
    const settings = { color: "#00ff00", visible: true, limits: [50, 100], gamma: 1 } as const;
    show(model([channel("488", { settings })]));
    const { width } = graph().element().getBoundingClientRect();
    await userEvent.dragAndDrop(graph(), graph(), {
      sourcePosition: { x: (75 / 255) * width, y: 20 },
      targetPosition: { x: (125 / 255) * width, y: 20 },
    });
    const limits = changes.at(-1)?.[1].limits ?? [0, 0];
    expect(limits[1] - limits[0]).toBe(50);
    expect(limits[0]).toBeGreaterThan(90);
  });

  it("Handle_ReachedByTab_MovesWithArrows", async () => {
    show(model([channel("488")]));
    const handle = page.getByTestId("channel-handle-high").element() as HTMLElement;
    handle.focus();
    await userEvent.keyboard("{ArrowLeft}");
    expect(changes.at(-1)?.[1].limits).toEqual([0, 252]);
  });

  it("Value_TypedWithEnter_IsTaken", async () => {
    show(model([channel("488")]));
    await userEvent.click(high());
    await userEvent.keyboard("{Control>}a{/Control}100{Enter}");
    expect(changes).toEqual([["488", { limits: [0, 100] }, true]]);
  });

  it.each(["abc", "-5"])("Value_%s_IsRefusedVisibly", async (text) => {
    show(model([channel("488")]));
    await userEvent.fill(high(), text);
    await userEvent.tab();
    expect(changes).toEqual([]);
    await expect.element(high()).toHaveAttribute("aria-invalid", "true");
    expect(host.querySelector(".pv-refusal")?.textContent).not.toBe("");
  });

  it("Value_TypedThenEscape_IsAsBefore", async () => {
    show(model([channel("488")]));
    await userEvent.fill(high(), "12");
    await userEvent.keyboard("{Escape}");
    expect(high().element()).toHaveProperty("value", "255");
    expect(changes).toEqual([]);
  });

  it("Typing_WhileThePanelRefreshes_IsNotOverwritten", async () => {
    show(model([channel("488")]));
    await userEvent.click(high());
    await userEvent.keyboard("{Control>}a{/Control}10");
    show(model([channel("488")]));
    expect(high().element()).toHaveProperty("value", "10");
  });

  it("FlatChannel_SaysSoInsteadOfARange", async () => {
    show(model([channel("488", { statistics: flat })]));
    await expect.element(page.getByText("Flat: every voxel is 7")).toBeVisible();
  });
});

describe("channel", () => {
  it("Badge_WithAGamma_NamesIt", async () => {
    const settings = { color: "#00ff00", visible: true, limits: [0, 255], gamma: 0.5 } as const;
    show(model([channel("488", { settings })]));
    await expect.element(page.getByTestId("channel-badge")).toHaveTextContent("γ 0.50");
  });

  it("Limits_ThatDoNotFit_AreSaidInTheGroupAndInItsRow", async () => {
    const warning = { badge: "98 % saturated", text: "98 % lie above" };
    show(model([channel("488", { warning, notice: "First of 3" })]));
    await expect.element(page.getByText("98 % lie above")).toBeVisible();
    await expect.element(page.getByText("First of 3")).toBeVisible();
    await expect.element(page.getByTestId("channel-badge")).toHaveTextContent("98 % saturated");
    await userEvent.click(page.getByTestId("channel-auto"));
    expect(others).toEqual(["auto 488"]);
    show(model([channel("488")]));
    await expect.element(page.getByTestId("channel-badge")).toHaveTextContent("");
  });

  it("LimitsSource_IsSaidInEachGroupAndForAll", async () => {
    const limitsSource = "fixed since block_0007";
    show({ ...model([channel("488", { limitsSource })]), limitsSource: "differs by channel" });
    await expect.element(page.getByTestId("channel-limits")).toHaveTextContent(limitsSource);
    await expect.element(page.getByTestId("limits-source")).toHaveTextContent("differs by channel");
  });

  it("Colour_SharedWithAnotherChannel_IsSaid", async () => {
    show(model([channel("488", { sameColor: ["561"] }), channel("561", { sameColor: ["488"] })]));
    await expect.element(page.getByText("Same colour as 561")).toBeVisible();
  });

  it("Colour_SharedWithAnotherChannel_IsSaidInFullWhateverElseIsSaidAndHoweverManyChannels", () => {
    const warning = { badge: "40 % saturated", text: "40 % of the voxels here lie above" };
    const long = "a_channel_name_of_a_microscope_that_nobody_ever_shortened_638";
    const names = ["405", "445", "488", "514", "561", "594", "730"];
    const limitsSource = "fixed since block_0007";
    show(
      model([
        channel("other", { sameColor: [long, "405"], warning, limitsSource }),
        channel(long, { sameColor: ["other"] }),
        ...names.map((name) => channel(name)),
      ]),
    );
    for (const group of page.getByTestId("channel").elements().slice(0, 2)) {
      const note = group.querySelector("[data-testid=same-color]") as HTMLElement;
      expect(note.textContent).toMatch(/^Same colour as /);
      expect(note.checkVisibility()).toBe(true);
      expect(note.scrollWidth).toBeLessThanOrEqual(note.clientWidth);
      const [line, box] = [note.getBoundingClientRect(), host.getBoundingClientRect()];
      expect(line.height).toBeGreaterThan(10);
      expect(line.right).toBeLessThanOrEqual(box.right);
    }
    expect(page.getByTestId("same-color").elements()[2]?.checkVisibility()).toBe(false);
  });

  it("Tick_ShowsWhatIsInThePicture", async () => {
    show(model([channel("488", { isSolo: true }), channel("561", { isShown: false })]));
    await expect.element(page.getByTestId("channel-visible").first()).toBeChecked();
    await expect.element(page.getByTestId("channel-visible").nth(1)).not.toBeChecked();
  });

  it("Presets_OfABlock_HaveAColourForEachOfItsChannels", () => {
    const offered = () =>
      [...page.getByTestId("channel-presets").element().querySelectorAll("option")].length - 1;
    show(model([channel("1"), channel("2")]));
    const forTwo = offered();
    show(model([channel("1"), channel("2"), channel("3")]));
    expect(offered()).toBeLessThan(forTwo);
    expect(page.getByText("Blue / Orange").elements()).toEqual([]);
    show(model(Array.from({ length: 40 }, (_, n) => channel(`${n}`))));
    expect(page.getByTestId("channel-presets").element()).not.toBeVisible();
  });

  it("Menu_NamesEachRangeByItsRule", async () => {
    show(model([channel("488")]));
    await userEvent.click(page.getByTestId("channel-menu"));
    await userEvent.click(page.getByText("Data range: lowest to highest value"));
    await userEvent.click(page.getByTestId("channel-auto"));
    expect(others).toEqual(["data 488", "auto 488"]);
    expect(document.querySelector("[role=menu]")).toBeNull();
  });

  it("Auto_CopiedAndPasted_StaysAuto", async () => {
    show(model([channel("488", { isAuto: true }), channel("561")]));
    await userEvent.click(page.getByTestId("channel-menu").first());
    await userEvent.click(page.getByTestId("channel-copy"));
    await userEvent.click(page.getByTestId("channel-menu").nth(1));
    await userEvent.click(page.getByTestId("channel-paste"));
    expect(changes.at(-1)?.[1].limits).toBeNull();
  });

  it("Scales_Opacity_AndColours_ComeFromThePalette", async () => {
    show(model([channel("488")]));
    await userEvent.click(page.getByTestId("channel-color"));
    await userEvent.click(page.getByRole("button", { name: "Inferno for 488" }));
    await userEvent.click(page.getByTestId("channel-color"));
    await userEvent.click(page.getByRole("button", { name: "Inverted grey for 488" }));
    await userEvent.click(page.getByTestId("channel-color"));
    await userEvent.fill(page.getByTestId("channel-opacity"), "0.5");
    expect(changes.map(([, change]) => change)).toEqual([
      { color: "#f1711f", lut: "inferno", inverted: false },
      { color: "#ffffff", lut: null, inverted: true },
      { opacity: 0.5 },
      { opacity: 0.5 },
    ]);
  });

  it("OwnPresets_AreSavedChosenAndDeletedByName", async () => {
    show({ ...model([channel("488")]), ownPresets: ["nuclei"] });
    await userEvent.click(page.getByTestId("channel-options"));
    await userEvent.click(page.getByTestId("preset-save"));
    await expect.element(page.getByText("A preset needs a name")).toBeVisible();
    await userEvent.fill(page.getByTestId("preset-name"), " dim ");
    await userEvent.click(page.getByTestId("preset-save"));
    await userEvent.selectOptions(page.getByTestId("own-presets"), "nuclei");
    await userEvent.click(page.getByTestId("preset-delete"));
    expect(others).toEqual(["save dim", "apply nuclei", "delete nuclei"]);
  });

  it("Settings_CopiedAndPasted_GoFromChannelToChannel", async () => {
    const settings = { color: "#ff0000", visible: false, limits: [3, 9], gamma: 0.5 } as const;
    show(model([channel("488", { settings }), channel("561")]));
    await userEvent.click(page.getByTestId("channel-menu").first());
    await userEvent.click(page.getByTestId("channel-copy"));
    await userEvent.click(page.getByTestId("channel-menu").nth(1));
    await userEvent.click(page.getByTestId("channel-paste"));
    expect(changes).toEqual([
      ["561", { color: "#ff0000", limits: [3, 9], gamma: 0.5, lut: null, opacity: 1 }, true],
    ]);
  });

  it("Failure_ShowsItsReasonAndRetry", async () => {
    show(model([channel("488", { failure: "488.tif: ends early", statistics: null })]));
    await expect.element(page.getByText("488.tif: ends early")).toBeVisible();
    await expect.element(low()).not.toBeVisible();
    await userEvent.click(page.getByTestId("channel-retry"));
    expect(others).toEqual(["retry 488"]);
    const [failed] = current.channels;
    show(model([{ ...channel("488", { statistics: null }), ...failed, canRetry: false }]));
    await expect.element(page.getByTestId("channel-retry")).not.toBeVisible();
  });

  it("Groups_AboveFourChannels_StartAsOneRow", async () => {
    show(model(["1", "2", "3", "4", "5"].map((name) => channel(name))));
    await expect.element(low()).not.toBeVisible();
    await userEvent.click(page.getByLabelText("Settings of 1"));
    await expect.element(low()).toBeVisible();
  });

  it("Groups_OfTheNextBlock_StayAsTheyWere", () => {
    show(model([channel("488"), channel("561")]));
    const group = host.querySelector("[data-channel='488']");
    show(model([channel("488"), channel("561", { statistics: flat })]));
    expect(host.querySelector("[data-channel='488']")).toBe(group);
    show(model([channel("488"), channel("638")]));
    expect(host.querySelector("[data-channel='488']")).toBe(group);
    expect(host.querySelectorAll("[data-testid=channel]").length).toBe(2);
  });
});

describe("markup", () => {
  it("EveryControl_HasAName", () => {
    show(model([channel("488"), channel("561")]));
    const nameless = [...host.querySelectorAll("input, button, select, [role=slider]")].filter(
      (control) =>
        (control.ariaLabel ?? "") === "" &&
        control.textContent === "" &&
        (control as HTMLInputElement).labels?.[0]?.textContent === undefined,
    );
    expect(nameless).toEqual([]);
  });
});
