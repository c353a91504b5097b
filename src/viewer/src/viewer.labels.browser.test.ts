import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { blockRef, showRequest } from "./testing/fakes.ts";
import { canvas, counted, feedback, painted, ViewerRig } from "./testing/viewerRig.ts";

let rig: ViewerRig;

beforeEach(() => {
  rig = new ViewerRig();
});

afterEach(() => rig.dispose());

describe("labels", () => {
  it("Label_OnAPaintedBlock_GoesToThatBlock", async () => {
    await rig.create();
    await rig.opened();
    await userEvent.keyboard("2");
    const press = {
      press: 1,
      mode: "own",
      navigation: 0,
      root: "here",
      id: "block_0005",
      label: 2,
    };
    expect(rig.program.labels[0]).toMatchObject(press);
    await userEvent.keyboard("{Backspace}");
    expect(rig.program.labels[1]).toMatchObject({ press: 2, label: null });
    await counted(2, 0);
  });

  it("Label_OfNoClass_SaysWhichThereAre", async () => {
    await rig.create();
    await rig.opened();
    await userEvent.keyboard("7");
    await expect.element(feedback()).toHaveTextContent("No class 7: this campaign has 1 to 3");
    await counted(0, 1);
    expect(rig.program.of("onLabel")).toEqual([]);
  });

  it("Label_WhileTheNextBlockLoads_LabelsNothing", async () => {
    await rig.create();
    await rig.opened();
    rig.program.isHolding = true;
    rig.viewer.show({ ...showRequest(0, 0), block: blockRef(42) });
    await expect.element(canvas()).toHaveAttribute("data-block-id", "");
    await expect.element(page.getByTestId("viewer-loading")).toHaveTextContent("block_0042");
    await userEvent.keyboard("1");
    expect(rig.program.of("onLabel")).toEqual([]);
    await expect.element(feedback()).toHaveTextContent("block_0042 is still loading");
    await counted(0, 1);
    rig.program.release();
    await painted("block_0042");
  });

  it("Row_Pressed_AsksForItsSliceAheadOfTheClick", async () => {
    await rig.create();
    await rig.opened();
    const row = document.createElement("div");
    row.dataset.sliceUrl = blockRef(42).sliceUrl;
    rig.root.append(row);
    const asked = vi.spyOn(rig.program, "fetch");
    vi.stubGlobal("fetch", rig.program.fetch);
    row.dispatchEvent(new PointerEvent("pointerdown", { button: 2, bubbles: true }));
    expect(asked).not.toHaveBeenCalled();
    row.dispatchEvent(new PointerEvent("pointerdown", { button: 0, bubbles: true }));
    expect(asked.mock.calls.map(([url]) => url)).toEqual([`${blockRef(42).sliceUrl}?at=focus`]);
    rig.viewer.show({ ...showRequest(0, 0), block: blockRef(42), next: [], previous: null });
    await painted("block_0042");
    const slices = asked.mock.calls.filter(([url]) => String(url).includes("/all/"));
    expect(slices.length).toBe(1);
  });

  it("Panel_OfABlockThatLoads_IsDrawnAfterTheFrameThatWasAwaited", async () => {
    await rig.create();
    await rig.opened();
    const drawn: string[] = [];
    const watch = new MutationObserver((records) => {
      drawn.push(...records.map(({ type }) => (type === "attributes" ? "frame" : "panel")));
    });
    watch.observe(canvas().element(), { attributes: true, attributeFilter: ["data-frame"] });
    watch.observe(rig.root.querySelector(".pv-panel") as Element, {
      childList: true,
      subtree: true,
    });
    rig.program.isHolding = true;
    const only = blockRef(42).channels.slice(0, 1);
    rig.viewer.show({ ...showRequest(0, 0), block: blockRef(42, { channels: only }) });
    await expect.poll(() => page.getByTestId("channel").elements().length).toBe(1);
    watch.disconnect();
    expect(drawn[0]).toBe("frame");
    expect(drawn).toContain("panel");
    rig.program.release();
    await painted("block_0042");
  });

  it("Labels_TypedAhead_GoToOneBlockEach", async () => {
    await rig.create();
    await rig.opened();
    rig.program.advancesTo = 6;
    // In one task, so that the second comes before any answer.
    for (let press = 0; press < 2; press++) {
      const key = { key: "1", code: "Digit1", bubbles: true };
      document.body.dispatchEvent(new KeyboardEvent("keydown", key));
    }
    await painted("block_0006");
    expect(rig.program.labels.map(({ id }) => id)).toEqual(["block_0005"]);
    await counted(1, 1);
    rig.program.advancesTo = null;
    await userEvent.keyboard("1");
    await counted(2, 1);
    expect(rig.program.labels.map(({ id }) => id)).toEqual(["block_0005", "block_0006"]);
  });

  it("Words_OverThePicture_NameItsBlockInTheSameTask", async () => {
    await rig.create();
    await rig.opened();
    const label = page.getByTestId("overlay-label");
    await expect.element(label).toHaveAttribute("data-block-id", "block_0005");
    await expect.element(label).toHaveTextContent("No label");
    const apart: string[] = [];
    const watch = new MutationObserver(() => {
      const { blockId } = canvas().element().dataset;
      if (label.element().dataset.blockId !== blockId) {
        apart.push(`${blockId} ${label.element().dataset.blockId}`);
      }
    });
    watch.observe(rig.root, {
      attributes: true,
      childList: true,
      subtree: true,
      characterData: true,
    });
    await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
    rig.program.isHolding = true;
    rig.viewer.show({ ...showRequest(0, 9), block: blockRef(42) });
    await expect.element(canvas()).toHaveAttribute("data-block-id", "");
    rig.program.release();
    await painted("block_0042");
    watch.disconnect();
    expect(apart).toEqual([]);
  });

  it("Label_WhileTheConnectionIsDown_IsRefusedAndTheBannerSaysSo", async () => {
    await rig.create();
    await rig.opened();
    rig.program.isUp = false;
    await expect.element(page.getByTestId("connection-banner")).toBeVisible();
    await userEvent.keyboard("1");
    await expect.element(feedback()).toHaveTextContent("Not labelled");
    await counted(0, 1);
    expect(rig.program.of("onLabel")).toEqual([]);
    rig.program.isUp = true;
    await expect.element(page.getByTestId("connection-banner")).not.toBeVisible();
    await userEvent.keyboard("1");
    expect(rig.program.of("onLabel").length).toBe(1);
  });

  it("ClassRow_Clicked_MeansTheBlockOnScreenAtTheClick", async () => {
    await rig.create();
    await rig.opened();
    const row = document.createElement("button");
    row.dataset.testid = "label-3";
    rig.root.append(row);
    row.click();
    await userEvent.keyboard("{ArrowDown}");
    await painted("block_0006");
    expect(rig.program.labels).toMatchObject([{ id: "block_0005", label: 3 }]);
  });

  it("Label_BehindARowClick_IsRefusedUntilItsBlockIsThere", async () => {
    await rig.create();
    await rig.opened();
    const row = document.createElement("div");
    Object.assign(row.dataset, { testid: "block-item", blockId: "block_0002" });
    rig.root.append(row);
    row.click();
    await userEvent.keyboard("1");
    await counted(0, 1);
    rig.viewer.show(showRequest(2, 0));
    await painted("block_0002");
    await userEvent.keyboard("1");
    await counted(1, 1);
    expect(rig.program.labels).toMatchObject([{ id: "block_0002" }]);
  });

  it("Label_BehindEscapeOutOfAnAdjudication_IsRefusedUntilItIsLeft", async () => {
    await rig.create();
    await rig.opened({ ...showRequest(5, 0), mode: "final" });
    await expect.element(page.getByText("FINAL LABEL")).toBeVisible();
    const leaving = vi
      .spyOn(rig.program, "invokeMethodAsync")
      .mockReturnValue(new Promise(() => {}));
    await userEvent.keyboard("{Escape}1{Backspace}{Control>}z{/Control}");
    expect(leaving.mock.calls.map(([method]) => method)).not.toContain("onLabel");
    expect(leaving.mock.calls.map(([method]) => method)).not.toContain("onUndo");
    await counted(0, 2);
    leaving.mockRestore();
  });

  it("Undo_ShowsTheBlockConcerned", async () => {
    await rig.create();
    await rig.opened();
    await userEvent.keyboard("{Control>}z{/Control}");
    await painted("block_0001");
    expect(rig.program.of("onUndo")).toEqual([[{ press: 1, mode: "own", redo: false }]]);
  });
});
