import { describe, expect, it } from "vitest";
import { FINE } from "../testing/labelFlowRig.ts";
import { type LabelPreconditions, rejectionReason } from "./labelPreconditions.ts";

describe("rejectionReason", () => {
  it("Label_OnAPaintedBlock_Counts", () => {
    expect(rejectionReason(FINE)).toBeNull();
  });

  it.each<[string, Partial<LabelPreconditions>, RegExp]>([
    ["NoBlock", { block: null }, /No block/],
    ["NotPainted", { isPainted: false }, /block_0005 is still loading/],
    ["ConnectionDown", { isConnected: false }, /connection/],
    ["NothingReadable", { readableChannels: 0, isPainted: false }, /no channel/],
    ["Jump", { jump: "block_0009 was asked for" }, /block_0009/],
    ["MoreChannelsThanCanBeTold", { seenFault: "too many channels" }, /too many channels/],
  ])("Label_%s_IsRefusedInWords", (_, given, words) => {
    expect(rejectionReason({ ...FINE, ...given })).toMatch(words);
  });
});
