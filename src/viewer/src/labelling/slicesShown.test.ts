import { expect, it } from "vitest";
import { type ShownFrame, SlicesShown } from "./slicesShown.ts";

const frame = (slice: number, change: Partial<ShownFrame> = {}): ShownFrame => ({
  slice,
  viewMode: "slice",
  slab: "none",
  ...change,
});

it("Slices_CountOnceEach", () => {
  const slices = new SlicesShown();
  for (const slice of [3, 4, 4, 3, 5]) {
    slices.painted("a", frame(slice));
  }
  expect(slices.of("a", 12)).toEqual({ share: 0.25, projected: false });
  expect(slices.of("b", 12)).toEqual({ share: 0, projected: false });
});

it("Volume_ShowsNoSlice_AndIsSaidToBeAProjection", () => {
  const slices = new SlicesShown();
  slices.painted("a", frame(3, { viewMode: "volume" }));
  expect(slices.of("a", 8)).toEqual({ share: 0, projected: true });
});

it("Slab_CountsAsTheSliceInItsMiddle", () => {
  const slices = new SlicesShown();
  slices.painted("a", frame(3, { slab: "max" }));
  slices.painted("a", frame(4));
  expect(slices.of("a", 8)).toEqual({ share: 0.25, projected: true });
});

it("FourPanes_ShowASliceAndAProjection", () => {
  const slices = new SlicesShown();
  slices.painted("a", frame(3, { viewMode: "quad" }));
  expect(slices.of("a", 4)).toEqual({ share: 0.25, projected: true });
});

it("Share_NeverExceedsOne", () => {
  const slices = new SlicesShown();
  for (let slice = 0; slice < 20; slice++) {
    slices.painted("a", frame(slice));
  }
  expect(slices.of("a", 10).share).toBe(1);
  expect(slices.of("a", 0).share).toBeNull();
});
