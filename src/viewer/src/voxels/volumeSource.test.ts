import { describe, expect, it } from "vitest";
import { FakeServer, problemResponse, SHAPE, settled, voxelResponse } from "../testing/fakes.ts";
import { PRIORITY, type VolumeRequest, VolumeSource } from "./volumeSource.ts";
import { VoxelBuffers } from "./voxelBuffers.ts";

const URL_5 = "http://server/api/volumes/0/block_0005";

function request(given: Partial<VolumeRequest> = {}): VolumeRequest {
  return {
    url: URL_5,
    priority: PRIORITY.current,
    signal: new AbortController().signal,
    ...given,
  };
}

function sourceOf(server: FakeServer, buffers = new VoxelBuffers()): VolumeSource {
  return new VolumeSource({ fetch: server.fetch, buffers, retryDelaysMs: [1, 1] });
}

/** Gives `bytes`, then breaks off. */
function brokenResponse(bytes: number): Response {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(bytes));
      controller.error(new TypeError("network error"));
    },
  });
  return new Response(body, { headers: voxelResponse(URL_5).headers });
}

/** A body that is no byte stream, as older browsers have it: 0, 1, 2 ... in two parts. */
function plainStream(size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = Uint8Array.from({ length: size }, (_, at) => at);
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.subarray(0, 10));
      controller.enqueue(bytes.subarray(10));
      controller.close();
    },
  });
}

