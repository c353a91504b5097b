import type { DotNetObject } from "./page.ts";

/** Where the page is: a block of an open folder. */
export interface Place {
  readonly root: string;
  readonly id: string;
}

/** The campaign's own folder; twin of OpenRoots.ConfiguredId in App/SigningIn/OpenRoots.cs. */
const CONFIGURED = "configured";
/** Browsers refuse more than 200 changes in ten seconds, and a held key walks faster than that. */
const BETWEEN_MS = 100;

let shown: Place | null = null;
let writtenAt = Number.NEGATIVE_INFINITY;
let timer: ReturnType<typeof setTimeout> | undefined;
let isUntold = false;

/** `query` is what C# says of the page (App/Annotating/PageAddress.cs). Blocks of other folders are not named: an address opens the campaign's. */
export function addressOf(query: string, place: Place | null): string {
  const isNamed = place !== null && place.root === CONFIGURED;
  const block = isNamed ? `block=${encodeURIComponent(place.id).replaceAll("%2F", "/")}` : "";
  const all = [query, block].filter((part) => part !== "").join("&");
  return all === "" ? "/" : `/?${all}`;
}

/** What an address says beside its block. */
export function queryOf(search: string): string {
  const parts = search.replace(/^\?/, "").split("&");
  return parts.filter((part) => part !== "" && !part.startsWith("block=")).join("&");
}

/** The block of this entry of the window's history, in whichever folder it was; else the one that the address names. */
export function placeOfAddress(): Place | null {
  const kept: unknown = history.state;
  if (isPlace(kept)) {
    return { root: kept.root, id: kept.id };
  }
  const id = new URLSearchParams(location.search).get("block");
  return id === null ? null : { root: CONFIGURED, id };
}

/** The viewer went to this block: the entry of the history stays the same one. Without a block it keeps the last one. */
export function addressBlock(place: Place | null): void {
  // A block says more of itself than a history has to keep.
  shown = place === null ? null : { root: place.root, id: place.id };
  if (shown !== null) {
    timer ??= setTimeout(write, Math.max(0, writtenAt + BETWEEN_MS - performance.now()));
  }
}

/** The page shows something else now; a step is what Back takes back. */
export function keepAddress(query: string, isStep: boolean): void {
  if (isStep) {
    flush();
    history.pushState(shown, "", addressOf(query, shown));
  } else {
    forget();
    history.replaceState(shown, "", addressOf(query, shown));
  }
}

/**
 * Tells C# at Back and Forward what the page is to show. page.js hears of them first, and loads the page again where nobody
 * takes the step.
 */
export function watchAddress(page: DotNetObject): void {
  addEventListener("annotator-address", (event) => {
    if (location.pathname === "/") {
      event.preventDefault();
      // What was to be written is about the entry that is left.
      forget();
      void tell(page);
    }
  });
  addEventListener("pagehide", flush);
  // A call over a broken connection is lost: it is made again.
  new MutationObserver(() => {
    if (isUntold && !("interrupted" in document.documentElement.dataset)) {
      void tell(page);
    }
  }).observe(document.documentElement, { attributeFilter: ["data-interrupted"] });
}

async function tell(page: DotNetObject): Promise<void> {
  isUntold = true;
  const place = placeOfAddress();
  try {
    await page.invokeMethodAsync(
      "onAddress",
      location.search,
      place?.root ?? null,
      place?.id ?? null,
    );
    isUntold = false;
  } catch {
    // The page says that the connection is gone, and the call is made again when it is back.
  }
}

function flush(): void {
  if (timer !== undefined) {
    write();
  }
}

function forget(): void {
  clearTimeout(timer);
  timer = undefined;
}

function write(): void {
  forget();
  if (shown === null) {
    return;
  }
  writtenAt = performance.now();
  history.replaceState(shown, "", addressOf(queryOf(location.search), shown));
}

function isPlace(state: unknown): state is Place {
  return (
    typeof state === "object" &&
    state !== null &&
    "root" in state &&
    typeof state.root === "string" &&
    "id" in state &&
    typeof state.id === "string"
  );
}
