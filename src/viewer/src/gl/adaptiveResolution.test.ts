import { expect, test } from "vitest";
import { AdaptiveResolution } from "./adaptiveResolution.ts";

const resolution = (): AdaptiveResolution => new AdaptiveResolution({} as WebGL2RenderingContext);

test("Pace_AtFirst_IsHalfPerAxis", () => {
  expect(resolution().share).toBe(0.5);
});

test("Pace_SeveralQuickFrames_GoesToFull", () => {
  const p = resolution();
  for (let i = 0; i < 3; i++) p.learn(true, 6);
  expect(p.share).toBe(1);
});

test("Pace_FrameNotDoneOrLookedAtTooLate_IsHalfAgainForLonger", () => {
  const p = resolution();
  for (let i = 0; i < 3; i++) p.learn(true, 6);
  p.learn(false, 6);
  expect(p.share).toBe(0.5);
  for (let i = 0; i < 11; i++) p.learn(true, 6);
  expect(p.share).toBe(0.5);
  p.learn(true, 6);
  expect(p.share).toBe(1);
  p.learn(true, 40);
  expect(p.share).toBe(0.5);
});
