export type ConnectionState = "up" | "down";

export interface ConnectionEvents {
  onChange(state: ConnectionState): void;
  /** Another program answers than at the start: this page belongs to none. */
  onOtherInstance(): void;
  /** True: the answering program does not know this window's key, because it was restarted. False: it does again. */
  onRefused(isRefused: boolean): void;
}

export interface ConnectionOptions {
  readonly fetch?: typeof fetch;
  readonly url?: string;
  readonly everyMs?: number;
  readonly timeoutMs?: number;
  readonly timeout?: (milliseconds: number) => AbortSignal;
}

interface Answer {
  readonly state: ConnectionState;
  readonly instance: string | null;
  readonly isRefused: boolean;
}

const OFTEN_MS = 500;

/** Of a server for many: its circuit says at once when it breaks, and then it is asked at once. */
const SELDOM_MS = 5000;

/**
 * Asks the program whether it is there: on this machine, and where something is wrong, every half second. A stopped program refuses
 * at once, a frozen one runs into the time-out; the page shows either within two seconds, of a frozen server within seven.
 */
export class Connection {
  private readonly fetch: typeof fetch;
  private readonly url: string;
  private readonly everyMs: number;
  private readonly timeoutMs: number;
  private readonly timeout: (milliseconds: number) => AbortSignal;
  private readonly off = new AbortController();
  private instance: string | null = null;
  private current: ConnectionState = "up";
  private isRefused = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly events: ConnectionEvents,
    options: ConnectionOptions = {},
  ) {
    this.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.url = options.url ?? "/healthz";
    this.everyMs = options.everyMs ?? OFTEN_MS;
    this.timeoutMs = options.timeoutMs ?? 1200;
    this.timeout = options.timeout ?? ((milliseconds) => AbortSignal.timeout(milliseconds));
  }

  get state(): ConnectionState {
    return this.current;
  }

  start(): void {
    void this.beat();
  }

  /** The circuit broke: the next answer is not waited for. */
  hurry(): void {
    if (this.timer !== undefined) {
      clearTimeout(this.timer);
      this.timer = undefined;
      void this.beat();
    }
  }

  dispose(): void {
    this.off.abort();
    clearTimeout(this.timer);
  }

  private async beat(): Promise<void> {
    this.timer = undefined;
    const answer = await this.ask();
    if (this.off.signal.aborted) {
      return;
    }
    const isOther =
      answer.instance !== null && this.instance !== null && answer.instance !== this.instance;
    this.instance ??= answer.instance;
    if (this.current !== answer.state) {
      this.current = answer.state;
      this.events.onChange(answer.state);
    }
    if (this.isRefused !== answer.isRefused) {
      this.isRefused = answer.isRefused;
      this.events.onRefused(answer.isRefused);
    }
    if (isOther) {
      this.events.onOtherInstance();
      return;
    }
    const isCalm = answer.state === "up" && !answer.isRefused;
    this.timer = setTimeout(
      () => void this.beat(),
      isCalm ? this.everyMs : Math.min(OFTEN_MS, this.everyMs),
    );
  }

  private async ask(): Promise<Answer> {
    try {
      const response = await this.fetch(this.url, {
        cache: "no-store",
        priority: "high",
        signal: AbortSignal.any([this.off.signal, this.timeout(this.timeoutMs)]),
      });
      const state = response.ok ? "up" : "down";
      const instance = instanceOf(await response.text());
      return { state, instance, isRefused: response.status === 401 };
    } catch {
      // Any failure means the same: nobody is there.
      return { state: "down", instance: null, isRefused: false };
    }
  }
}

/** How often a page from there asks. */
export function everyMsOf(host: string): number {
  const isThisMachine = host === "localhost" || host === "[::1]" || host.startsWith("127.");
  return isThisMachine ? OFTEN_MS : SELDOM_MS;
}

function instanceOf(body: string): string | null {
  try {
    const answer: unknown = JSON.parse(body);
    const instance = (answer as { instance?: unknown } | null)?.instance;
    return typeof instance === "string" ? instance : null;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}
