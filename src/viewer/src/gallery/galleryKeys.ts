/** What a key means in the gallery and nowhere else. */
export type GalleryKey =
  | { readonly kind: "open" | "group" }
  /** To the tile so many columns or lines away; `isRange`: and selects all up to it. */
  | {
      readonly kind: "move";
      readonly columns: number;
      readonly lines: number;
      readonly isRange: boolean;
    };

type Step = (linesOnScreen: number) => readonly [columns: number, lines: number];

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: () => [-1, 0],
  ArrowRight: () => [1, 0],
  ArrowUp: () => [0, -1],
  ArrowDown: () => [0, 1],
  PageUp: (lines) => [0, -lines],
  PageDown: (lines) => [0, lines],
  Home: () => [Number.NEGATIVE_INFINITY, 0],
  End: () => [Number.POSITIVE_INFINITY, 0],
};

/** Null: it means what it means everywhere. */
export function galleryKeyOf(event: KeyboardEvent, linesOnScreen: number): GalleryKey | null {
  const isCommand = event.ctrlKey || event.metaKey;
  if (event.altKey) return null;
  if (event.key === "Enter" && !isCommand && !event.repeat) return { kind: "open" };
  if (isCommand && event.key.toLowerCase() === "a") return { kind: "group" };
  const step = isCommand ? undefined : STEPS[event.key];
  if (step === undefined) return null;
  const [columns, lines] = step(linesOnScreen);
  return { kind: "move", columns, lines, isRange: event.shiftKey };
}