describe("VolumeSource", () => {
  it("Load_Volume_GivesAViewOfItsTypeAndShape", async () => {
    const server = new FakeServer();
    const loading = sourceOf(server).load(request());
    await settled();
    server.open("block_0005").answer(voxelResponse(URL_5));
    const { header, voxels } = await loading;
    expect(header).toMatchObject({ shape: SHAPE, type: "uint8", version: "17-5" });
    expect([...voxels]).toEqual(new Array(24).fill(5));
  });

  it("Load_AgainOfARootWithAQuery_AddsToIt", async () => {
    const server = new FakeServer();
    void sourceOf(server).load(request({ url: `${URL_5}?root=7`, isRetry: true }));
    await settled();
    expect(server.asked[0]?.url).toBe(`${URL_5}?root=7&retry=true`);
  });

  it("Load_TransferThatBreaksOff_IsTriedAgain", async () => {
    const server = new FakeServer();
    const loading = sourceOf(server).load(request());
    await settled();
    server.open("block_0005").answer(brokenResponse(10));
    await settled();
    expect(server.asked.length).toBe(2);
    server.open("block_0005").answer(voxelResponse(URL_5));
    expect((await loading).voxels.length).toBe(24);
  });

  it("Load_ShortBody_IsNeverTakenForAVolume", async () => {
    const server = new FakeServer();
    const loading = sourceOf(server).load(request());
    const failure = expect(loading).rejects.toMatchObject({ kind: "unreachable" });
    for (let attempt = 0; attempt < 3; attempt++) {
      await settled();
      const { headers } = voxelResponse(URL_5);
      server.open("block_0005").answer(new Response(new Uint8Array(23), { headers }));
      await settled();
    }
    await failure;
    expect(server.asked.length).toBe(3);
  });

  it.each([
    [23, /ended after 23 of 24 bytes/],
    [25, /goes on after the expected 24 bytes/],
  ])(
    "Load_BodyOf%iBytesFromABrowserWithoutByteStreams_IsNeverTakenForAVolume",
    async (size, words) => {
      const server = new FakeServer();
      const source = new VolumeSource({ fetch: server.fetch, retryDelaysMs: [] });
      const loading = source.load(request());
      await settled();
      const { headers } = voxelResponse(URL_5);
      server.open("block_0005").answer(new Response(plainStream(size), { headers }));
      await expect(loading).rejects.toMatchObject({ kind: "unreachable", message: words });
    },
  );

  it("Load_FromABrowserWithoutByteStreams_GivesTheVolume", async () => {
    const server = new FakeServer();
    const loading = sourceOf(server).load(request());
    await settled();
    const { headers } = voxelResponse(URL_5);
    server.open("block_0005").answer(new Response(plainStream(24), { headers }));
    expect([...(await loading).voxels]).toEqual(Array.from({ length: 24 }, (_, at) => at));
  });

  it("Load_AnswerOfAServerThatIsBusy_IsTriedAgain", async () => {
    const server = new FakeServer();
    const loading = sourceOf(server).load(request());
    await settled();
    server.open("block_0005").answer(problemResponse(503, "", "The share is slow."));
    await settled();
    expect(server.asked.length).toBe(2);
    server.open("block_0005").answer(voxelResponse(URL_5));
    expect((await loading).voxels.length).toBe(24);
  });

  it("Load_OfEqualPriority_GoesInTheOrderOfAsking", async () => {
    const server = new FakeServer();
    const source = sourceOf(server);
    for (let number = 1; number <= 6; number++) {
      void source.load(
        request({
          url: `http://server/volumes/0/block_000${number}`,
          priority: PRIORITY.neighbour,
        }),
      );
    }
    await settled();
    server.answerAll();
    await settled();
    expect(server.asked.map(({ url }) => url.slice(-1))).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  it.each([
    [422, "corrupt", "corrupt"],
    [422, "too-large", "too-large"],
    [404, "", "missing"],
    [401, "", "refused"],
  ])("Load_Answer%i_%s_FailsAtOnceWithTheReason", async (status, sent, kind) => {
    const server = new FakeServer();
    const loading = sourceOf(server).load(request());
    await settled();
    server.open("block_0005").answer(problemResponse(status, sent, "488.tif: ends early"));
    await expect(loading).rejects.toMatchObject({ kind, message: "488.tif: ends early" });
    expect(server.asked.length).toBe(1);
  });

  it("Load_ChannelThatCannotBeRead_IsAnsweredWith200_AndFailsWithTheReason", async () => {
    const server = new FakeServer();
    const loading = sourceOf(server).load(request());
    await settled();
    const problem = JSON.stringify({ status: 422, kind: "unsupported", detail: "488.tif: JPEG" });
    const headers = { "Content-Type": "application/problem+json; charset=utf-8" };
    server.open("block_0005").answer(new Response(problem, { status: 200, headers }));
    await expect(loading).rejects.toMatchObject({ kind: "unsupported", message: "488.tif: JPEG" });
  });

  it("Load_AnswerThatIsNoProblem_StillFailsInWords", async () => {
    const server = new FakeServer();
    const loading = sourceOf(server).load(request());
    await settled();
    server.open("block_0005").answer(new Response("<html>", { status: 404 }));
    await expect(loading).rejects.toMatchObject({ message: "The server answered 404" });
  });

  it("Abort_WhileWaitingForItsTurn_TakesNoConnection", async () => {
    const server = new FakeServer();
    const source = sourceOf(server);
    const stop = new AbortController();
    for (let other = 0; other < 3; other++) {
      void source.load(request());
    }
    const waiting = source.load(request({ url: "http://server/late", signal: stop.signal }));
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    server.answerAll();
    await settled();
    expect(server.asked.some(({ url }) => url.includes("late"))).toBe(false);
  });

  it("Abort_DuringTheTransfer_FreesTheConnection", async () => {
    const server = new FakeServer();
    const source = sourceOf(server);
    const stop = new AbortController();
    const stopped = [0, 1, 2].map(() => source.load(request({ signal: stop.signal })));
    const next = source.load(request({ url: "http://server/volumes/0/block_0006" }));
    await settled();
    expect(server.asked.length).toBe(3);
    stop.abort();
    await Promise.allSettled(stopped);
    await settled();
    server.open("block_0006").answer(voxelResponse("block_0006"));
    expect((await next).voxels[0]).toBe(6);
  });

  it("Load_OfTheCurrentBlock_GoesBeforeNeighbours", async () => {
    const server = new FakeServer();
    const source = sourceOf(server);
    for (let volume = 0; volume < 5; volume++) {
      void source.load(request({ priority: PRIORITY.neighbour }));
    }
    void source.load(request({ url: "http://server/volumes/0/block_0007" }));
    await settled();
    expect(server.asked.length).toBe(3);
    server.asked[0]?.answer(voxelResponse(URL_5));
    await settled();
    expect(server.asked.at(-1)?.url).toContain("block_0007");
  });

  it("Release_ThenLoad_ReadsIntoTheSameMemory", async () => {
    const server = new FakeServer();
    server.answerAll();
    const source = sourceOf(server);
    const first = await source.load(request());
    const { buffer } = first.voxels;
    source.release(first);
    const second = await source.load(request());
    // Streams that hand buffers over detach them: what counts is that no second one was needed.
    expect(second.voxels.buffer === buffer || buffer.byteLength === 0).toBe(true);
  });
});

describe("VoxelBuffers", () => {
  it("Give_BeyondTheLimit_ForgetsInsteadOfGrowing", () => {
    const buffers = new VoxelBuffers(100);
    const large = new ArrayBuffer(80);
    buffers.give(large);
    buffers.give(new ArrayBuffer(60));
    expect(buffers.take(80)).not.toBe(large);
  });

  it("Give_Twice_IsTakenOnce", () => {
    const buffers = new VoxelBuffers();
    const one = new ArrayBuffer(8);
    buffers.give(one);
    buffers.give(one);
    expect(buffers.take(8)).toBe(one);
    expect(buffers.take(8)).not.toBe(one);
  });
});
