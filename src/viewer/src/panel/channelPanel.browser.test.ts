import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../viewer.css";
import { ChannelPanelRig, channel, flat, model } from "../testing/channelPanelRig.ts";

let rig: ChannelPanelRig;

beforeEach(() => {
  rig = new ChannelPanelRig();
});

afterEach(() => rig.dispose());

const low = () => page.getByTestId("channel-min").first();

/** The values, 0 to 255, at which bright lines stand in the whole height. */
function limitLines(small: HTMLElement): number[] {
  const canvas = small.querySelector("canvas") as HTMLCanvasElement;
  const { width, height } = canvas;
  const top = canvas.getContext("2d")?.getImageData(0, Math.floor(height / 4), width, 1).data ?? [];
  const lines = Array.from({ length: width }, (_, x) => x).filter(
    (x) => (top[4 * x] ?? 0) > 120 && (top[4 * x + 2] ?? 0) > 120,
  );
  return lines.map((x) => 64 * Math.round(((x + 0.5) / width) * (255 / 64)));
}

describe("channel", () => {
  it("Badge_WithAGamma_NamesIt", async () => {
    const settings = { color: "#00ff00", visible: true, limits: [0, 255], gamma: 0.5 } as const;
    rig.show(model([channel("488", { settings })]));
    await expect.element(page.getByTestId("channel-badge")).toHaveTextContent("γ 0.50");
  });

  it("Limits_ThatDoNotFit_AreSaidInTheGroupAndInItsRow", async () => {
    const warning = { badge: "98 % saturated", text: "98 % lie above" };
    rig.show(model([channel("488", { warning, notice: "First of 3" })]));
    await expect.element(page.getByText("98 % lie above")).toBeVisible();
    await expect.element(page.getByText("First of 3")).toBeVisible();
    await expect.element(page.getByTestId("channel-badge")).toHaveTextContent("98 % saturated");
    await userEvent.click(page.getByTestId("channel-auto"));
    expect(rig.others).toEqual(["auto 488"]);
    rig.show(model([channel("488")]));
    await expect.element(page.getByTestId("channel-badge")).toHaveTextContent("");
  });

  it("LimitsSource_IsSaidInEachGroupAndForAll", async () => {
    const limitsSource = "fixed since block_0007";
    rig.show({ ...model([channel("488", { limitsSource })]), limitsSource: "differs by channel" });
    await expect.element(page.getByTestId("channel-limits")).toHaveTextContent(limitsSource);
    await expect.element(page.getByTestId("limits-source")).toHaveTextContent("differs by channel");
  });

  it("Colour_SharedWithAnotherChannel_IsSaid", async () => {
    rig.show(
      model([channel("488", { sameColor: ["561"] }), channel("561", { sameColor: ["488"] })]),
    );
    await expect.element(page.getByText("Same colour as 561")).toBeVisible();
  });

  it("Colour_SharedWithAnotherChannel_IsSaidInFullWhateverElseIsSaidAndHoweverManyChannels", () => {
    const warning = { badge: "40 % saturated", text: "40 % of the voxels here lie above" };
    const long = "a_channel_name_of_a_microscope_that_nobody_ever_shortened_638";
    const names = ["405", "445", "488", "514", "561", "594", "730"];
    const limitsSource = "fixed since block_0007";
    rig.show(
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
      const [line, box] = [note.getBoundingClientRect(), rig.host.getBoundingClientRect()];
      expect(line.height).toBeGreaterThan(10);
      expect(line.right).toBeLessThanOrEqual(box.right);
    }
    expect(page.getByTestId("same-color").elements()[2]?.checkVisibility()).toBe(false);
  });

  it("Row_OfAClosedChannel_HasASmallHistogramWithItsLimits", async () => {
    const settings = { color: "#00ff00", visible: true, limits: [64, 128], gamma: 1 } as const;
    rig.show(model([channel("1", { settings }), ...["2", "3", "4", "5"].map((n) => channel(n))]));
    const small = () => rig.host.querySelector(".pv-small-histogram") as HTMLElement;
    await userEvent.hover(page.getByTestId("channel").nth(4));
    await expect.poll(() => small().checkVisibility()).toBe(true);
    await expect.poll(() => limitLines(small())).toEqual([64, 128]);
    expect(small().clientWidth).toBeGreaterThan(80);
    const solo = page.getByTestId("channel-solo").first();
    expect(getComputedStyle(solo.element()).opacity).toBe("0");
    await userEvent.click(solo);
    expect(rig.others).toEqual(["solo 1"]);
    (solo.element() as HTMLElement).focus();
    expect(getComputedStyle(solo.element()).opacity).toBe("1");
    expect(small().checkVisibility()).toBe(false);
    rig.show(model(["1", "2", "3", "4", "5"].map((n) => channel(n, { statistics: flat }))));
    (document.activeElement as HTMLElement).blur();
    await expect.poll(() => small().checkVisibility()).toBe(false);
    expect(getComputedStyle(page.getByTestId("channel-auto").nth(2).element()).opacity).toBe("1");
  });

  it("Tick_ShowsWhatIsInThePicture", async () => {
    rig.show(model([channel("488", { isSolo: true }), channel("561", { isShown: false })]));
    await expect.element(page.getByTestId("channel-visible").first()).toBeChecked();
    await expect.element(page.getByTestId("channel-visible").nth(1)).not.toBeChecked();
  });

  it("Presets_OfABlock_HaveAColourForEachOfItsChannels", () => {
    const offered = () =>
      [...page.getByTestId("channel-presets").element().querySelectorAll("option")].length - 1;
    rig.show(model([channel("1"), channel("2")]));
    const forTwo = offered();
    rig.show(model([channel("1"), channel("2"), channel("3")]));
    expect(offered()).toBeLessThan(forTwo);
    expect(page.getByText("Blue / Orange").elements()).toEqual([]);
    rig.show(model(Array.from({ length: 40 }, (_, n) => channel(`${n}`))));
    expect(page.getByTestId("channel-presets").element()).not.toBeVisible();
  });

  it("Menu_NamesEachRangeByItsRule", async () => {
    rig.show(model([channel("488")]));
    await userEvent.click(page.getByTestId("channel-menu"));
    await userEvent.click(page.getByText("Data range: lowest to highest value"));
    await userEvent.click(page.getByTestId("channel-auto"));
    expect(rig.others).toEqual(["data 488", "auto 488"]);
    expect(document.querySelector("[role=menu]")).toBeNull();
  });

  it("Auto_CopiedAndPasted_StaysAuto", async () => {
    rig.show(model([channel("488", { isAuto: true }), channel("561")]));
    await userEvent.click(page.getByTestId("channel-menu").first());
    await userEvent.click(page.getByTestId("channel-copy"));
    await userEvent.click(page.getByTestId("channel-menu").nth(1));
    await userEvent.click(page.getByTestId("channel-paste"));
    expect(rig.changes.at(-1)?.[1].limits).toBeNull();
  });

  it("Scales_Opacity_AndColours_ComeFromThePalette", async () => {
    rig.show(model([channel("488")]));
    await userEvent.click(page.getByTestId("channel-color"));
    await userEvent.click(page.getByRole("button", { name: "Inferno for 488" }));
    await userEvent.click(page.getByTestId("channel-color"));
    await userEvent.click(page.getByRole("button", { name: "Inverted grey for 488" }));
    await userEvent.click(page.getByTestId("channel-color"));
    await userEvent.fill(page.getByTestId("channel-opacity"), "0.5");
    expect(rig.changes.map(([, change]) => change)).toEqual([
      { color: "#f1711f", lut: "inferno", inverted: false },
      { color: "#ffffff", lut: null, inverted: true },
      { opacity: 0.5 },
      { opacity: 0.5 },
    ]);
  });

  it("OwnPresets_AreSavedChosenAndDeletedByName", async () => {
    rig.show({ ...model([channel("488")]), ownPresets: ["nuclei"] });
    await userEvent.click(page.getByTestId("channel-options"));
    await userEvent.click(page.getByTestId("preset-save"));
    await expect.element(page.getByText("A preset needs a name")).toBeVisible();
    await userEvent.fill(page.getByTestId("preset-name"), " dim ");
    await userEvent.click(page.getByTestId("preset-save"));
    await userEvent.selectOptions(page.getByTestId("own-presets"), "nuclei");
    await userEvent.click(page.getByTestId("preset-delete"));
    expect(rig.others).toEqual(["save dim", "apply nuclei", "delete nuclei"]);
  });

  it("Settings_CopiedAndPasted_GoFromChannelToChannel", async () => {
    const settings = { color: "#ff0000", visible: false, limits: [3, 9], gamma: 0.5 } as const;
    rig.show(model([channel("488", { settings }), channel("561")]));
    await userEvent.click(page.getByTestId("channel-menu").first());
    await userEvent.click(page.getByTestId("channel-copy"));
    await userEvent.click(page.getByTestId("channel-menu").nth(1));
    await userEvent.click(page.getByTestId("channel-paste"));
    expect(rig.changes).toEqual([
      ["561", { color: "#ff0000", limits: [3, 9], gamma: 0.5, lut: null, opacity: 1 }, true],
    ]);
  });

  it("Failure_ShowsItsReasonAndRetry", async () => {
    rig.show(model([channel("488", { failure: "488.tif: ends early", statistics: null })]));
    await expect.element(page.getByText("488.tif: ends early")).toBeVisible();
    await expect.element(low()).not.toBeVisible();
    await userEvent.click(page.getByTestId("channel-retry"));
    expect(rig.others).toEqual(["retry 488"]);
    const [failed] = rig.current.channels;
    rig.show(model([{ ...channel("488", { statistics: null }), ...failed, canRetry: false }]));
    await expect.element(page.getByTestId("channel-retry")).not.toBeVisible();
  });

  it("Groups_AboveFourChannels_StartAsOneRow", async () => {
    rig.show(model(["1", "2", "3", "4", "5"].map((name) => channel(name))));
    await expect.element(low()).not.toBeVisible();
    await userEvent.click(page.getByLabelText("Settings of 1"));
    await expect.element(low()).toBeVisible();
  });

  it("Groups_OfTheNextBlock_StayAsTheyWere", () => {
    rig.show(model([channel("488"), channel("561")]));
    const group = rig.host.querySelector("[data-channel='488']");
    rig.show(model([channel("488"), channel("561", { statistics: flat })]));
    expect(rig.host.querySelector("[data-channel='488']")).toBe(group);
    rig.show(model([channel("488"), channel("638")]));
    expect(rig.host.querySelector("[data-channel='488']")).toBe(group);
    expect(rig.host.querySelectorAll("[data-testid=channel]").length).toBe(2);
  });
});

describe("point", () => {
  it("Place_OfAPoint_IsShownWithALinkWhereThereIsOne", async () => {
    rig.show(model([channel("488")]));
    await expect.element(page.getByTestId("block-place")).not.toBeVisible();
    rig.show({ ...model([channel("488")]), place: { text: "z 2, y 3, x 4", hasLink: false } });
    await expect.element(page.getByTestId("block-place")).toHaveTextContent("Point z 2, y 3, x 4");
    await expect.element(page.getByTestId("copy-neuroglancer")).not.toBeVisible();
    rig.show({ ...model([channel("488")]), place: { text: "z 2, y 3, x 4", hasLink: true } });
    await userEvent.click(page.getByTestId("copy-neuroglancer"));
    expect(rig.others).toEqual(["neuroglancer"]);
  });
});

describe("markup", () => {
  it("EveryControl_HasAName", () => {
    rig.show(model([channel("488"), channel("561")]));
    const nameless = [...rig.host.querySelectorAll("input, button, select, [role=slider]")].filter(
      (control) =>
        (control.ariaLabel ?? "") === "" &&
        control.textContent === "" &&
        (control as HTMLInputElement).labels?.[0]?.textContent === undefined,
    );
    expect(nameless).toEqual([]);
  });
});
