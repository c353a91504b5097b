import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Jump } from "./jump.ts";

describe("Jump", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("lets a step through at once when nothing was asked for", () => {
    const steps: string[] = [];
    new Jump(() => {}).after(() => steps.push("down"));
    expect(steps).toEqual(["down"]);
  });

  it("keeps the steps in their order until the block that was asked for is shown", () => {
    const steps: string[] = [];
    const jump = new Jump(() => {});
    jump.begin("block_0009 was asked for", (id) => id === "block_0009");
    jump.after(() => steps.push("up"));
    jump.after(() => steps.push("down"));
    jump.shown("block_0001");
    expect(steps).toEqual([]);
    jump.shown("block_0009");
    jump.shown("block_0009");
    expect(steps).toEqual(["up", "down"]);
  });

  it("forgets the step when another block is asked for, and when the page ends", () => {
    const steps: string[] = [];
    const jump = new Jump(() => {});
    jump.begin("one", () => true);
    jump.after(() => steps.push("down"));
    jump.begin("two", () => true);
    jump.end();
    jump.begin("three", () => true);
    jump.after(() => steps.push("down"));
    jump.cancel();
    jump.end();
    expect(steps).toEqual([]);
  });

  it("says that a step is lost when C# does not answer in time", () => {
    const steps: string[] = [];
    const overdue: (string | null)[] = [];
    const jump = new Jump((dropped) => overdue.push(dropped));
    jump.begin("one", () => true);
    vi.advanceTimersByTime(2000);
    jump.begin("two", () => true);
    jump.after(() => steps.push("down"));
    vi.advanceTimersByTime(2000);
    jump.end();
    expect(overdue).toEqual([null, "two"]);
    expect(steps).toEqual([]);
    expect(jump.reason).toBeNull();
  });
});
