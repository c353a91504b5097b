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
    return this.object.invokeMethodAsync("onNavigated", navigation, root, id);
  }

  onPainted(root: string, id: string, seen: readonly SeenChannel[]): Promise<void> {
    return this.object.invokeMethodAsync("onPainted", root, id, seen);
  }

  onLabel(
    root: string,
    id: string,
    label: number | null,
    seen: readonly SeenChannel[],
  ): Promise<LabelOutcome> {
    return this.object.invokeMethodAsync("onLabel", root, id, label, seen);
  }

  onUndo(redo: boolean): Promise<ShowRequest | null> {
    return this.object.invokeMethodAsync("onUndo", redo);
  }

  onSettings(settings: ViewerSettings): Promise<void> {
    return this.object.invokeMethodAsync("onSettings", settings);
  }

  onCommand(name: string): Promise<void> {
    return this.object.invokeMethodAsync("onCommand", name);
  }

  onNotice(text: string, severity: "info" | "warning" | "error"): Promise<void> {
    return this.object.invokeMethodAsync("onNotice", text, severity);
  }
}
