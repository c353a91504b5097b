import { afterEach, beforeEach, expect, it } from "vitest";
import type { LabelOutcome } from "../page/contract.ts";
import { settled } from "../testing/fakes.ts";
import { ACCEPTED, LabelFlowRig } from "../testing/labelFlowRig.ts";

const IDS = ["block_0004", "block_0005", "block_0006"];
const MANY = {
  root: "here",
  ids: IDS,
  subject: "3 blocks",
  decision: { kind: "label", label: 1 },
} as const;

let rig: LabelFlowRig;

beforeEach(() => {
  rig = new LabelFlowRig();
  rig.answer = async () => ACCEPTED;
});

afterEach(() => {
  rig.labels.dispose();
});

it.each([
  ["block_0005", "here", 0],
  ["block_0007", "here", 1],
  ["block_0005", "elsewhere", 1],
])(
  "Press_On_%s_Of_%s_WhileManyAreDecided_IsHeldBackOnlyWhereItIsOneOfThem",
  async (id, root, calls) => {
    let answer: (outcome: LabelOutcome) => void = () => undefined;
    const many = rig.labels.decideMany(
      MANY,
      () => new Promise((resolve) => (answer = resolve)),
      () => undefined,
    );
    rig.moment = { ...rig.moment, root, id };
    const pressed = rig.labels.press(2);
    await settled();
    expect(rig.calls.length).toBe(calls);

    answer(ACCEPTED);
    await Promise.all([many, pressed]);
    expect(rig.calls.map((call) => [call.id, call.label])).toEqual([[id, 2]]);
    expect(rig.told).toEqual([`+${id} 2`]);
  },
);

it("Many_BehindAKeyOnOneOfThem_AreDecidedAfterIt", async () => {
  let answer: (outcome: LabelOutcome) => void = () => undefined;
  rig.answer = () => new Promise((resolve) => (answer = resolve));
  const pressed = rig.labels.press(2);
  const order: string[] = [];
  const many = rig.labels.decideMany(
    MANY,
    async () => {
      order.push("many");
      return ACCEPTED;
    },
    () => undefined,
  );
  await settled();
  expect([rig.calls.length, order]).toEqual([1, []]);

  answer(ACCEPTED);
  await Promise.all([pressed, many]);
  expect(order).toEqual(["many"]);
});
