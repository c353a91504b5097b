import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LabelOutcome } from "../page/contract.ts";
import { Unanswered } from "../page/page.ts";
import { settled } from "../testing/fakes.ts";
import { ACCEPTED, FINE, LabelFlowRig } from "../testing/labelFlowRig.ts";
import type { LabelPreconditions } from "./labelPreconditions.ts";

let rig: LabelFlowRig;

beforeEach(() => {
  rig = new LabelFlowRig();
});

afterEach(() => {
  rig.labels.dispose();
  vi.useRealTimers();
});

describe("LabelFlow", () => {
  it("Press_OnAPaintedBlock_CarriesWhatThePageShowsAndFollowsTheAdvance", async () => {
    await rig.labels.press(2);
    const { mode, seen } = rig.moment;
    const { root, id } = rig.moment;
    const of = { press: 1, mode, navigation: 3, root, id, label: 2 };
    const press = { ...of, mark: null, seen, evidence: null };
    expect(rig.calls).toEqual([press]);
    expect(rig.shown.map(({ block }) => block?.id)).toEqual(["block_0006"]);
    expect(rig.told).toEqual(["+block_0005 2"]);
  });

  it("Label_SaysHowItWasGiven_AndNothingElseDoes", async () => {
    await rig.labels.press(2);
    await rig.labels.press(1, "click");
    await rig.labels.flag();
    expect(rig.vias).toEqual(["key", "click", undefined]);
  });

  it("Press_ThenNavigationBeforeTheAnswer_StaysWhereTheAnnotatorWent", async () => {
    const pressed = rig.labels.press(2);
    rig.epoch++;
    await pressed;
    expect(rig.shown).toEqual([]);
    expect(rig.overtaken).toBe(1);
  });

  it("Press_AcceptedWithMoreToSay_IsToldInThatSentence", async () => {
    const sentence = "block_0005: 2 – Excitatory. Nobody voted for this";
    rig.answer = async () => ({ ...ACCEPTED, sentence });
    await rig.labels.press(2);
    expect(rig.told).toEqual([`+${sentence}`]);
  });

  it("Press_WhileLoading_CallsNothingAndSaysSo", async () => {
    rig.preconditions = { ...FINE, isPainted: false };
    await rig.labels.press(2);
    expect(rig.calls).toEqual([]);
    expect(rig.told).toEqual(["Not yet: block_0005 is still loading"]);
  });

  it("Press_TypedAheadOfAnAdvance_IsRefused", async () => {
    const pressed = [rig.labels.press(2), rig.labels.press(3), rig.labels.press(1)];
    rig.moment = { ...rig.moment, id: "block_0009" };
    pressed.push(rig.labels.press(1));
    await Promise.all(pressed);
    expect(rig.calls.map(({ id, label }) => [id, label])).toEqual([
      ["block_0005", 2],
      ["block_0009", 1],
    ]);
    expect(rig.accepted).toBe(2);
    expect(rig.told.length).toBe(4);
  });

  it("Press_BehindAnotherThatStays_IsStoredAfterIt", async () => {
    rig.answer = async () => ACCEPTED;
    await Promise.all([rig.labels.press(2), rig.labels.press(null), rig.labels.press(1)]);
    expect(rig.calls.map(({ label }) => label)).toEqual([2, null]);
    expect(rig.accepted).toBe(2);
    expect(rig.told).toContain("Not yet: block_0005 is just being decided");
    expect(rig.labels.inFlight).toBe(0);
  });

  it.each([
    [true, 0],
    [false, 1],
  ])("Press_BehindAnUndoThatLeadsElsewhere_%s_IsForNoOtherBlock", async (leads, stored) => {
    const undoing = rig.labels.undo(false);
    const pressed = rig.labels.press(3);
    rig.epoch += leads ? 1 : 0;
    await Promise.all([undoing, pressed]);
    expect(rig.calls.length).toBe(stored);
    expect(rig.told.length).toBe(1);
  });

  it("Undo_BehindAnother_IsCarriedOutAfterIt", async () => {
    await Promise.all([rig.labels.undo(false), rig.labels.undo(false), rig.labels.undo(true)]);
    expect(rig.undone.map(({ redo }) => redo)).toEqual([false, false, true]);
    expect(rig.notices).toEqual([]);
  });

  it("Undo_BehindALabel_TakesThatOneBackAndGoesWhereItWas", async () => {
    let decide: (outcome: LabelOutcome) => void = () => undefined;
    rig.answer = () => new Promise((resolve) => (decide = resolve));
    const pressed = rig.labels.press(2);
    rig.moment = { ...rig.moment, id: "block_0006" };
    const undoing = rig.labels.undo(false);
    await settled();
    expect(rig.undone).toEqual([]);
    rig.epoch++;
    decide(ACCEPTED);
    await Promise.all([pressed, undoing]);
    expect(rig.undone).toEqual([{ press: 2, mode: "own", redo: false }]);
    expect(rig.shown.map(({ block }) => block?.id)).toEqual(["block_0002"]);
    expect(rig.notices).toEqual([]);
  });

  it.each([
    [
      "Refused",
      { ...ACCEPTED, accepted: false, reason: "disk full" },
      /decided nothing on block_0005/,
    ],
    ["InDoubt", null, /label of block_0005 is not confirmed/],
  ])("Undo_BehindALabel_%s_TakesNoEarlierOneBack", async (_, outcome, words) => {
    rig.answer = () =>
      outcome === null ? Promise.reject(new Unanswered()) : Promise.resolve(outcome);
    await Promise.all([rig.labels.press(2), rig.labels.undo(false)]);
    expect(rig.undone).toEqual([]);
    expect(rig.notices[0]).toMatch(words);
    expect(rig.labels.unanswered.length).toBe(outcome === null ? 1 : 0);
  });

  it("Undo_BehindAKeyThatWaits_IsRefusedInWords", async () => {
    rig.answer = async () => ACCEPTED;
    await Promise.all([rig.labels.press(2), rig.labels.press(3), rig.labels.undo(false)]);
    expect(rig.calls.map(({ label }) => label)).toEqual([2, 3]);
    expect(rig.undone).toEqual([]);
    expect(rig.notices[0]).toMatch(/Not undone yet/);
  });

  it("Press_BehindAQuestion_DoesNotAnswerIt", async () => {
    const sentence = "bob set 1. Press 2 again to replace it";
    rig.answer = async () => ({ ...ACCEPTED, accepted: false, reason: sentence, sentence });
    await Promise.all([rig.labels.press(2), rig.labels.press(2)]);
    expect(rig.calls.length).toBe(1);
    expect(rig.told).toContain(sentence);
    expect(rig.told.length).toBe(2);
    await rig.labels.press(2);
    expect(rig.calls.length).toBe(2);
  });

  it("Press_BehindARefusedClear_Counts", async () => {
    rig.answer = async () => ({ ...ACCEPTED, accepted: false, reason: "it has no label" });
    const cleared = rig.labels.press(null);
    rig.answer = async () => ACCEPTED;
    await Promise.all([cleared, rig.labels.press(2)]);
    expect(rig.calls.map(({ label }) => label)).toEqual([null, 2]);
    expect(rig.told.at(-1)).toBe("+block_0005 2");
  });

  it("Press_RefusedByTheProgram_IsRefusedWithItsReason", async () => {
    rig.answer = async () => ({ ...ACCEPTED, accepted: false, reason: "both disks are full" });
    await rig.labels.press(2);
    expect(rig.told).toEqual(["block_0005 is NOT labelled 2: both disks are full"]);
  });

  it("Press_AtTheLastBlock_IsNotReplacedByWhatIsTypedAhead", async () => {
    rig.answer = async () => ({ ...ACCEPTED, isAtEnd: true });
    await rig.labels.press(1);
    await rig.labels.press(2);
    expect(rig.calls.length).toBe(1);
    expect(rig.told[1]).toMatch(/last block/);
  });

  it("Undo_GoesToTheBlockConcerned", async () => {
    await rig.labels.undo(false);
    expect(rig.undone).toEqual([{ press: 1, mode: "own", redo: false }]);
    expect(rig.shown.map(({ block }) => block?.id)).toEqual(["block_0002"]);
    expect([rig.told, rig.forgotten]).toEqual([[], 1]);
  });

  it.each<Partial<LabelPreconditions>>([{ isConnected: false }, { jump: "it is being left" }])(
    "Undo_With_%o_IsRefusedInWords",
    async (given) => {
      rig.preconditions = { ...FINE, ...given };
      await rig.labels.undo(true);
      expect(rig.undone).toEqual([]);
      expect(rig.notices[0]).toMatch(/Not redone/);
    },
  );
});
