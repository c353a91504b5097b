import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CLASSES } from "../testing/fakes.ts";
import { LabelFeedback } from "./labelFeedback.ts";

let root: HTMLElement;
let header: HTMLElement;
let row: HTMLElement;
let feedback: LabelFeedback;

const moves = (target: Element) =>
  target
    .getAnimations()
    .some(({ effect }) =>
      (effect as KeyframeEffect).getKeyframes().some(({ transform }) => transform),
    );

beforeEach(() => {
  const made = () => document.createElement("div");
  [root, header, row] = [made(), made(), made()];
  Object.assign(row.dataset, { testid: "block-item", blockId: 'odd"]block' });
  feedback = new LabelFeedback(header, CLASSES);
  root.append(header, row, feedback.element);
  document.body.append(root);
});

afterEach(() => {
  feedback.dispose();
  root.remove();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("LabelFeedback", () => {
  it("Accepted_FlashesTheRowAndNamesTheClass", () => {
    feedback.accepted('odd"]block', 2);
    expect(feedback.element.dataset.accepted).toBe("1");
    expect(feedback.element.textContent).toBe('odd"]block: 2 – Excitatory');
    expect(row.getAnimations().length).toBe(1);
    expect(moves(header)).toBe(false);
    feedback.accepted('odd"]block', null);
    expect(feedback.element.textContent).toBe('odd"]block: label cleared');
    expect([feedback.element.dataset.accepted, feedback.element.dataset.refused]).toEqual([
      "2",
      "0",
    ]);
  });

  it("Refused_FlashesAndShakesTheHeaderAndSaysWhy", () => {
    feedback.refused("Not yet: block_0005 is still loading");
    expect(feedback.element.dataset.refused).toBe("1");
    expect(feedback.element.textContent).toBe("Not yet: block_0005 is still loading");
    expect(moves(header)).toBe(true);
    expect(row.getAnimations().length).toBe(0);
  });

  it("Unknown_IsSaidInItsOwnWordsAndCountsAsNeither", () => {
    feedback.accepted("block_0005", 2);
    feedback.unknown("It is NOT KNOWN whether the label is stored");
    expect(feedback.element.textContent).toBe("It is NOT KNOWN whether the label is stored");
    const { accepted, refused, unknown } = feedback.element.dataset;
    expect([accepted, refused, unknown]).toEqual(["1", "0", "1"]);
    expect(moves(header)).toBe(false);
    feedback.known();
    expect(feedback.element.dataset.unknown).toBe("0");
    expect(feedback.element.textContent).toBe("");
  });

  it("Refused_WhereMotionIsUnwanted_OnlyChangesColour", () => {
    vi.stubGlobal("matchMedia", (query: string) => ({
      matches: query === "(prefers-reduced-motion: reduce)",
    }));
    feedback.refused("Not yet");
    expect(header.getAnimations().length).toBe(1);
    expect(moves(header)).toBe(false);
  });

  it("Refused_ThenAccepted_StaysLongEnoughToBeRead", () => {
    vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
    feedback.refused("Not yet");
    vi.advanceTimersByTime(1400);
    feedback.accepted("block_0005", 2);
    expect(feedback.element.textContent).toBe("block_0005: 2 – ExcitatoryNot yet");
    vi.advanceTimersByTime(200);
    expect(feedback.element.textContent).toBe("block_0005: 2 – Excitatory");
    vi.advanceTimersByTime(4000);
    expect(feedback.element.textContent).toBe("");
  });

  it("Pressed_AfterARefusalThatCouldBeRead_LeavesNoWordsOfIt", () => {
    vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
    feedback.refused("No class 9: this campaign has 1 to 3");
    vi.advanceTimersByTime(100);
    feedback.pressed();
    expect(feedback.element.textContent).toBe("No class 9: this campaign has 1 to 3");
    vi.advanceTimersByTime(1500);
    expect(feedback.element.textContent).toBe("");
    feedback.refused("No class 8: this campaign has 1 to 3");
    vi.advanceTimersByTime(2000);
    expect(feedback.element.textContent).toBe("No class 8: this campaign has 1 to 3");
    feedback.pressed();
    expect(feedback.element.textContent).toBe("");
  });

  it("Forget_AfterAnUndo_LeavesNoWordsOfTheKeyBefore", () => {
    feedback.refused("block_0005 is NOT cleared: it has no label");
    feedback.accepted("block_0005", 2);
    feedback.forget();
    expect(feedback.element.textContent).toBe("");
    expect(feedback.element.dataset.accepted).toBe("1");
  });

  it("Doubt_StaysBesideLaterWordsUntilItIsKnown", () => {
    feedback.doubtful("The label of block_0001 is not confirmed");
    feedback.refused("Not yet");
    expect(feedback.element.textContent).toContain("The label of block_0001 is not confirmed");
    feedback.doubtful(null);
    expect(feedback.element.textContent).toBe("Not yet");
  });
});
