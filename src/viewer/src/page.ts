import { callFault } from "./callFault.ts";
import type { LabelOutcome, PageCallbacks, SeenChannel, ShowRequest } from "./contract.ts";
import type { ViewerSettings } from "./settings.ts";

/** Blazor's DotNetObjectReference, as far as it is used here. */
export interface DotNetObject {
  invokeMethodAsync<T>(method: string, ...args: unknown[]): Promise<T>;
}

/** The C# object behind the page, with types. Every call may reject: the circuit can be gone. */
export class Page implements PageCallbacks {
  constructor(private readonly object: DotNetObject) {}

  onNavigated(navigation: number, root: string, id: string): Promise<ShowRequest | null> {
    return this.invoke("onNavigated", navigation, root, id);
  }

  onPainted(root: string, id: string, seen: readonly SeenChannel[]): Promise<void> {
    return this.invoke("onPainted", root, id, seen);
  }

  onLabel(
    root: string,
    id: string,
    label: number | null,
    seen: readonly SeenChannel[],
  ): Promise<LabelOutcome> {
    return this.invoke("onLabel", root, id, label, seen);
  }

  onUndo(redo: boolean): Promise<ShowRequest | null> {
    return this.invoke("onUndo", redo);
  }

  onSettings(settings: ViewerSettings): Promise<void> {
    return this.invoke("onSettings", settings);
  }

  onCommand(name: string): Promise<void> {
    return this.invoke("onCommand", name);
  }

  onNotice(text: string, severity: "info" | "warning" | "error"): Promise<void> {
    return this.invoke("onNotice", text, severity);
  }

  /** Blazor throws on the spot where the circuit is gone: here that is a rejection as any other. */
  private async invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    try {
      return await this.object.invokeMethodAsync<T>(method, ...args);
    } catch (error) {
      throw new Error(callFault(error), { cause: error });
    }
  }
}
