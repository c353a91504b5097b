import { beforeEach, expect, it } from "vitest";
import { ActiveTime, IDLE_MS, MOST_SPANS } from "./activeTime.ts";

let now: number;
let active: ActiveTime;

/** A clock of the test's own: nothing here waits. */
beforeEach(() => {
  now = 1_000_000;
  active = new ActiveTime(() => now);
  active.attend(true);
  active.show("a");
});

const after = (ms: number) => {
  now += ms;
};

it("Time_OnABlock_IsFromItsPictureToThePress", () => {
  after(2500);
  expect(active.of("a")).toEqual({ activeMs: 2500, spans: [[2500, 0]] });
  expect(active.of("b")).toEqual({ activeMs: 0, spans: [] });
});

it("Time_WithoutInput_EndsAfterHalfAMinute", () => {
  after(10_000);
  active.input();
  after(IDLE_MS + 45_000);
  expect(active.of("a").activeMs).toBe(10_000 + IDLE_MS);
  active.input();
  after(1000);
  expect(active.of("a")).toEqual({
    activeMs: 10_000 + IDLE_MS + 1000,
    spans: [
      [10_000 + IDLE_MS + 46_000, 46_000],
      [1000, 0],
    ],
  });
});

it("Time_OfAWindowWithoutFocus_IsNotCounted", () => {
  after(1000);
  active.attend(false);
  after(5000);
  active.input();
  after(5000);
  expect(active.of("a").activeMs).toBe(1000);
  active.attend(true);
  after(300);
  expect(active.of("a").activeMs).toBe(1300);
});

it("Time_WhileNothingIsPainted_IsOfNoBlock", () => {
  after(1000);
  active.show(null);
  after(2000);
  active.show("b");
  after(400);
  active.show("a");
  after(70);
  expect(active.of("a").activeMs).toBe(1070);
  expect(active.of("b")).toEqual({ activeMs: 400, spans: [[470, 70]] });
});

it("Decision_TakesItsTime_AndTheNextBeginsAtNothing", () => {
  after(1000);
  active.decided("a");
  expect(active.of("a").activeMs).toBe(0);
  after(200);
  expect(active.of("a")).toEqual({ activeMs: 200, spans: [[200, 0]] });
});

it("Asking_SplitsNoSpan", () => {
  for (let i = 0; i < 10; i++) {
    after(100);
    active.of("a");
  }
  expect(active.of("a")).toEqual({ activeMs: 1000, spans: [[1000, 0]] });
});

it("Spans_AreBounded_AndTheSumIsNot", () => {
  for (let i = 0; i < MOST_SPANS + 20; i++) {
    after(10);
    active.show(null);
    after(1);
    active.show("a");
  }
  expect(active.of("a").activeMs).toBe(10 * (MOST_SPANS + 20));
  expect(active.of("a").spans).toHaveLength(MOST_SPANS);
});

it("Window_NeverAttended_MeasuresNothing", () => {
  const other = new ActiveTime(() => now);
  other.show("a");
  other.input();
  after(1000);
  expect(other.of("a").activeMs).toBe(0);
});
