import { beforeEach, describe, expect, it } from "vitest";
import { keyOf } from "../blocks/navigation.ts";
import { blockRef, CLASSES, showRequest } from "../testing/fakes.ts";
import { BlockHeader } from "./blockHeader.ts";

let place: HTMLElement;
let header: BlockHeader;
let steps: number[];

const label = () => header.element.querySelector<HTMLElement>("[data-testid=overlay-label]");
const text = () => header.element.textContent ?? "";
const shown = () => place.querySelector("[data-testid=block-name]")?.textContent;

beforeEach(() => {
  place = document.createElement("span");
  steps = [];
  header = new BlockHeader(place, CLASSES, { onStep: (step) => steps.push(step) });
  header.learn(showRequest(5, 0));
});

describe("BlockHeader", () => {
  it("Words_OfTheNextBlock_WaitForItsPicture", () => {
    header.update(keyOf(blockRef(5)), blockRef(5));
    header.update(keyOf(blockRef(5)), blockRef(6));
    expect([label()?.dataset.blockId, shown()]).toEqual(["block_0005", "block_0005"]);
    header.update(keyOf(blockRef(6)), blockRef(6));
    expect([label()?.dataset.blockId, shown()]).toEqual(["block_0006", "block_0006"]);
    expect(text()).toContain("6 of 10");
  });

  it("Words_WhileNothingIsPainted_AreOfNoBlock", () => {
    header.update(keyOf(blockRef(5)), blockRef(5));
    header.update("", blockRef(42));
    expect(label()?.dataset.blockId).toBe("");
    expect(text()).not.toContain("block_0005");
    expect(header.element.classList).toContain("pv-waiting");
    expect(shown()).toBe("block_0042");
    header.update("", null);
    expect(shown()).toBe("No block");
    expect(label()?.hidden).toBe(true);
  });

  it("Words_ToldLater_ReplaceThoseOfTheRequest", () => {
    const words = {
      label: 2,
      labelName: null,
      position: "block 5 of 10",
      review: null,
      mark: null,
    };
    header.tell([{ root: "here", id: "block_0005", words }]);
    header.update(keyOf(blockRef(5)), blockRef(5));
    expect(label()?.textContent).toBe("2 – Excitatory");
    header.learn(showRequest(5, 0));
    header.update(keyOf(blockRef(5)), blockRef(5));
    expect(label()?.textContent).toBe("No label");
  });

  it("ClassName_WithACharacterThatLeavesNoMark_IsShownApart", () => {
    header = new BlockHeader(place, [{ name: "Inhib\u200b", style: "" }], { onStep: () => {} });
    const words = {
      label: 1,
      labelName: null,
      position: "block 5 of 10",
      review: null,
      mark: null,
    };
    header.tell([{ root: "here", id: "block_0005", words }]);
    header.update(keyOf(blockRef(5)), blockRef(5));
    expect(label()?.textContent).toBe("1 – Inhib\\u{200B}");
  });

  it("BlockThatCannotBeJudged_SaysSoWithTheReason", () => {
    const mark = { isUnsure: true, note: null, unusable: "torn" };
    const words = { label: null, labelName: null, position: "", review: null, mark };
    header.tell([{ root: "here", id: "block_0005", words }]);
    header.update(keyOf(blockRef(5)), blockRef(5));
    expect(label()?.textContent).toBe("Cannot be judged");
    const said = header.element.querySelector("[data-testid=overlay-mark]");
    expect(said?.textContent).toBe("\u2298 torn \u00b7 ? unsure");
  });

  it.each([
    [{ isAgreed: true, hasDisagreement: false }, "agree"],
    [{ isAgreed: false, hasDisagreement: true }, "differ"],
    [{ isAgreed: false, hasDisagreement: false }, "few"],
  ])("Review_Of%o_IsShownAs_%s", (votes, shown) => {
    const review = { ...votes, text: "Consensus 1" };
    const words = { label: 9, labelName: null, position: "", review, mark: null };
    header.tell([{ root: "here", id: "block_0005", words }]);
    header.update(keyOf(blockRef(5)), blockRef(5));
    expect(header.element.querySelector("[data-votes]")?.getAttribute("data-votes")).toBe(shown);
    expect(label()?.textContent).toBe("9 – no such class");
  });

  it("Steps_Clicked_GoBackAndOn", () => {
    for (const name of ["previous", "next"]) {
      place.querySelector<HTMLElement>(`[data-testid=block-${name}]`)?.click();
    }
    expect(steps).toEqual([-1, 1]);
  });

  it("Mode_OfAnAdjudication_IsSaidUntilItIsLeft", () => {
    const final = () => header.element.querySelector<HTMLElement>(".pv-header-final");
    header.learn({ ...showRequest(5, 0), mode: "final" });
    header.update(keyOf(blockRef(5)), blockRef(5));
    expect(final()?.hidden).toBe(false);
    expect(final()?.textContent).toBe("FINAL LABEL");
    header.learn({ ...showRequest(5, 0), mode: "second" });
    header.update(keyOf(blockRef(5)), blockRef(5));
    expect(final()?.textContent).toBe("SECOND OPINION");
    expect(final()?.hidden).toBe(false);
    header.learn(showRequest(5, 0));
    header.update(keyOf(blockRef(5)), blockRef(5));
    expect(final()?.hidden).toBe(true);
  });
});
