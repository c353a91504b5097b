import { expect, it } from "vitest";
import { OpenPresses } from "./openPresses.ts";

const block = { root: "here", id: "block_0001" };

it("Presses_AreFoundByTheirOrderUntilTheyAreClosed", () => {
  let epoch = 0;
  const open = new OpenPresses(() => epoch);
  const first = open.begin(block, { kind: "label", label: 1 }, false);
  const second = open.begin(null, { kind: "label", label: null }, true);
  expect([first.number, second.number]).toEqual([1, 2]);
  expect(open.last(() => true)).toBe(second);
  expect(open.last((press) => press.block !== null)).toBe(first);
  epoch = 1;
  const third = open.begin(block, { kind: "label", label: null }, false);
  expect(open.unanswered).toEqual([
    { press: 1, isStill: false },
    { press: 2, isStill: false },
    { press: 3, isStill: true },
  ]);
  [second.isDoubtful, third.isDoubtful] = [true, true];
  expect([open.underWay, open.doubtful]).toEqual([1, second]);
  expect([open.close(second), open.close(second), open.isOpen(second)]).toEqual([
    true,
    false,
    false,
  ]);
  expect([open.doubtful, open.find(1), open.find(2)]).toEqual([third, first, null]);
});
