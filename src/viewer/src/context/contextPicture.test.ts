import { expect, test } from "vitest";
import { shownAs } from "../testing/phantom.ts";
import { channelsOf, fittedSize, isWidest, wordsOf } from "./contextPicture.ts";
import { type Around, contextUrlOf, fetchContext } from "./contextSource.ts";

const header = {
  shape: [1, 100, 200] as const,
  type: "uint16" as const,
  version: "1-2",
  codec: "none",
  storedType: "uint16",
  voxelSizeUm: [4, 1, 2] as const,
  notice: null,
};

function around(change: Partial<Around["context"]> = {}): Around {
  const plane = new Uint16Array(20_000);
  const channel = { name: "488", file: "488.zarr", header, plane, failure: null };
  const broken = { ...channel, name: "561", header: null, plane: null };
  const failure = { kind: "corrupt", message: "broken chunk" };
  return {
    z: 5,
    context: { level: 2, zoom: 8, box: [40, 60, 90, 115], ...change },
    channels: [channel, { ...broken, failure }],
  };
}

test("ContextUrl_IsTheSlicesAddressWithAZoom", () => {
  expect(contextUrlOf("/api/volumes/all/point_a?root=r1", 8)).toBe(
    "/api/context/point_a?root=r1&zoom=8",
  );
  expect(contextUrlOf("http://server/api/volumes/all/tile/point_a", 2)).toBe(
    "http://server/api/context/tile/point_a?zoom=2",
  );
});

test("ContextWords_SayHowFarOneSeesAndWhatFailed", () => {
  expect(wordsOf(around())).toBe("8 boxes wide · level 2 · 400 µm · 561: broken chunk");
});

test("ContextSize_VoxelsThatAreWider_KeepTheirForm", () => {
  // 400 µm wide and 100 µm high.
  expect(fittedSize(around(), 280)).toEqual([280, 70]);
});

test("ContextIsWidest_LessThanWasAskedFor_IsTheEnd", () => {
  expect(isWidest(around())).toBe(false);
  expect(isWidest(around({ zoom: 16 }))).toBe(true);
});

test("ContextChannels_AreThoseShownInTheBlocksColours", () => {
  const display = [shownAs("a", "#00ff00", [5, 90]), shownAs("b", "#ff0000", [0, 1])];
  const found = channelsOf(around(), ["a", "b"], display);
  expect(found.map(({ color, limits, width }) => [color, limits, width])).toEqual([
    ["#00ff00", [5, 90], 200],
  ]);
  const hidden = display.map((channel) => ({ ...channel, visible: false }));
  expect(channelsOf(around(), ["a", "b"], hidden)).toEqual([]);
});

test("FetchContext_Refused_GivesTheProgramsWords", async () => {
  const { signal } = new AbortController();
  const answer = async (response: Response) =>
    await fetchContext("/x", signal, () => Promise.resolve(response));

  const problem = JSON.stringify({ detail: "Nothing is known of what lies around this block." });
  expect(await answer(new Response(problem, { status: 404 }))).toBe(
    "Nothing is known of what lies around this block.",
  );
  expect(await answer(new Response("no JSON", { status: 500 }))).toBe(
    "The program refused it (500)",
  );
  const away = await fetchContext("/x", signal, () => Promise.reject(new TypeError("away")));
  expect(away).toBe("What lies around did not arrive: away");
});
