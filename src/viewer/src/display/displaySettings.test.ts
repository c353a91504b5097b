import { describe, expect, it } from "vitest";
import { DisplaySettings, defaultSettings } from "./displaySettings.ts";
import type { ChannelSettings, ViewerSettings } from "./settings.ts";

const RED: ChannelSettings = { color: "#ff0000", visible: true, limits: [1, 9], gamma: 1 };
const BLUE: ChannelSettings = { ...RED, color: "#0000ff" };

function settings(given: Partial<ViewerSettings> = {}): ViewerSettings {
  return { ...defaultSettings(2), ...given };
}

describe("DisplaySettings", () => {
  it("Channel_NeverSeen_HasADefaultColourAndNoLimits", () => {
    const display = new DisplaySettings(null, null, 2);
    expect(display.channel("488", ["488", "561", "638"])).toEqual({
      color: "#00ffff",
      visible: true,
      limits: null,
      gamma: 1,
      hasDefaultColor: true,
    });
  });

  it("Channel_OnceSet_KeepsItsSettingsInWhateverPosition", () => {
    const display = new DisplaySettings(null, null, 2);
    display.setChannel("488", RED);
    expect(display.channel("488", ["a", "b", "488"])).toEqual(RED);
  });

  it("Settings_OfAnOlderProgram_AreCompleted", () => {
    const { slab: _, ...older } = settings();
    const display = new DisplaySettings(older as ViewerSettings, null, 2);
    expect(display.current.slab).toBe("none");
  });

  it("Colour_OfAChannelSeenAlone_IsNotGivenToAnotherBesideIt", () => {
    const display = new DisplaySettings(null, null, 2);
    display.setChannel("a", { ...RED, color: "#00ffff" });
    const keys = ["b", "c", "d", "a"];
    const colors = keys.map((key) => display.channel(key, keys).color);
    expect(new Set(colors).size).toBe(4);
    expect(colors[3]).toBe("#00ffff");
  });

  it("Colour_NobodyChose_FollowsTheBlockAlsoWhenLimitsWereSet", () => {
    const display = new DisplaySettings(null, null, 2);
    display.setChannel("a", { ...display.channel("a", ["a"]), limits: [1, 2] });
    expect(display.channel("a", ["a"])).toMatchObject({ color: "#ffffff", limits: [1, 2] });
    expect(display.channel("a", ["b", "a"])).toMatchObject({ color: "#ff00ff", limits: [1, 2] });
  });

  it("Colours_OfABlockThatLacksAChannel_AreThoseOfTheOthers", () => {
    const display = new DisplaySettings(null, null, 2);
    const all = ["488", "561", "638"];
    const usual = all.map((key) => display.channel(key, all).color);
    display.setLayout(all);
    for (const some of [["561", "638"], ["488", "638"], ["638"], all]) {
      const colors = some.map((key) => display.channel(key, some).color);
      expect(colors).toEqual(some.map((key) => usual[all.indexOf(key)]));
    }
    // Another folder's channels have places of their own.
    expect(display.channel("dapi", ["dapi"]).color).toBe("#ffffff");
    expect(display.channel("488", ["dapi", "488"]).color).toBe("#ff00ff");
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"])(
    "Channel_Called_%s_IsAsAnyOther",
    (key) => {
      const keys = ["488", key];
      const campaign = settings({ channels: { "488": BLUE } });
      for (const display of [
        new DisplaySettings(null, null, 2),
        new DisplaySettings(null, campaign, 2),
      ]) {
        expect(display.channel(key, keys)).toMatchObject({ limits: null, gamma: 1, visible: true });
        display.setChannel(key, RED);
        expect(display.channel(key, keys)).toEqual(RED);
        // As it is kept and read again.
        const kept = JSON.parse(JSON.stringify(display.own)) as ViewerSettings;
        expect(new DisplaySettings(kept, null, 2).channel(key, keys)).toEqual(RED);
      }
    },
  );
});

describe("campaign settings", () => {
  const campaign = settings({ channels: { "488": BLUE }, projection: "iso" });

  it("Start_WithoutOwnSettings_ShowsTheCampaigns", () => {
    const display = new DisplaySettings(null, campaign, 2);
    expect(display.isCampaign).toBe(true);
    expect(display.channel("488", ["488"])).toEqual(BLUE);
    expect(display.current.projection).toBe("iso");
  });

  it("Start_WithOwnSettings_ShowsThose", () => {
    const display = new DisplaySettings(settings({ channels: { "488": RED } }), campaign, 2);
    expect(display.isCampaign).toBe(false);
    expect(display.channel("488", ["488"])).toEqual(RED);
  });

  it("Change_OnTopOfTheCampaigns_LeavesOnesOwnAlone", () => {
    const display = new DisplaySettings(settings({ channels: { "488": RED } }), campaign, 2);
    display.useCampaign(true);
    display.setChannel("488", { ...BLUE, gamma: 2 });
    display.set({ secondsPerSlice: 7, projection: "mip" });
    expect(display.isCampaignChanged).toBe(true);
    expect(display.own.channels["488"]).toEqual(RED);
    expect(display.own.secondsPerSlice).toBe(7);
    display.useCampaign(true);
    expect(display.isCampaignChanged).toBe(false);
    expect(display.channel("488", ["488"])).toEqual(BLUE);
    expect(display.current.secondsPerSlice).toBe(7);
    display.useCampaign(false);
    expect(display.channel("488", ["488"])).toEqual(RED);
  });

  it("Channel_TheCampaignLacks_IsOnesOwn", () => {
    const display = new DisplaySettings(settings({ channels: { "561": RED } }), campaign, 2);
    display.useCampaign(true);
    expect(display.channel("561", ["488", "561"])).toEqual(RED);
  });
});
