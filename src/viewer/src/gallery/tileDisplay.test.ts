import { describe, expect, it } from "vitest";
import type { Limits } from "../display/contrast.ts";
import type { Thumbnail } from "./thumbnailSource.ts";
import { TileDisplay } from "./tileDisplay.ts";

/** A ramp of a hundred values that ends at `top`. */
function thumbnail(top: number, key = "488"): Thumbnail {
  const data = Uint16Array.from({ length: 100 }, (_, i) => (top * (i + 1)) / 100);
  return {
    channels: [{ key, type: "uint16", width: 10, height: 10, data }],
    keys: [key],
    seen: [],
  };
}

function displayOf(limits: Limits | null, isCampaign = false) {
  return new TileDisplay(() => ({
    color: "#ffffff",
    visible: true,
    gamma: 1,
    limits,
    isCampaign,
    percentiles: [0, 100],
  }));
}

describe("TileDisplay", () => {
  it("gives all tiles one set of limits, those of the first blocks together", () => {
    const display = displayOf(null);
    expect(display.learn("a", thumbnail(1000))).toBe(true);
    expect(display.channelsOf(thumbnail(1000))[0]?.limits).toEqual([10, 1000]);
    expect(display.learn("b", thumbnail(200))).toBe(true);
    expect(display.learn("b", thumbnail(200))).toBe(false);
    for (const any of [thumbnail(1000), thumbnail(200), thumbnail(9000)]) {
      expect(display.channelsOf(any)[0]?.limits).toEqual([2, 1000]);
    }
    expect(display.sourceOf(thumbnail(200))).toBe("auto, first 2 blocks");
  });

  it("stretches each tile on its own only where that is asked for, and says so", () => {
    const display = displayOf([5, 50], true);
    expect(display.channelsOf(thumbnail(1000))[0]?.limits).toEqual([5, 50]);
    expect(display.sourceOf(thumbnail(1000))).toBe("campaign");
    display.perTile = true;
    expect(display.channelsOf(thumbnail(1000))[0]?.limits).toEqual([10, 1000]);
    expect(display.channelsOf(thumbnail(200))[0]?.limits).toEqual([2, 200]);
    expect(display.sourceOf(thumbnail(1000))).toBe("auto, each tile");
  });

  it("takes the first 24 that arrive, and lets a channel that none of them has decide for itself", () => {
    const display = displayOf(null);
    for (let i = 0; i < 24; i++) {
      expect(display.learn(`b${i}`, thumbnail(1000))).toBe(true);
    }
    expect(display.learn("late", thumbnail(9000))).toBe(false);
    expect(display.channelsOf(thumbnail(9000))[0]?.limits).toEqual([10, 1000]);
    expect(display.channelsOf(thumbnail(300, "other"))[0]?.limits).toEqual([3, 300]);
  });

  it("begins anew with other blocks", () => {
    const display = displayOf(null);
    display.learn("a", thumbnail(1000));
    display.clear();
    expect(display.channelsOf(thumbnail(700))[0]?.limits).toEqual([7, 700]);
    display.learn("b", thumbnail(500));
    expect(display.channelsOf(thumbnail(7))[0]?.limits).toEqual([5, 500]);
  });
});
