import { expect, test } from "vitest";
import { coverageOf } from "../voxels/coverage.ts";
import { EmptyBoxQuestion, emptyBoxWords } from "./emptyBox.ts";

const label = { kind: "label", label: 2 } as const;
const clear = { kind: "label", label: null } as const;
const words = "80 % of this box was never written, or nothing but the fill value";

function channel(share: number | null, failure: unknown = null) {
  const coverage = coverageOf("0,4,0,4,0,4", share === null ? null : `${share} 0,1,0,4,0,4`);
  return { failure, header: { coverage }, plane: null };
}

test("EmptyBoxWords_MoreThanHalfMissingInEveryChannel_TellTheSmallestShare", () => {
  expect(emptyBoxWords([channel(0.9), channel(0.801)])).toBe(words);
});

test.each([
  ["one channel is written", [channel(0.9), channel(null)]],
  ["half of it is written", [channel(0.5)]],
  ["nothing is known", [{ failure: null, header: null, plane: null }]],
  ["a folder of files", [{ failure: null, header: {}, plane: null }]],
  ["no channel can be read", [channel(0.9, new Error("broken"))]],
  ["there is no channel", []],
])("EmptyBoxWords_%s_AreNone", (_what, channels) => {
  expect(emptyBoxWords(channels)).toBeNull();
});

test("EmptyBoxWords_OneChannelBroken_AreOfTheOthers", () => {
  expect(emptyBoxWords([channel(null, new Error("broken")), channel(0.8)])).toBe(words);
});

test("EmptyBoxWords_BeforeTheVolumes_AreOfTheSlice", () => {
  const plane = { coverage: coverageOf("0,1,0,4,0,4", "0.8 0,1,0,4,0,4") };
  expect(emptyBoxWords([{ failure: null, header: {}, plane }])).toBe(words);
});

test("EmptyBoxQuestion_FirstLabel_AsksOnceAndOnlyOfSuchABox", () => {
  let now = 1000;
  const question = new EmptyBoxQuestion(() => now);

  expect(question.refusalOf(label, { emptyBox: null })).toBeNull();
  expect(question.refusalOf(clear, { emptyBox: words })).toBeNull();
  expect(question.refusalOf(label, { emptyBox: words })).toBe(
    `Not yet: ${words}. Press the key again to label it`,
  );
  now += 5000;
  expect(question.refusalOf(label, { emptyBox: words })).toBeNull();
  now += 1;
  expect(question.refusalOf(label, { emptyBox: words })).toBeNull();
});

test("EmptyBoxQuestion_KeyBeforeItCanBeRead_IsNoAnswer", () => {
  let now = 0;
  const question = new EmptyBoxQuestion(() => now);

  expect(question.refusalOf(label, { emptyBox: words })).not.toBeNull();
  now = 200;
  expect(question.refusalOf(label, { emptyBox: words })).not.toBeNull();
  now = 900;
  expect(question.refusalOf(label, { emptyBox: words })).toBeNull();
});
