import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { defaultSettings } from "./display/displaySettings.ts";
import type { SettingsChange } from "./display/settingsChange.ts";
import { keepReviewOpen, resumePoint } from "./index.ts";
import { blockRef, showRequest } from "./testing/fakes.ts";
import { canvas, feedback, painted, ViewerRig } from "./testing/viewerRig.ts";

let rig: ViewerRig;

beforeEach(() => {
  rig = new ViewerRig();
});

afterEach(() => rig.dispose());

describe("opening", () => {
  it("FirstBlock_EverSeen_TakesAutoAndFixesNothing", async () => {
    await rig.create();
    await rig.opened();
    const max = page.getByTestId("channel-max").first();
    await expect.poll(() => Number((max.element() as HTMLInputElement).value)).toBeGreaterThan(990);
    await expect.element(page.getByTestId("limits-source")).toHaveTextContent("auto, this block");
    expect(rig.viewer.display()?.channels["488"]?.limits?.[1]).toBeGreaterThan(990);
    dispatchEvent(new PageTransitionEvent("pagehide"));
    expect([rig.program.puts, rig.program.of("onSettings")]).toEqual([[], []]);
    expect(rig.program.painted[0]?.id).toBe("block_0005");
    const place = { root: "here", id: "block_0005" };
    expect(resumePoint()).toMatchObject({ ...place, reviewOf: null });
    keepReviewOpen("boss");
    expect(resumePoint()).toMatchObject({ ...place, reviewOf: "boss" });
    await expect.poll(() => history.state).toEqual(place);
    keepReviewOpen(null);
    await expect.element(canvas()).toHaveAttribute("data-slice", "4");
  });

  it("Limits_SetOnABlock_AreFixedFromThereOnUntilAuto", async () => {
    await rig.create();
    await rig.opened();
    await userEvent.fill(page.getByTestId("channel-max").first(), "50");
    await userEvent.keyboard("{Enter}");
    const source = page.getByTestId("channel-limits").first();
    await expect.element(source).toHaveTextContent("fixed since block_0005");
    const badge = page.getByTestId("channel-badge").first();
    await expect.element(badge).toHaveTextContent("% saturated");
    await userEvent.keyboard("{ArrowDown}");
    await painted("block_0006");
    await expect.element(source).toHaveTextContent("fixed since block_0005");
    await expect.element(page.getByTestId("channel-max").first()).toHaveValue("50");
    await userEvent.click(page.getByTestId("channel-auto").first());
    await expect.element(source).toHaveTextContent("auto, this block");
    await expect.element(badge).toHaveTextContent("");
  });

  it("Settings_OfAChannel_GoWithItsName", async () => {
    const channels = {
      "488": { color: "#ff0000", visible: true, limits: [100, 200], gamma: 1 },
    } as const;
    await rig.create({ settings: { ...defaultSettings(2), channels } });
    await rig.opened();
    await expect.element(page.getByTestId("channel-min").first()).toHaveValue("100");
    await expect.element(page.getByTestId("channel-color").first()).toHaveValue("#ff0000");
  });

  it("Nothing_ToShow_SaysWhy", async () => {
    await rig.create();
    rig.viewer.show({
      navigation: 0,
      block: null,
      next: [],
      previous: null,
      emptyText: "No blocks",
      mode: "own",
    });
    await expect.element(page.getByText("No blocks")).toBeVisible();
    await userEvent.keyboard("1");
    expect(rig.program.of("onLabel")).toEqual([]);
  });

  it("Channels_CalledLikeWhatEveryObjectHas_AreAsAnyOther", async () => {
    await rig.create();
    const names = ["__proto__", "constructor"];
    const channels = blockRef(5).channels.map((channel, at) => {
      const name = names[at] ?? "";
      return { ...channel, name, key: name };
    });
    await rig.opened({ ...showRequest(5, 0), block: blockRef(5, { channels }) });
    await expect.element(page.getByTestId("limits-source")).toHaveTextContent("auto, this block");
    for (const at of [0, 1]) {
      await expect.element(page.getByTestId("channel-visible").nth(at)).toBeChecked();
      await userEvent.fill(page.getByTestId("channel-max").nth(at), "500");
      await userEvent.keyboard("{Enter}");
      const source = page.getByTestId("channel-limits").nth(at);
      await expect.element(source).toHaveTextContent("fixed since block_0005");
    }
    // Each report says only what has changed since the one before.
    const reported = () =>
      rig.program
        .of("onSettings")
        .flatMap(([change]) => Object.keys((change as SettingsChange).channels));
    await expect.poll(() => [...new Set(reported())].sort()).toEqual(names);
  });

  it("Channel_TooLargeForTheGpu_IsNamedAndTheOthersAreShown", async () => {
    rig.program.long = "volumes/1/";
    await rig.create();
    await rig.opened();
    const notes = page.getByTestId("failure-notes");
    await expect.element(notes).toHaveTextContent(/561 \(561.tif\).*1 x 1 x 100000 voxels/);
    await expect.element(notes).not.toHaveTextContent("Retry");
    await expect.element(page.getByTestId("slice-count")).toHaveTextContent("/ 7");
    await userEvent.keyboard("2");
    const { seen } =
      rig.program.painted.find(({ number }) => number === rig.program.labels[0]?.seen) ?? {};
    expect(seen).toMatchObject([{ version: "7-7", failure: null }, { version: null }]);
  });

  it("Window_ThatBecameAnotherPersons_SaysWhose", async () => {
    await rig.create({ username: "alice" });
    expect(rig.program.of("onNotice")).toEqual([]);
    rig.viewer.dispose();
    await rig.create({ username: "bob" });
    await expect.poll(() => rig.program.of("onNotice").length).toBe(1);
    expect(rig.program.of("onNotice")[0]?.[0]).toMatch(/alice's and is now bob's/);
    rig.viewer.dispose();
    await rig.create({ username: "bob" });
    expect(rig.program.of("onNotice").length).toBe(1);
  });

  it("Graphics_Lost_AreSaidAndKeysSayWhy", async () => {
    await rig.create();
    await rig.opened();
    const gl = (canvas().element() as HTMLCanvasElement).getContext("webgl2");
    const context = gl?.getExtension("WEBGL_lose_context");
    context?.loseContext();
    await expect.element(page.getByTestId("graphics-lost")).toHaveTextContent("lost");
    await userEvent.keyboard("1");
    await expect.element(feedback()).toHaveTextContent(/Not labelled: the graphics are lost/);
    expect(rig.program.of("onLabel")).toEqual([]);
    // The browser wants the loss handled before it can be ended.
    await new Promise((done) => setTimeout(done, 0));
    context?.restoreContext();
    await painted("block_0005");
    await expect.element(page.getByTestId("graphics-lost")).toHaveTextContent("");
    await userEvent.keyboard("1");
    expect(rig.program.of("onLabel").length).toBe(1);
  });

  it("Channel_Corrupt_IsNamedAndTheOthersAreShown", async () => {
    rig.program.broken = "volumes/1/";
    await rig.create();
    await rig.opened();
    await expect.element(page.getByTestId("failure-notes")).toHaveTextContent("ends early");
    await userEvent.keyboard("2");
    const { seen } =
      rig.program.painted.find(({ number }) => number === rig.program.labels[0]?.seen) ?? {};
    expect(seen).toMatchObject([{ version: "7-7" }, { failure: "561.tif: ends early" }]);
  });
});
