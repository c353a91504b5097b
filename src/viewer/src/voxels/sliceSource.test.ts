import { expect, it, vi } from "vitest";
import { FakeServer, problemResponse, settled, sliceResponse } from "../testing/fakes.ts";
import { SliceSource } from "./sliceSource.ts";

const URL_5 = "http://server/api/volumes/all/block_0005";
const signal = () => new AbortController().signal;

it("Load_OfARootWithAQuery_AddsTheSliceToIt", async () => {
  const server = new FakeServer();
  const source = new SliceSource(server.fetch);
  void source.load(`${URL_5}?root=7`, 3, signal());
  void source.load(URL_5, "first", signal());
  await settled();
  expect(server.asked.map(({ url }) => url)).toEqual([`${URL_5}?root=7&z=3`, `${URL_5}?at=first`]);
});

it("Load_OfWhatWasAnticipated_TakesItsAnswerOver", async () => {
  const server = new FakeServer();
  const source = new SliceSource(server.fetch);
  source.anticipate(URL_5, "focus");
  source.anticipate(URL_5, "focus");
  const loading = source.load(URL_5, "focus", signal());
  server.open("block_0005").answer(sliceResponse(URL_5));
  expect((await loading)?.z).toBe(2);
  expect(server.asked.length).toBe(1);
});

it("Load_OfAnotherBlock_LeavesTheAnticipatedAlone", async () => {
  const server = new FakeServer();
  const source = new SliceSource(server.fetch);
  source.anticipate(URL_5, "focus");
  const loading = source.load("http://server/api/volumes/all/block_0006", "focus", signal());
  server.open("block_0006").answer(sliceResponse("block_0006"));
  const slice = await loading;
  expect([...(slice?.channels[0]?.plane ?? [])]).toEqual(new Array(6).fill(6));
  expect(server.open("block_0005").signal?.aborted).toBe(false);
  void source.load(URL_5, "focus", signal());
  expect(server.asked.length).toBe(2);
});

it("Anticipated_ButNotWanted_IsGivenUpAfterASecond", async () => {
  vi.useFakeTimers();
  try {
    const server = new FakeServer();
    const source = new SliceSource(server.fetch);
    source.anticipate(URL_5, "focus");
    vi.advanceTimersByTime(1000);
    expect(server.asked[0]?.signal?.aborted).toBe(true);
    void source.load(URL_5, "focus", signal());
    expect(server.asked.length).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});

it("Abort_AfterTakingOver_EndsTheTransfer", async () => {
  const server = new FakeServer();
  const source = new SliceSource(server.fetch);
  source.anticipate(URL_5, "focus");
  const stop = new AbortController();
  const loading = source.load(URL_5, "focus", stop.signal);
  stop.abort();
  expect(await loading).toBeNull();
  expect(server.asked[0]?.signal?.aborted).toBe(true);
});

it("Load_Refused_IsNull", async () => {
  const server = new FakeServer();
  const loading = new SliceSource(server.fetch).load(URL_5, "focus", signal());
  server.open("block_0005").answer(problemResponse(404, "", "There is no such block."));
  expect(await loading).toBeNull();
});

it("Load_ThatTheConnectionBreaks_IsNullAndNoFault", async () => {
  const server = new FakeServer();
  const faults: string[] = [];
  const source = new SliceSource(server.fetch, (words) => faults.push(words));
  const loading = source.load(URL_5, "focus", signal());
  server.open("block_0005").fail(new TypeError("network error"));
  expect(await loading).toBeNull();
  expect(faults).toEqual([]);
});

it("Load_AnswerThatEndsEarly_IsNullAndSaidInWords", async () => {
  const server = new FakeServer();
  const faults: string[] = [];
  const source = new SliceSource(server.fetch, (words) => faults.push(words));
  const loading = source.load(URL_5, "focus", signal());
  const whole = await sliceResponse(URL_5).arrayBuffer();
  server.open("block_0005").answer(new Response(whole.slice(0, whole.byteLength - 8)));
  expect(await loading).toBeNull();
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(/^A block's first slice could not be read, its volumes follow: /);
});
