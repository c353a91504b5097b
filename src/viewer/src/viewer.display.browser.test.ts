import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { defaultSettings } from "./display/displaySettings.ts";
import { canvas, painted, ViewerRig } from "./testing/viewerRig.ts";

let rig: ViewerRig;

beforeEach(() => {
  rig = new ViewerRig();
});

afterEach(() => rig.dispose());

describe("navigation and display", () => {
  it("Display_Changed_IsDrawn", async () => {
    await rig.create();
    await rig.opened();
    await expect.element(page.getByTestId("splitter-x")).not.toBeVisible();
    await userEvent.keyboard("v");
    await expect.element(page.getByTestId("splitter-x")).toBeVisible();
  });

  it("Down_ToABlockThatIsThere_LeavesNoMomentWithoutABlock", async () => {
    await rig.create();
    await rig.opened();
    await userEvent.keyboard("{ArrowDown}");
    await painted("block_0006");
    await userEvent.keyboard("{ArrowUp}");
    await painted("block_0005");
    const seen: string[] = [];
    const watch = new MutationObserver((changes) => {
      for (const { target } of changes) {
        seen.push((target as HTMLElement).dataset.blockId ?? "");
      }
    });
    watch.observe(canvas().element(), {
      attributes: true,
      attributeFilter: ["data-block-id"],
      attributeOldValue: true,
    });
    await userEvent.keyboard("{ArrowDown}");
    await painted("block_0006");
    expect(new Set(seen)).toEqual(new Set(["block_0006"]));
    watch.disconnect();
  });

  it("Down_ToAPrefetchedBlock_KeepsPictureAndTellsTheProgram", async () => {
    await rig.create();
    await rig.opened();
    await userEvent.keyboard("{ArrowDown}");
    await painted("block_0006");
    expect(rig.program.of("onNavigated").at(-1)).toEqual([1, "here", "block_0006"]);
  });

  it("LeftRightAndSlider_StepSlices", async () => {
    await rig.create();
    await rig.opened();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}{ArrowLeft}");
    await expect.element(canvas()).toHaveAttribute("data-slice", "5");
    await expect.element(page.getByTestId("slice-number")).toHaveValue(5);
    await userEvent.fill(page.getByTestId("z-slider"), "7");
    await expect.element(canvas()).toHaveAttribute("data-slice", "7");
    await userEvent.keyboard("{ArrowRight}");
    await expect.element(canvas()).toHaveAttribute("data-slice", "7");
  });

  it("AutoPlay_ShowsTheLastSliceAndStartsAgain", async () => {
    await rig.create({ settings: { ...defaultSettings(0.05), openAt: "first" } });
    const slices = new Set<string>();
    await rig.opened();
    const watch = new MutationObserver(() => slices.add(canvas().element().dataset.slice ?? ""));
    watch.observe(canvas().element(), { attributeFilter: ["data-slice"] });
    await userEvent.click(page.getByTestId("autoplay"));
    await expect.element(page.getByTestId("autoplay")).toHaveTextContent("Stop");
    await expect.poll(() => [...slices].sort().join("")).toBe("01234567");
    await userEvent.keyboard(" ");
    await expect.element(page.getByTestId("autoplay")).toHaveTextContent("Start");
    watch.disconnect();
  });

  it("Keys_ForChannelsAndView_ChangeWhatIsInForce", async () => {
    await rig.create();
    await rig.opened();
    await userEvent.keyboard("{Alt>}2{/Alt}");
    await expect.element(page.getByTestId("channel-visible").nth(1)).not.toBeChecked();
    await userEvent.keyboard("s");
    await expect
      .element(page.getByTestId("channel-solo").first())
      .toHaveAttribute("aria-pressed", "true");
    const ticks = () =>
      page
        .getByTestId("channel-visible")
        .elements()
        .map((tick) => (tick as HTMLInputElement).checked);
    expect(ticks()).toEqual([true, false]);
    await userEvent.keyboard("s");
    await expect.poll(ticks).toEqual([false, true]);
    await userEvent.keyboard("s");
    await expect.poll(ticks).toEqual([true, false]);
    await userEvent.click(page.getByTestId("channel-solo").nth(1));
    await expect.poll(ticks).toEqual([false, true]);
    await userEvent.keyboard("{Alt>}1{/Alt}");
    await expect.poll(ticks).toEqual([true, false]);
    await userEvent.keyboard("v");
    await expect.element(page.getByTestId("view-mode")).toHaveAttribute("data-mode", "quad");
    await userEvent.keyboard("]");
    await expect.element(page.getByTestId("slab")).toHaveValue("max");
    await userEvent.keyboard("?");
    expect(rig.program.of("onCommand").at(-1)).toEqual(["help"]);
  });

  it("RightDrag_SetsTheSelectedChannelsLimits_AndOnlyThose", async () => {
    await rig.create();
    await rig.opened();
    const typed = ["3000", "1000"];
    for (const [nth, text] of typed.entries()) {
      const ends = ["channel-max", "channel-min"] as const;
      await userEvent.fill(page.getByTestId(ends[nth] ?? "").nth(1), text);
      await userEvent.keyboard("{Enter}");
      // The panel takes over what is in force with the next frame.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
    const limits = () =>
      ["channel-min", "channel-max"].map((end) =>
        page
          .getByTestId(end)
          .elements()
          .map((input) => (input as HTMLInputElement).value),
      );
    await userEvent.click(page.getByTestId("channel-min").nth(1));
    const [[low], [high]] = limits() as [[string], [string]];
    const drag = (type: string, x: number, y: number) =>
      canvas()
        .element()
        .dispatchEvent(
          new PointerEvent(type, {
            clientX: x,
            clientY: y,
            button: 2,
            bubbles: true,
            pointerId: 1,
          }),
        );
    const box = canvas().element().getBoundingClientRect();
    drag("pointerdown", box.left + 100, box.top + 100);
    drag("pointermove", box.left + 200, box.top + 100);
    drag("pointerup", box.left + 200, box.top + 100);
    // A quarter of the window of 2,000 up.
    await expect.poll(limits).toEqual([
      [low, "1500"],
      [high, "3500"],
    ]);
  });

  it("AutoKey_AfterATypedRange_TakesAutoForAllChannels", async () => {
    await rig.create();
    await rig.opened();
    await userEvent.fill(page.getByTestId("channel-max").first(), "50");
    await userEvent.keyboard("{Enter}a");
    await expect.element(page.getByTestId("channel-max").first()).not.toHaveValue("50");
  });

  it("Settings_NotYetReported_ArePutWhenThePageGoes", async () => {
    await rig.create();
    await rig.opened();
    // In one task: what is settled is reported a moment later by itself.
    const key = new KeyboardEvent("keydown", { key: "v", code: "KeyV", bubbles: true });
    document.body.dispatchEvent(key);
    dispatchEvent(new PageTransitionEvent("pagehide"));
    expect(JSON.parse(rig.program.puts[0] ?? "{}").change.set.viewMode).toBe("quad");
  });

  it("Page_ClosedWithPendingLabels_Asks", async () => {
    await rig.create();
    await rig.opened();
    const ask = () => {
      const event = new Event("beforeunload", { cancelable: true });
      dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(ask()).toBe(false);
    rig.viewer.setPending(2);
    expect(ask()).toBe(true);
    rig.viewer.setPending(0);
    expect(ask()).toBe(false);
  });

  it("ClearPress_OnTheLegend_IsTheKey", async () => {
    await rig.create();
    await rig.opened();
    const clear = document.createElement("button");
    clear.dataset.testid = "clear-label";
    rig.root.append(clear);
    clear.click();
    expect(rig.program.labels).toMatchObject([{ id: "block_0005", label: null }]);
  });

  it("Playing_EndsIn3D_WhereNothingWouldBeSeenOfIt", async () => {
    await rig.create();
    await rig.opened();
    await userEvent.keyboard(" ");
    await expect.element(page.getByTestId("autoplay")).toHaveTextContent("Stop");
    await userEvent.keyboard("vv");
    await expect.element(page.getByTestId("autoplay")).not.toBeVisible();
    await userEvent.keyboard(" ");
    expect(rig.program.of("onNotice").at(-1)?.[0]).toMatch(
      /Slices play in the slice and quad views/,
    );
    await userEvent.keyboard("v");
    await expect.element(page.getByTestId("autoplay")).toHaveTextContent("Start");
  });

  it("CampaignKey_WhereNoneWasPublished_AsksAndShowsWhatIsFound", async () => {
    await rig.create();
    await rig.opened();
    await userEvent.keyboard("c");
    expect(rig.program.of("onCommand").at(-1)).toEqual(["campaignDisplay"]);
    const channels = {
      "488": { color: "#0000ff", visible: true, limits: [1, 2], gamma: 1 },
    } as const;
    rig.viewer.campaign({ ...defaultSettings(2), channels }, true);
    await expect.element(page.getByTestId("channel-max").first()).toHaveValue("2");
    await expect.element(page.getByTestId("channel-limits").first()).toHaveTextContent("campaign");
    await userEvent.keyboard("c");
    await expect.element(page.getByTestId("settings-mine")).toHaveAttribute("aria-pressed", "true");
  });

  it("CampaignKey_ReturnsToThePublishedDisplayAndFromThereToOnesOwn", async () => {
    const channels = {
      "488": { color: "#0000ff", visible: true, limits: [1, 2], gamma: 1 },
    } as const;
    await rig.create({
      settings: defaultSettings(2),
      campaignSettings: { ...defaultSettings(2), channels },
    });
    await rig.opened();
    await userEvent.keyboard("c");
    await expect.element(page.getByTestId("channel-max").first()).toHaveValue("2");
    await userEvent.keyboard("a");
    await expect.element(page.getByTestId("settings-campaign")).toHaveTextContent("changed");
    await userEvent.keyboard("c");
    await expect.element(page.getByTestId("channel-max").first()).toHaveValue("2");
    await userEvent.keyboard("c");
    await expect.element(page.getByTestId("settings-mine")).toHaveAttribute("aria-pressed", "true");
  });
});
