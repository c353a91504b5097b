import { type Slice, sliceOf } from "../voxels/wire.ts";

/** Boxes that the picture is wide, at first; it doubles and halves. */
export const ZOOM = { usual: 8, least: 2, most: 4096 } as const;

export type Around = Slice & { readonly context: NonNullable<Slice["context"]> };

/** The address of what lies around a block, from that of its slices; docs/volume-wire.md. */
export function contextUrlOf(sliceUrl: string, zoom: number): string {
  const url = sliceUrl.replace("/api/volumes/all/", "/api/context/");
  return `${url}${url.includes("?") ? "&" : "?"}zoom=${zoom}`;
}

/** Words: why there is none. Rejects with an AbortError when the signal fired. */
export async function fetchContext(
  url: string,
  signal: AbortSignal,
  fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init),
): Promise<Around | string> {
  try {
    const response = await fetch(url, { signal, cache: "no-store" });
    if (!response.ok) {
      return await refusalOf(response);
    }
    const slice = sliceOf(await response.arrayBuffer());
    const { context } = slice;
    return context === null
      ? "The program sent a picture without its place"
      : { ...slice, context };
  } catch (error) {
    signal.throwIfAborted();
    return `What lies around did not arrive: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function refusalOf(response: Response): Promise<string> {
  try {
    const { detail, title } = (await response.json()) as { detail?: string; title?: string };
    return detail ?? title ?? `The program refused it (${response.status})`;
  } catch {
    return `The program refused it (${response.status})`;
  }
}
