import { afterEach, beforeEach, expect, test } from "vitest";
import { display, StageRig } from "../testing/stageRig.ts";

let rig: StageRig;

beforeEach(() => {
  rig = new StageRig();
});

afterEach(() => rig.dispose());

test("Readout_UnderAPointerAtRest_FollowsSliceAndBlock", () => {
  const readout = () => rig.host.querySelector("[data-testid=readout]")?.textContent ?? "";
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  rig.stage.setSlice(7);
  rig.stage.drawNow();
  rig.point("pointermove", 200, 150);
  const before = readout();
  expect(before).toMatch(/^z 7 /);
  rig.stage.setSlice(8);
  rig.stage.drawNow();
  expect(readout()).toMatch(/^z 8 /);
  rig.stage.setSlice(7);
  rig.stage.show(rig.open("block_0002", 3), "");
  rig.stage.drawNow();
  expect(readout()).toMatch(/^z 7 /);
  expect(readout()).not.toBe(before);
});

test("Stage_QuadPressedInAPane_MovesTheCrossHairOfTheOthers", () => {
  rig.stage.setDisplay({ ...display, viewMode: "quad" });
  rig.stage.show(rig.open(), "");
  // Left column 252 px wide, upper row 176 px high: by the shape.
  rig.stage.center([10, 10, 10]);
  rig.stage.drawNow();
  rig.point("pointerdown", 126, 88);
  rig.point("pointerup", 126, 88);
  const [, y, x] = rig.stage.cursor;
  expect([y, x]).toEqual([15, 20]);
  expect(rig.stage.cursor[0]).toBe(10);
  rig.point("pointerdown", 126, 241);
  rig.point("pointerup", 126, 241);
  expect(rig.stage.cursor).toEqual([10, 15, 20]);
  rig.point("pointerdown", 126, 255);
  rig.point("pointerup", 126, 255);
  expect(rig.stage.cursor[0]).toBeGreaterThan(10);
  expect(rig.cursors.at(-1)).toEqual(rig.stage.cursor);
});

test("Stage_DoubleClickInAPane_FillsTheStageWithItAndBack", () => {
  rig.stage.setDisplay({ ...display, viewMode: "quad" });
  rig.stage.show(rig.open(), "");
  const quad = rig.pixels();
  rig.point("dblclick", 300, 70);
  const one = rig.pixels();
  expect(one).not.toBe(quad);
  expect(rig.host.querySelector<HTMLElement>("[data-testid=splitter-x]")?.style.display).toBe(
    "none",
  );
  rig.point("dblclick", 300, 70);
  expect(rig.pixels()).toBe(quad);
});

test("Stage_SplitterMoved_ResizesThePanes", () => {
  rig.stage.setDisplay({ ...display, viewMode: "quad" });
  rig.stage.show(rig.open(), "");
  const quad = rig.pixels();
  const bar = rig.host.querySelector<HTMLElement>("[data-testid=splitter-x]");
  bar?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  expect(rig.pixels()).not.toBe(quad);
});

test("Stage_WheelWithControl_StepsSlices", () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  rig.stage.setSlice(5);
  rig.stage.drawNow();
  const box = rig.canvas.getBoundingClientRect();
  const at = { clientX: box.left + 200, clientY: box.top + 150, bubbles: true, cancelable: true };
  rig.canvas.dispatchEvent(new WheelEvent("wheel", { ...at, deltaY: 100, ctrlKey: true }));
  expect(rig.stage.cursor[0]).toBe(6);
  rig.canvas.dispatchEvent(new WheelEvent("wheel", { ...at, deltaY: -100, ctrlKey: true }));
  expect(rig.stage.cursor[0]).toBe(5);
});

test("Stage_RenderedAgainAfterThePersonMoved_StaysWhereThePersonIs", () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  rig.stage.setSlice(5);
  const box = rig.canvas.getBoundingClientRect();
  const at = { clientX: box.left + 200, clientY: box.top + 150, bubbles: true, cancelable: true };
  rig.canvas.dispatchEvent(new WheelEvent("wheel", { ...at, deltaY: 100, ctrlKey: true }));
  rig.stage.setDisplay({ ...display, showFocus: false });
  expect(rig.stage.cursor[0]).toBe(6);
  rig.stage.setSlice(5);
  expect(rig.stage.cursor[0]).toBe(5);
});

