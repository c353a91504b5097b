import { describe, expect, it } from "vitest";
import { placeBeside, type Rect } from "./tourPlace.ts";

const HEIGHT_PX = 160;

/** As the page lays them out, from the top left corner: list, picture with its bar, class rows, channels, save state. */
function targetsAt(width: number, height: number, left: number, right: number): [string, Rect][] {
  return [
    ["list", { left: 0, top: 40, right: left, bottom: height }],
    ["picture", { left: left + 1, top: 40, right: width - right - 1, bottom: height }],
    ["classes", { left: width - right, top: 40, right: width, bottom: 220 }],
    ["channels", { left: width - right, top: 220, right: width, bottom: height }],
    ["saved", { left: width - 420, top: 0, right: width - 260, bottom: 40 }],
  ];
}

describe.each([
  [1440, 900, 248, 296],
  [1100, 700, 208, 264],
  [900, 700, 160, 240],
  [720, 450, 160, 240],
])("a window of %i x %i", (width, height, left, right) => {
  it.each(targetsAt(width, height, left, right))(
    "Place_Beside_%s_CoversNoneOfItAndIsInTheWindow",
    (_, target) => {
      const placed = placeBeside(target, { width, height }, () => HEIGHT_PX);
      const bottom = placed.top + HEIGHT_PX;
      const end = placed.left + placed.width;
      expect(placed.left >= 0 && placed.top >= 0 && end <= width && bottom <= height).toBe(true);
      const isBeside =
        placed.left >= target.right ||
        end <= target.left ||
        placed.top >= target.bottom ||
        bottom <= target.top;
      expect(isBeside).toBe(true);
      expect(placed.width).toBeGreaterThanOrEqual(200);
    },
  );
});

it("Place_OfATallText_GoesWhereItFits", () => {
  const target = { left: 100, top: 100, right: 300, bottom: 140 };
  const placed = placeBeside(target, { width: 400, height: 600 }, (width) => 60_000 / width);
  expect(placed).toEqual({ left: 50, top: 148, width: 300 });
});

it("Place_WithoutRoomOnAnySide_IsInTheWindow", () => {
  const target = { left: 10, top: 10, right: 390, bottom: 290 };
  const placed = placeBeside(target, { width: 400, height: 300 }, () => HEIGHT_PX);
  expect(placed).toEqual({ left: 92, top: 132, width: 300 });
});
