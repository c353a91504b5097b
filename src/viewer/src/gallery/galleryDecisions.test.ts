import { expect, test } from "vitest";
import { EmptyBoxQuestion } from "../labelling/emptyBox.ts";
import type { LabelOutcome } from "../page/contract.ts";
import { coverageOf } from "../voxels/coverage.ts";
import { GalleryDecisions } from "./galleryDecisions.ts";
import type { Thumbnail } from "./thumbnailSource.ts";

const WISH = { label: 2, unsure: null, unusable: null } as const;

/** `share`: of its one channel that was never written. */
function thumbnail(share: number): Thumbnail {
  const data = new Uint16Array(16);
  const coverage = coverageOf("0,1,0,4,0,4", share === 0 ? null : `${share} 0,1,0,4,0,3`);
  return {
    channels: [{ key: "488", type: "uint16", width: 4, height: 4, data, coverage }],
    keys: ["488"],
    seen: [],
  };
}

function rig() {
  let now = 0;
  const refused: string[] = [];
  const calls: string[] = [];
  const outcome = { accepted: true, isUnknown: false, sentence: null } as unknown as LabelOutcome;
  const decisions = new GalleryDecisions(
    {
      page: { onGallery: () => Promise.resolve(outcome) },
      connection: { isUp: true },
      labels: {
        emptyBox: new EmptyBoxQuestion(() => now),
        decideMany: ({ subject }) => {
          calls.push(subject);
          return Promise.resolve(outcome);
        },
      },
      noteEditor: { open: () => undefined },
    },
    { accepted: () => undefined, hint: () => undefined, refused: (words) => refused.push(words) },
    { seen: () => [], state: (id) => thumbnail(id === "written" ? 0 : 0.75) },
  );
  return { decisions, refused, calls, wait: () => (now += 1000) };
}

test("GalleryDecisions_BlocksThatWereNeverWritten_AskOnceBeforeTheyAreLabelled", async () => {
  const { decisions, refused, calls, wait } = rig();
  const of = (...subject: string[]) =>
    decisions.carryOut(WISH, { root: "here", subject, refusal: null });

  expect((await of("written")).isAccepted).toBe(true);
  expect((await of("written", "a", "b")).isAccepted).toBe(false);
  expect(refused).toEqual([
    "Not yet: more than half of 2 blocks was never written, or nothing but the fill value. Press the key again to label them",
  ]);
  wait();
  expect((await of("written", "a", "b")).isAccepted).toBe(true);
  expect((await of("c")).isAccepted).toBe(true);
  expect(calls).toEqual(["1 block", "3 blocks", "1 block"]);
});

test("GalleryDecisions_ClearingAndFlags_AskNothing", async () => {
  const { decisions, refused } = rig();
  for (const wish of [
    { ...WISH, label: null },
    { ...WISH, label: null, unsure: true },
  ]) {
    const { isAccepted } = await decisions.carryOut(wish, {
      root: "here",
      subject: ["a"],
      refusal: null,
    });
    expect(isAccepted).toBe(true);
  }
  expect(refused).toEqual([]);
});
