import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { focusInside, largestOf, openingOf } from "../blocks/opening.ts";
import { STALE_FRAME_MS } from "../stage/staleFrameHold.ts";
import { records } from "../testing/contractExamples.ts";
import type { OpenAt } from "../voxels/sliceSource.ts";
import type { Zyx } from "../voxels/voxelType.ts";

/** What page and program say to each other; ContractTests.cs holds the program's side to it. */
const contract: {
  readonly records: unknown;
  readonly opening: readonly {
    readonly shapes: readonly Zyx[];
    readonly focus: Zyx | null;
    readonly at: OpenAt;
    readonly slice: number;
  }[];
  readonly last_picture_ms: number;
} = JSON.parse(
  new TextDecoder().decode(
    readFileSync(new URL("../../../../tests/vectors/contract.json", import.meta.url)),
  ),
);

test("Records_OfTheContract_AreThoseOfTheViewer", () => {
  expect(records).toStrictEqual(contract.records);
});

test.each(contract.opening)("Opening_Of%j_IsTheSliceThatTheProgramSends", (example) => {
  const shape = largestOf(example.shapes);
  const opening = openingOf(shape, focusInside(example.focus, shape), example.at);
  expect(Math.floor(opening?.[0] ?? Number.NaN)).toBe(example.slice);
});

test("LastPicture_Stays_AsLongAsTheProgramHasIt", () => {
  expect(STALE_FRAME_MS).toBe(contract.last_picture_ms);
});