test("Stage_HoveredAndZoomed_ReadsTheVoxelThatStaysUnderThePointer", () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  rig.stage.drawNow();
  const text = (): string => rig.host.querySelector("[data-testid=readout]")?.textContent ?? "";
  rig.point("pointermove", 120, 90);
  const before = text();
  expect(before).toMatch(/^z 0 {2}y \d+ {2}x \d+ {3}a \d+ {3}b \d+$/);
  const box = rig.canvas.getBoundingClientRect();
  const at = { clientX: box.left + 120, clientY: box.top + 90, bubbles: true, cancelable: true };
  for (let i = 0; i < 5; i++)
    rig.canvas.dispatchEvent(new WheelEvent("wheel", { ...at, deltaY: -120 }));
  rig.stage.drawNow();
  rig.point("pointermove", 120, 90);
  expect(text()).toBe(before);
});

test("Stage_Centred_ShowsTheWholePictureAtZoomOneAndTheFocusWhenZoomedIn", () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  const whole = rig.pixels();
  rig.stage.center([0, 3, 4]);
  expect(rig.pixels()).toBe(whole);
  expect(rig.stage.cursor).toEqual([0, 3, 4]);
});

for (const mode of ["slice", "volume"] as const) {
  test(`RightDrag_In_${mode}_IsForContrast_AndMovesNothing`, () => {
    rig.stage.setDisplay({ ...display, viewMode: mode });
    rig.stage.show(rig.open(), "");
    const before = rig.pixels();
    rig.point("pointerdown", 126, 88, { button: 2 });
    rig.point("pointermove", 146, 78);
    rig.point("pointermove", 156, 98);
    rig.point("pointerup", 156, 98, { button: 2 });
    rig.point("pointermove", 190, 98);
    expect(rig.contrasts).toEqual([
      [0, 0, "begin"],
      [20, -10, "move"],
      [30, 10, "move"],
      [30, 10, "end"],
    ]);
    expect(rig.cursors).toEqual([]);
    expect(rig.pixels()).toBe(before);
  });
}

test("Measure_DragOnASlice_DrawsALineWithItsProfile_UntilTheBlockChangesOrItEnds", () => {
  const chart = () => rig.host.querySelector<HTMLElement>("[data-testid=line-profile]");
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  rig.stage.setSlice(7);
  rig.stage.drawNow();
  expect(chart()?.hidden).toBe(true);
  expect(rig.stage.toggleMeasuring()).toBe(true);
  const before = rig.pixels();
  rig.point("pointerdown", 150, 150, { button: 0 });
  rig.point("pointermove", 250, 150);
  rig.point("pointerup", 250, 150);
  // The picture is fitted with a margin, 30 voxels in 0.98 * 300 px: 100 px are 10.2 voxels.
  expect(rig.pixels()).toBe(before);
  expect(chart()?.hidden).toBe(false);
  expect(chart()?.textContent).toMatch(/^10\.2 voxels · \d+ to \d+$/);
  expect(chart()?.dataset.samples).toBe("12");
  expect(rig.cursors).toEqual([]);
  rig.stage.show(rig.open("block_0002", 3), "");
  rig.stage.drawNow();
  expect(chart()?.hidden).toBe(true);
  rig.point("pointerdown", 150, 150, { button: 0 });
  rig.point("pointermove", 150, 200);
  rig.point("pointerup", 150, 200);
  rig.stage.drawNow();
  expect(chart()?.textContent).toMatch(/^5\.1 voxels/);
  expect(rig.stage.toggleMeasuring()).toBe(false);
  rig.stage.drawNow();
  expect(chart()?.hidden).toBe(true);
});

test("RightDrag_ThePointerIsTakenAway_Ends", () => {
  rig.stage.setDisplay(display);
  rig.stage.show(rig.open(), "");
  rig.stage.drawNow();
  rig.point("pointerdown", 126, 88, { button: 2 });
  rig.point("pointermove", 136, 88);
  rig.point("pointercancel", 136, 88);
  expect(rig.contrasts.at(-1)).toEqual([10, 0, "end"]);
});
