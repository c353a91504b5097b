import { beforeEach, describe, expect, it } from "vitest";
import type { LabelOutcome, ShowRequest } from "./contract.ts";
import { LabelFlow } from "./labelFlow.ts";
import { ADVANCE_PAUSE_MS, type LabelCircumstances, refusalOf } from "./labelGuard.ts";
import { Painted } from "./painted.ts";
import { showRequest } from "./testing.ts";

const FINE: LabelCircumstances = {
  hasBlock: true,
  isPainted: true,
  isConnected: true,
  readableChannels: 3,
  isLoading: false,
  sinceAdvanceMs: null,
};

describe("refusalOf", () => {
  it("Label_OnAPaintedBlock_Counts", () => {
    expect(refusalOf(FINE)).toBeNull();
  });

  it.each<[string, Partial<LabelCircumstances>, RegExp]>([
    ["NoBlock", { hasBlock: false }, /No block/],
    ["NotPainted", { isPainted: false }, /still loading/],
    ["ConnectionDown", { isConnected: false }, /connection/],
    ["NothingReadable", { readableChannels: 0, isPainted: false }, /no channel/],
  ])("Label_%s_IsRefusedInWords", (_, given, words) => {
    expect(refusalOf({ ...FINE, ...given })).toMatch(words);
  });

  it("Label_RightAfterAnAutoAdvance_IsDroppedSilently", () => {
    expect(refusalOf({ ...FINE, sinceAdvanceMs: ADVANCE_PAUSE_MS - 1 })).toBe("");
    expect(refusalOf({ ...FINE, sinceAdvanceMs: ADVANCE_PAUSE_MS })).toBeNull();
  });
});

describe("Painted", () => {
  it("Frame_OfTheBlockAdvancedTo_StartsThePause", () => {
    let now = 1000;
    const painted = new Painted(() => now);
    painted.expectAdvance("b");
    painted.frame("");
    expect(painted.frame("b")).toBe(true);
    now += 150;
    expect(painted.frame("b")).toBe(false);
    expect(painted.sinceAdvanceMs).toBe(150);
  });

  it("Frame_OfAnotherBlock_EndsThePause", () => {
    const painted = new Painted(() => 0);
    painted.expectAdvance("b");
    painted.frame("c");
    expect(painted.sinceAdvanceMs).toBeNull();
  });
});

describe("LabelFlow", () => {
  let epoch: number;
  let calls: [id: string, label: number | null][];
  let shown: [ShowRequest, boolean][];
  let overtaken: number;
  let notices: string[];
  let answer: () => Promise<LabelOutcome>;
  let circumstances: LabelCircumstances;
  let labels: LabelFlow;

  beforeEach(() => {
    [epoch, overtaken, circumstances] = [0, 0, FINE];
    [calls, shown, notices] = [[], [], []];
    answer = async () => ({ accepted: true, show: showRequest(6, 0) });
    labels = new LabelFlow({
      page: {
        onLabel: (_root, id, label) => {
          calls.push([id, label]);
          return answer();
        },
        onUndo: async () => showRequest(2, 0),
      },
      circumstances: () => circumstances,
      painted: () => ({ root: "here", id: "block_0005", seen: [] }),
      epoch: () => epoch,
      notice: (text) => notices.push(text),
      advance: (request, isAdvance) => shown.push([request, isAdvance]),
      overtaken: () => overtaken++,
    });
  });

  it("Press_OnAPaintedBlock_LabelsItAndFollowsTheAdvance", async () => {
    await labels.press(2);
    expect(calls).toEqual([["block_0005", 2]]);
    expect(shown.map(([{ block }, isAdvance]) => [block?.id, isAdvance])).toEqual([
      ["block_0006", true],
    ]);
  });

  it("Press_ThenNavigationBeforeTheAnswer_StaysWhereTheAnnotatorWent", async () => {
    const pressed = labels.press(2);
    epoch++;
    await pressed;
    expect(shown).toEqual([]);
    expect(overtaken).toBe(1);
  });

  it("Press_WhileLoading_CallsNothingAndSaysSo", async () => {
    circumstances = { ...FINE, isPainted: false };
    await labels.press(2);
    expect(calls).toEqual([]);
    expect(notices).toEqual(["Not labelled: the block is still loading"]);
  });

  it("Press_WhoseCallFails_SaysSoAndIsNoLongerInFlight", async () => {
    answer = () => Promise.reject(new Error("circuit closed"));
    const pressed = labels.press(2);
    expect(labels.inFlight).toBe(1);
    await pressed;
    expect(labels.inFlight).toBe(0);
    expect(notices).toEqual(["block_0005 could not be labelled: circuit closed"]);
  });

  it("Undo_GoesToTheBlockConcernedWithoutThePauseOfAnAdvance", async () => {
    await labels.undo(false);
    expect(shown.map(([{ block }, isAdvance]) => [block?.id, isAdvance])).toEqual([
      ["block_0002", false],
    ]);
  });
});
