import { expect, it } from "vitest";
import type { GalleryRows } from "../page/contract.ts";
import { GalleryFeed } from "./galleryFeed.ts";

const settled = () => new Promise((resolve) => setTimeout(resolve));

function rig() {
  const asked: { readonly known: number; answer(rows: GalleryRows | null): void; fail(): void }[] =
    [];
  const taken: (number | null)[] = [];
  const faults: unknown[] = [];
  const feed = new GalleryFeed(
    {
      page: {
        onGalleryRows: (known) =>
          new Promise((answer, reject) => {
            asked.push({ known, answer, fail: () => reject(new Error("away")) });
          }),
      },
      connection: { callFailed: (error) => faults.push(error) },
    },
    (answer) => taken.push(answer?.version ?? null),
  );
  return { asked, taken, faults, feed };
}

const rows = (version: number) => ({ version }) as GalleryRows;

it("Several questions before the answer are one more, and that nothing has changed is told, too", async () => {
  const { asked, taken, feed } = rig();
  feed.refresh();
  expect(asked.length).toBe(0);
  feed.isOpen = true;
  feed.refresh();
  feed.refresh();
  feed.refresh();
  expect(asked.map(({ known }) => known)).toEqual([0]);
  asked[0]?.answer(rows(3));
  await settled();
  expect(asked.map(({ known }) => known)).toEqual([0, 3]);
  asked[1]?.answer(null);
  await settled();
  expect([taken, asked.length]).toEqual([[3, null], 2]);
});

it("A question without an answer is told, and the next one is asked", async () => {
  const { asked, faults, feed } = rig();
  feed.isOpen = true;
  feed.refresh();
  asked[0]?.fail();
  await settled();
  expect(faults.length).toBe(1);
  feed.refresh();
  expect(asked.length).toBe(2);
});
