import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LabelOutcome } from "../page/contract.ts";
import { Unanswered } from "../page/page.ts";
import { settled } from "../testing/fakes.ts";
import { ACCEPTED, LabelFlowRig } from "../testing/labelFlowRig.ts";

let rig: LabelFlowRig;

beforeEach(() => {
  rig = new LabelFlowRig();
});

afterEach(() => {
  rig.labels.dispose();
  vi.useRealTimers();
});

describe("keys whose outcome is not known", () => {
  it("Press_BehindWhichADiskFailed_IsNotKnownInItsOwnWordsAndNotRefused", async () => {
    const sentence = "It is NOT KNOWN whether the label of block_0005 is stored";
    rig.answer = async () => ({ ...ACCEPTED, accepted: false, isUnknown: true, sentence });
    await rig.labels.press(2);
    expect(rig.told).toEqual([`? ${sentence}`]);
    expect(rig.labels.unanswered).toEqual([]);
  });

  it.each<[string, Partial<LabelOutcome>, string]>([
    ["Stored", {}, "+block_0005 2"],
    [
      "NotStored",
      { accepted: false, reason: "the share does not have it" },
      "block_0005 is NOT labelled 2: the share does not have it",
    ],
  ])("Press_BehindWhichADiskFailed_IsAskedForUntilItIsKnownToBe%s", async (_, known, words) => {
    vi.useFakeTimers();
    const unknown = { ...ACCEPTED, accepted: false, isUnknown: true, sentence: "Not known" };
    rig.answer = async () => unknown;
    await rig.labels.press(2);
    rig.outcomes = [{ press: 1, outcome: unknown }];
    await vi.advanceTimersByTimeAsync(3000);
    expect(rig.told).toEqual(["? Not known"]);
    expect(rig.asked).toContainEqual([1]);

    rig.outcomes = [{ press: 1, outcome: { ...ACCEPTED, ...known } }];
    await vi.advanceTimersByTimeAsync(2000);
    expect(rig.told).toEqual(["? Not known", "known", words]);
    const times = rig.asked.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect([rig.asked.length, rig.told.length, rig.shown]).toEqual([times, 3, []]);
  });

  it("Press_OfUnknownOutcome_IsStillAskedForWhenTheCircuitWasAwayMeanwhile", async () => {
    vi.useFakeTimers();
    const unknown = { ...ACCEPTED, accepted: false, isUnknown: true, sentence: "Not known" };
    rig.answer = async () => unknown;
    await rig.labels.press(2);
    rig.outcomes = [{ press: 1, outcome: null }];
    await vi.advanceTimersByTimeAsync(1000);
    rig.labels.resolve([]);
    rig.outcomes = [{ press: 1, outcome: ACCEPTED }];
    await vi.advanceTimersByTimeAsync(2000);
    expect(rig.told.slice(1)).toEqual(["known", "+block_0005 2"]);
  });

  it.each<[string, Partial<LabelOutcome>, string[]]>([
    ["Done", {}, []],
    [
      "NotDone",
      { accepted: false, reason: "a later decision has taken its place" },
      ["NOT UNDONE: a later decision has taken its place"],
    ],
  ])("Undo_ThatNobodyConfirmed_IsAskedForUntilItIsKnownToBe%s", async (_, known, words) => {
    vi.useFakeTimers();
    rig.undoAnswer = { ...ACCEPTED, accepted: false, isUnknown: true, sentence: "Not known" };
    await rig.labels.undo(false);
    expect(rig.told).toEqual(["? Not known"]);

    rig.outcomes = [{ press: 1, outcome: { ...ACCEPTED, ...known } }];
    await vi.advanceTimersByTimeAsync(3000);
    expect(rig.asked).toContainEqual([1]);
    expect(rig.told.slice(0, 2)).toEqual(["? Not known", "known"]);
    expect(rig.notices).toEqual(words);
    const times = rig.asked.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(rig.asked.length).toBe(times);
  });

  it("Press_BehindAnotherThatIsNeverAnswered_IsRefused", async () => {
    vi.useFakeTimers();
    rig.answer = () => new Promise(() => undefined);
    void rig.labels.press(2);
    const second = rig.labels.press(3);
    expect(rig.labels.inFlight).toBe(2);
    await vi.advanceTimersByTimeAsync(2000);
    await second;
    expect(rig.told).toEqual(["Not yet: The label of block_0005 is not confirmed"]);
    expect(rig.labels.inFlight).toBe(0);
  });

  it("Press_AfterALongSilence_IsNotHandedToACircuitThatDoesNotAnswer", async () => {
    [rig.silentMs, rig.isAnswering] = [60_000, false];
    await rig.labels.press(2);
    expect(rig.calls).toEqual([]);
    expect(rig.told).toEqual(["block_0005 is NOT labelled 2: the program does not answer"]);
    rig.isAnswering = true;
    await rig.labels.press(2);
    expect(rig.calls.length).toBe(1);
  });

  it.each([
    ["accepted", ACCEPTED, "+block_0005 2"],
    [
      "refused",
      { ...ACCEPTED, accepted: false, reason: "it broke" },
      "block_0005 is NOT labelled 2: it broke",
    ],
  ])(
    "Press_WhoseConnectionBreaks_IsInNeitherCountUntilItIsKnownToBe_%s",
    async (_, outcome, words) => {
      rig.answer = () => Promise.reject(new Unanswered());
      await rig.labels.press(2);
      expect(rig.told).toEqual([]);
      expect(rig.doubt).toBe("The label of block_0005 is not confirmed");
      expect(rig.doubted).toBe(1);
      expect(rig.labels.inFlight).toBe(0);
      expect(rig.labels.unanswered).toEqual([{ press: 1, isStill: true }]);
      rig.epoch++;
      expect(rig.labels.unanswered).toEqual([{ press: 1, isStill: false }]);
      await rig.labels.press(3);
      expect(rig.told).toEqual(["Not yet: The label of block_0005 is not confirmed"]);
      rig.labels.resolve([{ press: 1, outcome }]);
      rig.labels.resolve([{ press: 1, outcome }]);
      expect(rig.told.slice(1)).toEqual([words]);
      expect(rig.doubt).toBeNull();
      expect(rig.labels.unanswered).toEqual([]);
    },
  );

  it("Press_NotAnsweredInTwoSeconds_IsDoubtfulAndItsLateAnswerCounts", async () => {
    vi.useFakeTimers();
    let late: (outcome: LabelOutcome) => void = () => undefined;
    rig.answer = () => new Promise((resolve) => (late = resolve));
    const pressed = rig.labels.press(2);
    expect(rig.labels.inFlight).toBe(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(rig.doubt).toMatch(/not confirmed/);
    expect(rig.labels.inFlight).toBe(0);
    late(ACCEPTED);
    await pressed;
    expect(rig.told).toEqual(["+block_0005 2"]);
    expect(rig.doubt).toBeNull();
  });

  it("Press_StillUnderWayOnReturn_IsAskedForUntilItIsDecided", async () => {
    rig.answer = () => Promise.reject(new Unanswered());
    await rig.labels.press(2);
    rig.outcomes = [{ press: 1, outcome: ACCEPTED }];
    rig.labels.resolve([{ press: 1, outcome: null }]);
    await expect.poll(() => rig.asked).toEqual([[1]]);
    await settled();
    expect(rig.told).toEqual(["+block_0005 2"]);
  });
});
