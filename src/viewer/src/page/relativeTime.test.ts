import { expect, it } from "vitest";
import { agoText } from "./relativeTime.ts";

const at = new Date("2026-11-29T10:00:00Z");

it.each([
  ["2026-11-29T10:00:00.900Z", "now"],
  ["2026-11-29T09:59:58Z", "now"],
  ["2026-11-29T10:00:12Z", "12 s ago"],
  ["2026-11-29T10:00:59.900Z", "59 s ago"],
  ["2026-11-29T10:01:00Z", "1 min ago"],
  ["2026-11-29T10:59:59Z", "59 min ago"],
  ["2026-11-29T12:30:00Z", "2 h ago"],
  ["2026-11-30T10:00:00Z", at.toLocaleDateString()],
])("Ago_At%s_Is_%s", (now, words) => {
  expect(agoText(at, new Date(now))).toBe(words);
});
