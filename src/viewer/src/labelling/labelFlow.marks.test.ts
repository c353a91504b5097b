import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ACCEPTED, FINE, LabelFlowRig } from "../testing/labelFlowRig.ts";

let rig: LabelFlowRig;

beforeEach(() => {
  rig = new LabelFlowRig();
});

afterEach(() => {
  rig.labels.dispose();
  vi.useRealTimers();
});

describe("flags and notes", () => {
  it("Flag_PressedTwice_IsGivenAndTakenBackInOrder", async () => {
    rig.answer = async () => {
      rig.mark = { isUnsure: rig.mark?.isUnsure !== true, note: null, unusable: null };
      return ACCEPTED;
    };
    await Promise.all([rig.labels.flag(), rig.labels.flag()]);
    expect(rig.calls.map(({ label, mark }) => [label, mark])).toEqual([
      [null, { unsure: true, note: null, unusable: null }],
      [null, { unsure: false, note: null, unusable: null }],
    ]);
    expect(rig.told).toEqual(["+block_0005: flagged as unsure", "+block_0005: no longer flagged"]);
  });

  it("Label_BehindAFlagOfTheSameBlock_CountsAfterIt", async () => {
    rig.answer = async () => ACCEPTED;
    await Promise.all([rig.labels.flag(), rig.labels.press(2)]);
    expect(rig.calls.map(({ label, mark }) => [label, mark?.unsure ?? null])).toEqual([
      [null, true],
      [2, null],
    ]);
  });

  it("Flag_BehindALabelThatLeadsOn_IsForNoOtherBlock", async () => {
    await Promise.all([rig.labels.press(2), rig.labels.flag()]);
    expect(rig.calls.length).toBe(1);
    expect(rig.told).toContain("Not flagged: the key came before what became of block_0005");
  });

  it("Flag_Refused_SaysThatItIsNotThere", async () => {
    rig.answer = async () => ({ ...ACCEPTED, accepted: false, reason: "disk full" });
    await rig.labels.flag();
    expect(rig.told).toEqual(["block_0005 is NOT flagged as unsure: disk full"]);
  });

  it("Note_BegunOnABlockThatIsNoLongerOnScreen_IsRefusedWithBothNames", async () => {
    const begun = rig.labels.beginText("note");
    rig.moment = { ...rig.moment, id: "block_0006" };
    expect(begun).not.toBeNull();
    const words = begun === null ? null : await rig.labels.write("note", "dim", begun.moment);
    expect(words).toMatch(/begun on block_0005, and block_0006 is on screen/);
    expect(rig.calls).toEqual([]);
    expect(rig.told).toEqual([words]);
  });

  it.each([
    ["Accepted", ACCEPTED, null],
    [
      "Refused",
      { ...ACCEPTED, accepted: false, reason: "disk full" },
      /NOT kept the note: disk full/,
    ],
  ])("Note_%s_AnswersItsDialog", async (_, outcome, words) => {
    rig.answer = async () => outcome;
    rig.mark = { isUnsure: true, note: "before", unusable: null };
    const begun = rig.labels.beginText("note");
    expect(begun?.text).toBe("before");
    const refusal = begun === null ? "" : await rig.labels.write("note", "dim", begun.moment);
    expect(rig.calls.map(({ mark }) => mark)).toEqual([
      { unsure: null, note: "dim", unusable: null },
    ]);
    if (words === null) {
      expect(refusal).toBeNull();
    } else {
      expect(refusal).toMatch(words);
    }
  });

  it("FlagAndNote_WhileKeysSetFinalLabels_AreRefused", async () => {
    rig.moment = { ...rig.moment, mode: "final" };
    await rig.labels.flag();
    expect(rig.labels.beginText("note")).toBeNull();
    expect(rig.labels.beginText("unusable")).toBeNull();
    expect(rig.calls).toEqual([]);
    expect(rig.told).toEqual([
      "Not flagged: you are setting final labels; flags and notes belong to annotators",
      "No note kept: you are setting final labels; flags and notes belong to annotators",
      "No reason kept: you are setting final labels; flags and notes belong to annotators",
    ]);

    rig.moment = { ...rig.moment, mode: "second" };
    await rig.labels.flag();
    expect(rig.told.at(-1)).toBe(
      "Not flagged: you are giving second opinions; flags and notes belong to annotators",
    );
    expect(rig.calls).toEqual([]);
  });

  it("Unusable_WithAReason_IsSaidAndTakenBack_AlsoOnABlockThatCannotBeRead", async () => {
    rig.answer = async () => ACCEPTED;
    rig.preconditions = { ...FINE, readableChannels: 0, isPainted: false };
    rig.mark = { isUnsure: false, note: null, unusable: "torn" };
    expect(rig.labels.beginText("unusable")?.text).toBe("torn");
    await rig.labels.write("unusable", "out of focus", rig.moment);
    await rig.labels.write("unusable", "", rig.moment);
    expect(rig.calls.map(({ label, mark }) => [label, mark])).toEqual([
      [null, { unsure: null, note: null, unusable: "out of focus" }],
      [null, { unsure: null, note: null, unusable: "" }],
    ]);
    expect(rig.told).toEqual([
      "+block_0005: cannot be judged; done, without a label",
      "+block_0005: can be judged after all",
    ]);
  });

  it("Flag_OnABlockThatCannotBeRead_Counts", async () => {
    rig.answer = async () => ACCEPTED;
    rig.preconditions = { ...FINE, readableChannels: 0, isPainted: false };
    await rig.labels.flag();
    await rig.labels.press(1);
    expect(rig.calls.length).toBe(1);
    expect(rig.told[1]).toMatch(/no channel of block_0005 can be read/);
  });
});
