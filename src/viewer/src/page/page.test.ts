import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MAX_CALL_BYTES, Page, TooLarge, Unanswered } from "./page.ts";

const REPORT = { number: 1, root: "here", id: "block_0005", seen: [], sizesDiffer: false };
const PRESS = {
  press: 1,
  mode: "own",
  navigation: 0,
  root: "here",
  id: "block_0005",
  label: 1,
  mark: null,
  seen: 1,
  evidence: null,
} as const;
const STATE = { navigation: 0, root: null, id: null, painted: null, presses: [] };

/** Each method of the contract once. */
const CALLS: readonly [string, (page: Page) => Promise<unknown>][] = [
  ["onNavigated", (page) => page.onNavigated(1, "here", "block_0005")],
  ["onPainted", (page) => page.onPainted(REPORT)],
  ["onLabel", (page) => page.onLabel(PRESS)],
  ["onUndo", (page) => page.onUndo({ press: 1, mode: "own", redo: false })],
  ["onOutcomes", (page) => page.onOutcomes([1])],
  ["onReturned", (page) => page.onReturned(STATE)],
  ["onCommand", (page) => page.onCommand("help")],
  ["onNotice", (page) => page.onNotice("words", "info")],
];
const ofDecisions = ["onLabel", "onUndo"];

describe("Page", () => {
  let called: string[];
  let page: Page;

  beforeEach(() => {
    vi.useFakeTimers();
    called = [];
    page = new Page({
      invokeMethodAsync: (method) => {
        called.push(method);
        return new Promise(() => undefined);
      },
    });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(CALLS)("Call_%s_EndsWithTheConnection", async (_, call) => {
    const ended = expect(call(page)).rejects.toBeInstanceOf(Unanswered);
    page.close();
    await ended;
  });

  it.each(CALLS)("Call_%s_WhileTheConnectionIsAway_IsNotSent", async (_, call) => {
    page.close();
    await expect(call(page)).rejects.toBeInstanceOf(Unanswered);
    expect(called).toEqual([]);
  });

  it.each(CALLS.filter(([name]) => !ofDecisions.includes(name)))(
    "Call_%s_NeverAnswered_EndsByItself",
    async (_, call) => {
      const ended = expect(call(page)).rejects.toBeInstanceOf(Unanswered);
      await vi.advanceTimersByTimeAsync(5000);
      await ended;
    },
  );

  it("Call_LongerThanAMessageMayBe_IsNotSentAndSaysHowLongItIs", async () => {
    const seen = [
      {
        index: 0,
        file: "ö".repeat(MAX_CALL_BYTES / 2),
        version: null,
        failure: null,
        isOutage: false,
      },
    ];
    const refused = page.onPainted({ ...REPORT, seen });
    await expect(refused).rejects.toBeInstanceOf(TooLarge);
    await expect(refused).rejects.toThrow(/509 KiB, at most 508 KiB/);
    expect(called).toEqual([]);
  });
});
