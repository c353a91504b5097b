import type { SettingsChange } from "../display/settingsChange.ts";
import { callFault } from "./callFault.ts";
import type {
  GalleryPress,
  GalleryRows,
  LabelOutcome,
  LabelPress,
  PageCallbacks,
  PageState,
  PageTaken,
  PaintedReport,
  PressOutcome,
  ShowRequest,
  UndoPress,
} from "./contract.ts";

/** The part of Blazor's DotNetObjectReference that the viewer uses. */
export interface DotNetObject {
  invokeMethodAsync<T>(method: string, ...args: unknown[]): Promise<T>;
}

/** Nobody knows whether C# got the call. */
export class Unanswered extends Error {
  constructor() {
    super("The program did not answer");
  }
}

/** The program would close the connection on a message of this size, so nothing was sent. */
export class TooLarge extends Error {}

const ANSWER_LIMIT_MS = 2000;
/** Longer: after a silence, messages sent earlier go first. */
const RETURN_LIMIT_MS = 5000;
/** Twin of MaxMessageBytes in App/Circuits/CircuitLimits.cs, less what Blazor puts around a call. */
export const MAX_CALL_BYTES = 512 * 1024 - 4096;

/**
 * The C# object behind the page, with types. Blazor leaves a call open when its connection breaks. Here every call ends:
 * with its answer, with the connection, or after two seconds. Only a decision may take as long as the disks need.
 */
export class Page implements PageCallbacks {
  private readonly ends = new Set<() => void>();
  private isOpen = true;
  private answeredAt = performance.now();

  constructor(private readonly object: DotNetObject) {}

  /** Milliseconds since C# last answered anything. */
  get silentMs(): number {
    return performance.now() - this.answeredAt;
  }

  /** The connection is gone: calls under way end, and none begins until `open`. */
  close(): void {
    this.isOpen = false;
    for (const end of [...this.ends]) {
      end();
    }
  }

  open(): void {
    this.isOpen = true;
  }

  onNavigated(navigation: number, root: string, id: string): Promise<ShowRequest | null> {
    return this.invoke("onNavigated", [navigation, root, id]);
  }

  onPainted(report: PaintedReport): Promise<void> {
    return this.invoke("onPainted", [report]);
  }

  onLabel(press: LabelPress): Promise<LabelOutcome> {
    return this.invoke("onLabel", [press], null);
  }

  onGallery(press: GalleryPress): Promise<LabelOutcome> {
    return this.invoke("onGallery", [press], null);
  }

  onGalleryRows(known: number): Promise<GalleryRows | null> {
    return this.invoke("onGalleryRows", [known]);
  }

  onGalleryOpen(root: string, id: string): Promise<void> {
    return this.invoke("onGalleryOpen", [root, id]);
  }

  onUndo(press: UndoPress): Promise<LabelOutcome> {
    return this.invoke("onUndo", [press], null);
  }

  onOutcomes(presses: readonly number[]): Promise<readonly PressOutcome[]> {
    return this.invoke("onOutcomes", [presses]);
  }

  onReturned(state: PageState): Promise<PageTaken> {
    return this.invoke("onReturned", [state], RETURN_LIMIT_MS);
  }

  onSettings(change: SettingsChange): Promise<void> {
    return this.invoke("onSettings", [change]);
  }

  onCommand(name: string): Promise<void> {
    return this.invoke("onCommand", [name]);
  }

  onNotice(text: string, severity: "info" | "warning" | "error"): Promise<void> {
    return this.invoke("onNotice", [text, severity]);
  }

  private invoke<T>(
    method: string,
    args: readonly unknown[],
    limitMs: number | null = ANSWER_LIMIT_MS,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (!this.isOpen) {
        throw new Unanswered();
      }
      checkSize(args);
      const end = () => {
        clearTimeout(timer);
        this.ends.delete(end);
        reject(new Unanswered());
      };
      const timer = limitMs === null ? undefined : setTimeout(end, limitMs);
      this.ends.add(end);
      this.call<T>(method, args)
        .finally(() => {
          clearTimeout(timer);
          this.ends.delete(end);
        })
        .then((answer) => {
          this.answeredAt = performance.now();
          resolve(answer);
        }, reject);
    });
  }

  /** Blazor throws synchronously when the circuit is gone; this turns the throw into a rejection. */
  private async call<T>(method: string, args: readonly unknown[]): Promise<T> {
    try {
      return await this.object.invokeMethodAsync<T>(method, ...args);
    } catch (error) {
      throw new Error(callFault(error), { cause: error });
    }
  }
}

function checkSize(args: readonly unknown[]): void {
  const json = JSON.stringify(args);
  // No character takes more than three bytes for each of its units.
  if (json.length * 3 <= MAX_CALL_BYTES) {
    return;
  }
  const bytes = new TextEncoder().encode(json).length;
  if (bytes > MAX_CALL_BYTES) {
    const kib = (size: number) => Math.ceil(size / 1024).toLocaleString("en");
    throw new TooLarge(
      `it takes ${kib(bytes)} KiB, at most ${kib(MAX_CALL_BYTES)} KiB can be told`,
    );
  }
}
