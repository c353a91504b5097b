import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defaultSettings } from "./displaySettings.ts";
import type { ChannelSettings, ViewerSettings } from "./settings.ts";
import { changeOf, pruned, type SettingsChange } from "./settingsChange.ts";
import { SettingsReport } from "./settingsReport.ts";

const CHANNEL: ChannelSettings = { color: "#ff0000", visible: true, limits: [1, 2], gamma: 1 };

function withChannels(...names: string[]): ViewerSettings {
  const channels = Object.fromEntries(names.map((name) => [name, CHANNEL]));
  return { ...defaultSettings(2), channels };
}

function names(count: number, prefix = "2024-05-12_mouse07_slice03_block_"): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(5, "0")}`);
}

describe("changeOf", () => {
  it("Settings_ThatDiffer_AreToldAndNothingElse", () => {
    const kept = withChannels("488", "561", "__proto__");
    const wanted: ViewerSettings = {
      ...kept,
      viewMode: "quad",
      channels: { "488": { ...CHANNEL }, "561": { ...CHANNEL, visible: false }, "640": CHANNEL },
    };
    expect(changeOf(kept, wanted)).toEqual({
      set: { viewMode: "quad" },
      channels: Object.fromEntries([
        ["__proto__", null],
        ["561", { ...CHANNEL, visible: false }],
        ["640", CHANNEL],
      ]),
    });
    expect(changeOf(kept, { ...kept })).toBeNull();
  });
});

describe("pruned", () => {
  it("Channels_MoreThanAreKept_LoseThoseNotMetLately", () => {
    const all = names(3000);
    const onScreen = new Set(all.slice(10, 13));
    const lately = all.slice(20, 50);
    const { channels } = pruned(withChannels(...all), onScreen, lately);
    expect(JSON.stringify(channels).length).toBeLessThan(66_000);
    for (const name of [...onScreen, ...lately, ...all.slice(-50)]) {
      expect(channels[name]).toEqual(CHANNEL);
    }
    expect(channels[all[0] ?? ""]).toBeUndefined();
  });

  it("Channels_OfTheBlockOnScreen_StayHoweverMany", () => {
    const all = names(900);
    const { channels } = pruned(withChannels(...all), new Set(all), []);
    expect(Object.keys(channels).length).toBe(900);
  });
});

describe("SettingsReport", () => {
  let sent: SettingsChange[];
  let answer: () => Promise<void>;
  let puts: string[];
  let report: SettingsReport;

  beforeEach(() => {
    vi.useFakeTimers();
    [sent, puts] = [[], []];
    answer = async () => undefined;
    report = new SettingsReport({
      username: "alice",
      kept: withChannels("488"),
      send: (change) => {
        sent.push(change);
        return answer();
      },
      fetch: async (_, init) => {
        puts.push(String(init?.body));
        return new Response(null, { status: 204 });
      },
    });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it("Changes_InQuickSuccession_AreReportedOnceWhenSettled", async () => {
    for (const secondsPerSlice of [1, 3, 4]) {
      report.changed({ ...withChannels("488"), secondsPerSlice });
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(250);
    expect(sent.map(({ set }) => set)).toEqual([{ secondsPerSlice: 4 }]);
  });

  it("Change_ThatWasAnswered_IsNotToldAgain", async () => {
    report.changed({ ...withChannels("488"), viewMode: "quad" });
    await vi.advanceTimersByTimeAsync(300);
    report.changed({ ...withChannels("488"), viewMode: "quad", smooth: true });
    await vi.advanceTimersByTimeAsync(300);
    expect(sent.map(({ set }) => set)).toEqual([{ viewMode: "quad" }, { smooth: true }]);
  });

  it("Change_NotAnswered_IsToldAgainOnReturn", async () => {
    answer = () => Promise.reject(new Error("gone"));
    report.changed({ ...withChannels("488"), viewMode: "quad" });
    await vi.advanceTimersByTimeAsync(300);
    answer = async () => undefined;
    report.tellAgain();
    await vi.advanceTimersByTimeAsync(300);
    report.tellAgain();
    await vi.advanceTimersByTimeAsync(300);
    expect(sent.map(({ set }) => set)).toEqual([{ viewMode: "quad" }, { viewMode: "quad" }]);
  });

  it("Channels_NewWithEveryBlock_AreToldOneBlockAtATime", async () => {
    let settings = withChannels();
    for (const [at, name] of names(2000).entries()) {
      report.met([name]);
      settings = { ...settings, channels: { ...settings.channels, [name]: CHANNEL } };
      report.changed(settings);
      if (at % 100 === 99) {
        await vi.advanceTimersByTimeAsync(300);
      }
    }
    const longest = Math.max(...sent.map((change) => JSON.stringify(change).length));
    expect(longest).toBeLessThan(30_000);
    expect(sent.at(-1)?.channels[names(2000).at(-1) ?? ""]).toEqual(CHANNEL);
  });

  it("Flush_OfWhatIsNotAnswered_PutsTheChangeOnce", () => {
    report.flush();
    expect(puts).toEqual([]);
    report.changed({ ...withChannels("488"), viewMode: "quad" });
    report.flush();
    report.flush();
    expect(puts.map((body) => JSON.parse(body))).toEqual([
      { username: "alice", change: { set: { viewMode: "quad" }, channels: {} } },
    ]);
  });
});
