import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type {
  LabelOutcome,
  LabelPress,
  MarkWords,
  PressOutcome,
  ShowRequest,
  UndoPress,
} from "../page/contract.ts";
import { Unanswered } from "../page/page.ts";
import { settled, showRequest } from "../testing/fakes.ts";
import type { PageMoment } from "./labelContext.ts";
import { LabelFlow } from "./labelFlow.ts";
import { type LabelPreconditions, rejectionReason } from "./labelPreconditions.ts";
import { TypeAhead } from "./typeAhead.ts";

const FINE: LabelPreconditions = {
  block: "block_0005",
  isPainted: true,
  isGraphicsLost: false,
  isConnected: true,
  jump: null,
  readableChannels: 3,
  isLoading: false,
  seenFault: null,
};

const ACCEPTED: LabelOutcome = {
  accepted: true,
  reason: null,
  sentence: null,
  show: null,
  isAtEnd: false,
  isUnknown: false,
  changed: [],
  words: null,
};

describe("rejectionReason", () => {
  it("Label_OnAPaintedBlock_Counts", () => {
    expect(rejectionReason(FINE)).toBeNull();
  });

  it.each<[string, Partial<LabelPreconditions>, RegExp]>([
    ["NoBlock", { block: null }, /No block/],
    ["NotPainted", { isPainted: false }, /block_0005 is still loading/],
    ["ConnectionDown", { isConnected: false }, /connection/],
    ["NothingReadable", { readableChannels: 0, isPainted: false }, /no channel/],
    ["Jump", { jump: "block_0009 was asked for" }, /block_0009/],
    ["MoreChannelsThanCanBeTold", { seenFault: "too many channels" }, /too many channels/],
  ])("Label_%s_IsRefusedInWords", (_, given, words) => {
    expect(rejectionReason({ ...FINE, ...given })).toMatch(words);
  });
});

describe("TypeAhead", () => {
  it("Keys_TypedAheadAtTheLastBlock_AreRefusedUntilASecondIsQuiet", () => {
    let now = 0;
    const keys = new TypeAhead(() => now);
    keys.accepted("last", true);
    for (const at of [10, 900, 1800]) {
      now = at;
      expect(keys.refusalAt("last")).toMatch(/last block/);
    }
    expect(keys.refusalAt("other")).toBeNull();
    now = 2900;
    expect(keys.refusalAt("last")).toBeNull();
  });

  it("Key_AfterALabelThatHadSomewhereToGoOrNoWishTo_Counts", () => {
    const keys = new TypeAhead(() => 0);
    keys.accepted("block", false);
    expect(keys.refusalAt("block")).toBeNull();
  });
});

