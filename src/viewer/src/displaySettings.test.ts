import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DisplaySettings, defaultColor, defaultSettings } from "./displaySettings.ts";
import type { ChannelSettings, ViewerSettings } from "./settings.ts";
import { SettingsReport } from "./settingsReport.ts";

const RED: ChannelSettings = { color: "#ff0000", visible: true, limits: [1, 9], gamma: 1 };
const BLUE: ChannelSettings = { ...RED, color: "#0000ff" };

function settings(given: Partial<ViewerSettings> = {}): ViewerSettings {
  return { ...defaultSettings(2), ...given };
}

describe("DisplaySettings", () => {
  it("Channel_NeverSeen_HasADefaultColourAndNoLimits", () => {
    const display = new DisplaySettings(null, null, 2);
    expect(display.channel("488", 0, 3)).toEqual({
      color: "#00ffff",
      visible: true,
      limits: null,
      gamma: 1,
    });
  });

  it("Channel_OnceSet_KeepsItsSettingsInWhateverPosition", () => {
    const display = new DisplaySettings(null, null, 2);
    display.setChannel("488", RED);
    expect(display.channel("488", 5, 8)).toEqual(RED);
  });

  it("Settings_OfAnOlderProgram_AreCompleted", () => {
    const { slab: _, ...older } = settings();
    const display = new DisplaySettings(older as ViewerSettings, null, 2);
    expect(display.current.slab).toBe("none");
  });

  it("DefaultColours_OfTwoAndSixteenChannels_AreNeverEmpty", () => {
    expect([0, 1].map((position) => defaultColor(position, 2))).toEqual(["#00ff00", "#ff00ff"]);
    expect(defaultColor(15, 16)).toMatch(/^#[0-9a-f]{6}$/);
  });
});

describe("campaign settings", () => {
  const campaign = settings({ channels: { "488": BLUE }, projection: "iso" });

  it("Start_WithoutOwnSettings_ShowsTheCampaigns", () => {
    const display = new DisplaySettings(null, campaign, 2);
    expect(display.isCampaign).toBe(true);
    expect(display.channel("488", 0, 1)).toEqual(BLUE);
    expect(display.current.projection).toBe("iso");
  });

  it("Start_WithOwnSettings_ShowsThose", () => {
    const display = new DisplaySettings(settings({ channels: { "488": RED } }), campaign, 2);
    expect(display.isCampaign).toBe(false);
    expect(display.channel("488", 0, 1)).toEqual(RED);
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
    expect(display.channel("488", 0, 1)).toEqual(BLUE);
    expect(display.current.secondsPerSlice).toBe(7);
    display.useCampaign(false);
    expect(display.channel("488", 0, 1)).toEqual(RED);
  });

  it("Channel_TheCampaignLacks_IsOnesOwn", () => {
    const display = new DisplaySettings(settings({ channels: { "561": RED } }), campaign, 2);
    display.useCampaign(true);
    expect(display.channel("561", 1, 2)).toEqual(RED);
  });
});

describe("SettingsReport", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it("Changes_InQuickSuccession_AreReportedOnceWhenSettled", async () => {
    const sent: number[] = [];
    const report = new SettingsReport({
      username: "alice",
      send: async ({ secondsPerSlice }) => void sent.push(secondsPerSlice),
    });
    for (const secondsPerSlice of [1, 2, 3]) {
      report.changed(settings({ secondsPerSlice }));
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(250);
    expect(sent).toEqual([3]);
  });

  it("Flush_WithAChangeNotYetReported_PutsItSoThatItOutlivesThePage", () => {
    const puts: [url: string, init: RequestInit][] = [];
    const report = new SettingsReport({
      username: "alice",
      send: async () => undefined,
      fetch: async (url, init) => {
        puts.push([String(url), init ?? {}]);
        return new Response();
      },
    });
    report.flush();
    expect(puts).toEqual([]);
    report.changed(settings({ secondsPerSlice: 5 }));
    report.flush();
    report.flush();
    expect(puts.length).toBe(1);
    const [url, init] = puts[0] ?? ["", {}];
    expect(url).toBe("/api/preferences");
    expect(init).toMatchObject({ method: "PUT", keepalive: true });
    const body = JSON.parse(String(init.body));
    expect([body.username, body.display.secondsPerSlice]).toEqual(["alice", 5]);
  });
});
