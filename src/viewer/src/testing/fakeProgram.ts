import type {
  LabelOutcome,
  LabelPress,
  PageState,
  PageTaken,
  PaintedReport,
  ShowRequest,
} from "../page/contract.ts";
import { problemResponse, showRequest, sliceBytes } from "./fakes.ts";

const DEPTH = 8;
const SIZE = 16;

/** Answers as the program does, as long as the test lets it. */
export class FakeProgram {
  readonly calls: [method: string, ...args: unknown[]][] = [];
  readonly puts: string[] = [];
  isUp = true;
  /** Address of a channel longer than any GPU's textures. */
  long = "";
  isHolding = false;
  advancesTo: number | null = null;
  broken = "";
  instance = "one";
  private navigation = 0;
  private held: (() => void)[] = [];
  private readonly realFetch = globalThis.fetch;

  readonly fetch: typeof fetch = async (input, init) => {
    const url = String(input instanceof Request ? input.url : input);
    if (url.includes("/healthz")) {
      return this.isUp
        ? Response.json({ instance: this.instance })
        : Promise.reject(new TypeError());
    }
    if (url.includes("/api/preferences")) {
      this.puts.push(String(init?.body));
      return new Response(null, { status: 204 });
    }
    if (!url.includes("/api/volumes/")) {
      return this.realFetch(input, init);
    }
    if (this.isHolding) {
      await new Promise<void>((resolve, reject) => {
        this.held.push(resolve);
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    }
    if (this.long !== "" && url.includes(this.long)) {
      return new Response(new Uint8Array(100_000), {
        headers: { "X-Volume-Shape": "1,1,100000", "X-Volume-Type": "uint8", ETag: '"7-7"' },
      });
    }
    if (url.includes("/api/volumes/all/")) {
      return slice(this.broken);
    }
    return this.broken !== "" && url.includes(this.broken)
      ? problemResponse(422, "corrupt", "561.tif: ends early")
      : volume();
  };

  release(): void {
    this.isHolding = false;
    for (const answer of this.held.splice(0)) {
      answer();
    }
  }

  async invokeMethodAsync<T>(method: string, ...args: unknown[]): Promise<T> {
    this.calls.push([method, ...args]);
    return this.answer(method, args) as T;
  }

  get labels(): LabelPress[] {
    return this.of("onLabel").map(([press]) => press as LabelPress);
  }

  get painted(): PaintedReport[] {
    return this.of("onPainted").map(([report]) => report as PaintedReport);
  }

  of(method: string): unknown[][] {
    return this.calls.filter(([name]) => name === method).map(([, ...args]) => args);
  }

  private taken({ navigation, id }: PageState): PageTaken {
    this.navigation = navigation;
    return { outcomes: [], show: showRequest(Number(id?.slice(6) ?? 0), navigation) };
  }

  private answer(method: string, args: unknown[]): unknown {
    switch (method) {
      case "onNavigated":
        this.navigation = Number(args[0]);
        return showRequest(Number(String(args[2]).slice(6)), this.navigation);
      case "onLabel":
        return outcome(
          this.advancesTo === null ? null : showRequest(this.advancesTo, this.navigation),
        );
      case "onUndo":
        return outcome(showRequest(1, this.navigation));
      case "onReturned":
        return this.taken(args[0] as PageState);
      default:
        return null;
    }
  }
}

function outcome(show: ShowRequest | null): LabelOutcome {
  return {
    accepted: true,
    reason: null,
    sentence: null,
    show,
    isAtEnd: false,
    isUnknown: false,
    changed: [],
    words: null,
  };
}

/** A ramp from 0 to 1000 in every plane. */
function ramp(depth: number): Uint16Array<ArrayBuffer> {
  const plane = SIZE * SIZE;
  return Uint16Array.from(
    { length: depth * plane },
    (_, at) => ((at % plane) / (plane - 1)) * 1000,
  );
}

function volume(): Response {
  return new Response(ramp(DEPTH), {
    headers: {
      "X-Volume-Shape": `${DEPTH},${SIZE},${SIZE}`,
      "X-Volume-Type": "uint16",
      ETag: '"7-7"',
    },
  });
}

/** The middle slice of two channels, of which the one with the broken address has failed. */
function slice(broken: string): Response {
  const channels = [0, 1].map((index) => {
    const file = ["488.tif", "561.tif"][index] ?? "";
    const sent = { file, shape: [DEPTH, SIZE, SIZE], type: "uint16", version: "7-7" } as const;
    return broken === `volumes/${index}/`
      ? { ...sent, plane: null, failure: { kind: "corrupt", message: "561.tif: ends early" } }
      : { ...sent, plane: new Uint8Array(ramp(1).buffer) };
  });
  return new Response(sliceBytes(DEPTH / 2, channels));
}