describe("LabelFlow", () => {
  let epoch: number;
  let calls: LabelPress[];
  let undone: UndoPress[];
  let shown: ShowRequest[];
  let overtaken: number;
  let mark: MarkWords | null;
  let forgotten: number;
  let notices: string[];
  let told: string[];
  let doubt: string | null;
  let doubted: number;
  let asked: (readonly number[])[];
  let outcomes: PressOutcome[];
  let answer: () => Promise<LabelOutcome>;
  let preconditions: LabelPreconditions;
  let moment: PageMoment;
  let vias: unknown[];
  let silentMs: number;
  let isAnswering: boolean;
  let labels: LabelFlow;

  const accepted = () => told.filter((words) => words.startsWith("+")).length;

  beforeEach(() => {
    [epoch, overtaken, forgotten, doubted, silentMs, isAnswering] = [0, 0, 0, 0, 0, true];
    [calls, undone, shown, notices, told, asked, outcomes] = [[], [], [], [], [], [], []];
    doubt = null;
    mark = null;
    vias = [];
    preconditions = FINE;
    moment = { root: "here", id: "block_0005", mode: "own", seen: 7, moves: 3, evidence: null };
    answer = async () => ({ ...ACCEPTED, show: showRequest(6, 0) });
    labels = new LabelFlow({
      page: {
        get silentMs() {
          return silentMs;
        },
        onLabel: (press) => {
          calls.push(press);
          return answer();
        },
        onUndo: async (press) => {
          undone.push(press);
          return { ...ACCEPTED, show: showRequest(2, 0) };
        },
        onOutcomes: async (presses) => {
          asked.push(presses);
          return outcomes;
        },
      },
      feedback: {
        accepted: (id, label, sentence) => told.push(`+${sentence ?? `${id} ${label}`}`),
        refused: (words) => told.push(words),
        unknown: (words) => told.push(`? ${words}`),
        known: () => told.push("known"),
        doubtful: (words) => {
          doubt = words;
        },
        forget: () => forgotten++,
      },
      preconditions: () => preconditions,
      moment: (via) => {
        vias.push(via);
        return moment;
      },
      mode: () => moment.mode,
      markOf: () => mark,
      epoch: () => epoch,
      notice: (text) => notices.push(text),
      advance: (request) => shown.push(request),
      overtaken: () => overtaken++,
      words: () => undefined,
      isAnswering: async () => isAnswering,
      doubt: () => doubted++,
    });
  });

  afterEach(() => {
    labels.dispose();
    vi.useRealTimers();
  });

  it("Label_SaysHowItWasGiven_AndNothingElseDoes", async () => {
    await labels.press(2);
    await labels.press(1, "click");
    await labels.flag();
    expect(vias).toEqual(["key", "click", undefined]);
  });

  it("Press_OnAPaintedBlock_CarriesWhatThePageShowsAndFollowsTheAdvance", async () => {
    await labels.press(2);
    const { mode, seen } = moment;
    const { root, id } = moment;
    const press = {
      press: 1,
      mode,
      navigation: 3,
      root,
      id,
      label: 2,
      mark: null,
      seen,
      evidence: null,
    };
    expect(calls).toEqual([press]);
    expect(shown.map(({ block }) => block?.id)).toEqual(["block_0006"]);
    expect(told).toEqual(["+block_0005 2"]);
  });

  it("Press_ThenNavigationBeforeTheAnswer_StaysWhereTheAnnotatorWent", async () => {
    const pressed = labels.press(2);
    epoch++;
    await pressed;
    expect(shown).toEqual([]);
    expect(overtaken).toBe(1);
  });

  it("Press_AcceptedWithMoreToSay_IsToldInThatSentence", async () => {
    const sentence = "block_0005: 2 – Excitatory. Nobody voted for this";
    answer = async () => ({ ...ACCEPTED, sentence });
    await labels.press(2);
    expect(told).toEqual([`+${sentence}`]);
  });

  it("Press_BehindWhichADiskFailed_IsNotKnownInItsOwnWordsAndNotRefused", async () => {
    const sentence = "It is NOT KNOWN whether the label of block_0005 is stored";
    answer = async () => ({ ...ACCEPTED, accepted: false, isUnknown: true, sentence });
    await labels.press(2);
    expect(told).toEqual([`? ${sentence}`]);
    expect(labels.unanswered).toEqual([]);
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
    answer = async () => unknown;
    await labels.press(2);
    outcomes = [{ press: 1, outcome: unknown }];
    await vi.advanceTimersByTimeAsync(3000);
    expect(told).toEqual(["? Not known"]);
    expect(asked).toContainEqual([1]);

    outcomes = [{ press: 1, outcome: { ...ACCEPTED, ...known } }];
    await vi.advanceTimersByTimeAsync(2000);
    expect(told).toEqual(["? Not known", "known", words]);
    const times = asked.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect([asked.length, told.length, shown]).toEqual([times, 3, []]);
  });

  it("Press_OfUnknownOutcome_IsStillAskedForWhenTheCircuitWasAwayMeanwhile", async () => {
    vi.useFakeTimers();
    const unknown = { ...ACCEPTED, accepted: false, isUnknown: true, sentence: "Not known" };
    answer = async () => unknown;
    await labels.press(2);
    outcomes = [{ press: 1, outcome: null }];
    await vi.advanceTimersByTimeAsync(1000);
    labels.resolve([]);
    outcomes = [{ press: 1, outcome: ACCEPTED }];
    await vi.advanceTimersByTimeAsync(2000);
    expect(told.slice(1)).toEqual(["known", "+block_0005 2"]);
  });

  it("Press_WhileLoading_CallsNothingAndSaysSo", async () => {
    preconditions = { ...FINE, isPainted: false };
    await labels.press(2);
    expect(calls).toEqual([]);
    expect(told).toEqual(["Not yet: block_0005 is still loading"]);
  });

  it("Press_TypedAheadOfAnAdvance_IsRefused", async () => {
    const pressed = [labels.press(2), labels.press(3), labels.press(1)];
    moment = { ...moment, id: "block_0009" };
    pressed.push(labels.press(1));
    await Promise.all(pressed);
    expect(calls.map(({ id, label }) => [id, label])).toEqual([
      ["block_0005", 2],
      ["block_0009", 1],
    ]);
    expect(accepted()).toBe(2);
    expect(told.length).toBe(4);
  });

  it("Press_BehindAnotherThatStays_IsStoredAfterIt", async () => {
    answer = async () => ACCEPTED;
    await Promise.all([labels.press(2), labels.press(null), labels.press(1)]);
    expect(calls.map(({ label }) => label)).toEqual([2, null]);
    expect(accepted()).toBe(2);
    expect(told).toContain("Not yet: block_0005 is just being decided");
    expect(labels.inFlight).toBe(0);
  });

  it("Press_BehindAnotherThatIsNeverAnswered_IsRefused", async () => {
    vi.useFakeTimers();
    answer = () => new Promise(() => undefined);
    void labels.press(2);
    const second = labels.press(3);
    expect(labels.inFlight).toBe(2);
    await vi.advanceTimersByTimeAsync(2000);
    await second;
    expect(told).toEqual(["Not yet: The label of block_0005 is not confirmed"]);
    expect(labels.inFlight).toBe(0);
  });

  it.each([
    [true, 0],
    [false, 1],
  ])("Press_BehindAnUndoThatLeadsElsewhere_%s_IsForNoOtherBlock", async (leads, stored) => {
    const undoing = labels.undo(false);
    const pressed = labels.press(3);
    epoch += leads ? 1 : 0;
    await Promise.all([undoing, pressed]);
    expect(calls.length).toBe(stored);
    expect(told.length).toBe(1);
  });

  it("Undo_BehindAnother_IsCarriedOutAfterIt", async () => {
    await Promise.all([labels.undo(false), labels.undo(false), labels.undo(true)]);
    expect(undone.map(({ redo }) => redo)).toEqual([false, false, true]);
    expect(notices).toEqual([]);
  });

  it("Undo_BehindALabel_TakesThatOneBackAndGoesWhereItWas", async () => {
    let decide: (outcome: LabelOutcome) => void = () => undefined;
    answer = () => new Promise((resolve) => (decide = resolve));
    const pressed = labels.press(2);
    moment = { ...moment, id: "block_0006" };
    const undoing = labels.undo(false);
    await settled();
    expect(undone).toEqual([]);
    epoch++;
    decide(ACCEPTED);
    await Promise.all([pressed, undoing]);
    expect(undone).toEqual([{ press: 2, mode: "own", redo: false }]);
    expect(shown.map(({ block }) => block?.id)).toEqual(["block_0002"]);
    expect(notices).toEqual([]);
  });

  it.each([
    [
      "Refused",
      { ...ACCEPTED, accepted: false, reason: "disk full" },
      /decided nothing on block_0005/,
    ],
    ["InDoubt", null, /label of block_0005 is not confirmed/],
  ])("Undo_BehindALabel_%s_TakesNoEarlierOneBack", async (_, outcome, words) => {
    answer = () => (outcome === null ? Promise.reject(new Unanswered()) : Promise.resolve(outcome));
    await Promise.all([labels.press(2), labels.undo(false)]);
    expect(undone).toEqual([]);
    expect(notices[0]).toMatch(words);
    expect(labels.unanswered.length).toBe(outcome === null ? 1 : 0);
  });

  it("Undo_BehindAKeyThatWaits_IsRefusedInWords", async () => {
    answer = async () => ACCEPTED;
    await Promise.all([labels.press(2), labels.press(3), labels.undo(false)]);
    expect(calls.map(({ label }) => label)).toEqual([2, 3]);
    expect(undone).toEqual([]);
    expect(notices[0]).toMatch(/Not undone yet/);
  });

  it("Press_BehindAQuestion_DoesNotAnswerIt", async () => {
    const sentence = "bob set 1. Press 2 again to replace it";
    answer = async () => ({ ...ACCEPTED, accepted: false, reason: sentence, sentence });
    await Promise.all([labels.press(2), labels.press(2)]);
    expect(calls.length).toBe(1);
    expect(told).toContain(sentence);
    expect(told.length).toBe(2);
    await labels.press(2);
    expect(calls.length).toBe(2);
  });

  it("Flag_PressedTwice_IsGivenAndTakenBackInOrder", async () => {
    answer = async () => {
      mark = { isUnsure: mark?.isUnsure !== true, note: null };
      return ACCEPTED;
    };
    await Promise.all([labels.flag(), labels.flag()]);
    expect(calls.map(({ label, mark }) => [label, mark])).toEqual([
      [null, { unsure: true, note: null }],
      [null, { unsure: false, note: null }],
    ]);
    expect(told).toEqual(["+block_0005: flagged as unsure", "+block_0005: no longer flagged"]);
  });

  it("Label_BehindAFlagOfTheSameBlock_CountsAfterIt", async () => {
    answer = async () => ACCEPTED;
    await Promise.all([labels.flag(), labels.press(2)]);
    expect(calls.map(({ label, mark }) => [label, mark?.unsure ?? null])).toEqual([
      [null, true],
      [2, null],
    ]);
  });

  it("Flag_BehindALabelThatLeadsOn_IsForNoOtherBlock", async () => {
    await Promise.all([labels.press(2), labels.flag()]);
    expect(calls.length).toBe(1);
    expect(told).toContain("Not flagged: the key came before what became of block_0005");
  });

  it("Flag_Refused_SaysThatItIsNotThere", async () => {
    answer = async () => ({ ...ACCEPTED, accepted: false, reason: "disk full" });
    await labels.flag();
    expect(told).toEqual(["block_0005 is NOT flagged as unsure: disk full"]);
  });

  it("Note_BegunOnABlockThatIsNoLongerOnScreen_IsRefusedWithBothNames", async () => {
    const begun = labels.beginNote();
    moment = { ...moment, id: "block_0006" };
    expect(begun).not.toBeNull();
    const words = begun === null ? null : await labels.note("dim", begun.moment);
    expect(words).toMatch(/begun on block_0005, and block_0006 is on screen/);
    expect(calls).toEqual([]);
    expect(told).toEqual([words]);
  });

  it.each([
    ["Accepted", ACCEPTED, null],
    [
      "Refused",
      { ...ACCEPTED, accepted: false, reason: "disk full" },
      /NOT kept the note: disk full/,
    ],
  ])("Note_%s_AnswersItsDialog", async (_, outcome, words) => {
    answer = async () => outcome;
    mark = { isUnsure: true, note: "before" };
    const begun = labels.beginNote();
    expect(begun?.note).toBe("before");
    const refusal = begun === null ? "" : await labels.note("dim", begun.moment);
    expect(calls.map(({ mark }) => mark)).toEqual([{ unsure: null, note: "dim" }]);
    if (words === null) {
      expect(refusal).toBeNull();
    } else {
      expect(refusal).toMatch(words);
    }
  });

  it("FlagAndNote_WhileKeysSetFinalLabels_AreRefused", async () => {
    moment = { ...moment, mode: "final" };
    await labels.flag();
    expect(labels.beginNote()).toBeNull();
    expect(calls).toEqual([]);
    expect(told).toEqual([
      "Not flagged: you are setting final labels; flags and notes belong to annotators",
      "No note kept: you are setting final labels; flags and notes belong to annotators",
    ]);
  });

  it("Flag_OnABlockThatCannotBeRead_Counts", async () => {
    answer = async () => ACCEPTED;
    preconditions = { ...FINE, readableChannels: 0, isPainted: false };
    await labels.flag();
    await labels.press(1);
    expect(calls.length).toBe(1);
    expect(told[1]).toMatch(/no channel of block_0005 can be read/);
  });

  it("Press_BehindARefusedClear_Counts", async () => {
    answer = async () => ({ ...ACCEPTED, accepted: false, reason: "it has no label" });
    const cleared = labels.press(null);
    answer = async () => ACCEPTED;
    await Promise.all([cleared, labels.press(2)]);
    expect(calls.map(({ label }) => label)).toEqual([null, 2]);
    expect(told.at(-1)).toBe("+block_0005 2");
  });

  it("Press_RefusedByTheProgram_IsRefusedWithItsReason", async () => {
    answer = async () => ({ ...ACCEPTED, accepted: false, reason: "both disks are full" });
    await labels.press(2);
    expect(told).toEqual(["block_0005 is NOT labelled 2: both disks are full"]);
  });

  it("Press_AtTheLastBlock_IsNotReplacedByWhatIsTypedAhead", async () => {
    answer = async () => ({ ...ACCEPTED, isAtEnd: true });
    await labels.press(1);
    await labels.press(2);
    expect(calls.length).toBe(1);
    expect(told[1]).toMatch(/last block/);
  });

  it("Press_AfterALongSilence_IsNotHandedToACircuitThatDoesNotAnswer", async () => {
    [silentMs, isAnswering] = [60_000, false];
    await labels.press(2);
    expect(calls).toEqual([]);
    expect(told).toEqual(["block_0005 is NOT labelled 2: the program does not answer"]);
    isAnswering = true;
    await labels.press(2);
    expect(calls.length).toBe(1);
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
      answer = () => Promise.reject(new Unanswered());
      await labels.press(2);
      expect(told).toEqual([]);
      expect(doubt).toBe("The label of block_0005 is not confirmed");
      expect(doubted).toBe(1);
      expect(labels.inFlight).toBe(0);
      expect(labels.unanswered).toEqual([{ press: 1, isStill: true }]);
      epoch++;
      expect(labels.unanswered).toEqual([{ press: 1, isStill: false }]);
      await labels.press(3);
      expect(told).toEqual(["Not yet: The label of block_0005 is not confirmed"]);
      labels.resolve([{ press: 1, outcome }]);
      labels.resolve([{ press: 1, outcome }]);
      expect(told.slice(1)).toEqual([words]);
      expect(doubt).toBeNull();
      expect(labels.unanswered).toEqual([]);
    },
  );

  it("Press_NotAnsweredInTwoSeconds_IsDoubtfulAndItsLateAnswerCounts", async () => {
    vi.useFakeTimers();
    let late: (outcome: LabelOutcome) => void = () => undefined;
    answer = () => new Promise((resolve) => (late = resolve));
    const pressed = labels.press(2);
    expect(labels.inFlight).toBe(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(doubt).toMatch(/not confirmed/);
    expect(labels.inFlight).toBe(0);
    late(ACCEPTED);
    await pressed;
    expect(told).toEqual(["+block_0005 2"]);
    expect(doubt).toBeNull();
  });

  it("Press_StillUnderWayOnReturn_IsAskedForUntilItIsDecided", async () => {
    answer = () => Promise.reject(new Unanswered());
    await labels.press(2);
    outcomes = [{ press: 1, outcome: ACCEPTED }];
    labels.resolve([{ press: 1, outcome: null }]);
    await expect.poll(() => asked).toEqual([[1]]);
    await settled();
    expect(told).toEqual(["+block_0005 2"]);
  });

  it("Undo_GoesToTheBlockConcerned", async () => {
    await labels.undo(false);
    expect(undone).toEqual([{ press: 1, mode: "own", redo: false }]);
    expect(shown.map(({ block }) => block?.id)).toEqual(["block_0002"]);
    expect([told, forgotten]).toEqual([[], 1]);
  });

  it.each<Partial<LabelPreconditions>>([{ isConnected: false }, { jump: "it is being left" }])(
    "Undo_With_%o_IsRefusedInWords",
    async (given) => {
      preconditions = { ...FINE, ...given };
      await labels.undo(true);
      expect(undone).toEqual([]);
      expect(notices[0]).toMatch(/Not redone/);
    },
  );
});
