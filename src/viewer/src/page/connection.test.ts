import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Connection, everyMsOf } from "./connection.ts";

type Answer = (signal: AbortSignal | null) => Promise<Response>;

const refused: Answer = () => Promise.reject(new TypeError("Failed to fetch"));
const alive =
  (instance: string): Answer =>
  async () =>
    new Response(JSON.stringify({ instance }));

/** Takes the request and never answers. */
const frozen: Answer = (signal) =>
  new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));

describe("Connection", () => {
  let answer: Answer;
  let events: string[];
  let connection: Connection;

  beforeEach(() => {
    vi.useFakeTimers();
    events = [];
    answer = alive("one");
    connection = new Connection(
      {
        onChange: (state) => events.push(state),
        onOtherInstance: () => events.push("other"),
        onRefused: (isRefused) => events.push(isRefused ? "refused" : "not refused"),
      },
      {
        fetch: (_, init) => answer(init?.signal ?? null),
        timeout: (milliseconds) => {
          const stop = new AbortController();
          setTimeout(() => stop.abort(), milliseconds);
          return stop.signal;
        },
      },
    );
    connection.start();
  });

  afterEach(() => {
    connection.dispose();
    vi.useRealTimers();
  });

  it.each([
    ["stopped", refused],
    ["frozen", frozen],
  ])("Program_That_Is_%s_IsNoticedWithinTwoSeconds", async (_, silence) => {
    await vi.advanceTimersByTimeAsync(1000);
    answer = silence;
    await vi.advanceTimersByTimeAsync(1900);
    expect(events).toEqual(["down"]);
    expect(connection.state).toBe("down");
  });

  it("Server_WhoseCircuitBreaks_IsAskedAtOnce_AndSeldomWhileNothingIsWrong", async () => {
    let asked = 0;
    const seldom = new Connection(
      { onChange: (state) => events.push(state), onOtherInstance() {}, onRefused() {} },
      {
        everyMs: everyMsOf("annotator.example.org"),
        fetch: () => {
          asked++;
          return answer(null);
        },
      },
    );
    seldom.start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked).toBeLessThan(10);
    expect(everyMsOf("127.0.0.1")).toBe(500);
    connection.dispose();
    events.length = 0;
    answer = refused;
    seldom.hurry();
    await vi.advanceTimersByTimeAsync(100);
    expect(events).toEqual(["down"]);
    answer = alive("one");
    await vi.advanceTimersByTimeAsync(600);
    expect(events).toEqual(["down", "up"]);
    seldom.dispose();
  });

  it("Program_BackAgain_IsUpWithoutAReload", async () => {
    await vi.advanceTimersByTimeAsync(1000);
    answer = refused;
    await vi.advanceTimersByTimeAsync(1000);
    answer = alive("one");
    await vi.advanceTimersByTimeAsync(1000);
    expect(events).toEqual(["down", "up"]);
  });

  it("Program_StartedWithAnotherToken_IsToldFromOneThatIsAway", async () => {
    await vi.advanceTimersByTimeAsync(1000);
    answer = async () => new Response("", { status: 401 });
    await vi.advanceTimersByTimeAsync(2000);
    expect(events).toEqual(["down", "refused"]);
    answer = refused;
    await vi.advanceTimersByTimeAsync(2000);
    expect(events).toEqual(["down", "refused", "not refused"]);
  });

  it("Program_StartedAnew_IsAnotherInstance", async () => {
    await vi.advanceTimersByTimeAsync(1000);
    answer = alive("two");
    await vi.advanceTimersByTimeAsync(3000);
    expect(events).toEqual(["other"]);
  });
});
