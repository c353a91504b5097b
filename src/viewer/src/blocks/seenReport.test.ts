import { expect, it } from "vitest";
import { TooLarge } from "../page/page.ts";
import { blockRef } from "../testing/fakes.ts";
import { SeenReport } from "./seenReport.ts";

const seen = [{ index: 0, file: "488.tif", version: "1-1", failure: null, isOutage: false }];
const other = [
  { index: 0, file: "488.tif", version: null, failure: "ends early", isOutage: false },
];

it("Reports_OfDifferentPictures_HaveRisingNumbersAndEqualOnesAreOne", () => {
  const report = new SeenReport();
  expect(report.number).toBe(0);
  expect(report.update(blockRef(1), seen, false)?.number).toBe(1);
  expect(report.update(blockRef(1), [...seen], false)).toBeNull();
  expect(report.update(blockRef(1), other, false)?.number).toBe(2);
  expect(report.update(blockRef(1), other, true)).toMatchObject({ number: 3, sizesDiffer: true });
  expect(report.update(blockRef(1), other, true)).toBeNull();
  report.clear();
  expect(report.number).toBe(0);
  expect(report.update(blockRef(2), seen, false)?.number).toBe(4);
});

it("Refused_Report_IsNotToldUntilAnotherBlockIsOpened", () => {
  const report = new SeenReport();
  const first = report.update(blockRef(1), seen, false);
  const second = report.update(blockRef(1), other, false);
  report.refuse("block_0001", new TooLarge("600 KiB"), first);
  expect(report.fault).toBeNull();
  report.refuse("block_0001", new TooLarge("600 KiB"), second);
  expect(report.fault).toBe("block_0001 has too many channels to be labelled: 600 KiB");
  expect(report.told).toBeNull();
  report.clear();
  expect(report.fault).toBeNull();
});
