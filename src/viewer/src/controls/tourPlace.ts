export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Placed {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const GAP_PX = 8;
const WIDEST_PX = 300;
const NARROWEST_PX = 200;
/** Of a bar, or of something in one. */
const FLAT_PX = 80;

/**
 * Beside an element, inside the window and over no part of it: right of it, else left, below, above; first below where it is flat.
 * Where no side has room, in the corner of the window that is farthest from its middle.
 */
export function placeBeside(target: Rect, view: Size, heightAt: (width: number) => number): Placed {
  const [first, second] =
    target.bottom - target.top < FLAT_PX
      ? [placeOverOrUnder, placeAtSide]
      : [placeAtSide, placeOverOrUnder];
  return (
    first(target, view, heightAt) ??
    second(target, view, heightAt) ??
    placeInCorner(target, view, heightAt)
  );
}

function placeAtSide(target: Rect, view: Size, heightAt: (width: number) => number): Placed | null {
  for (const isRight of [true, false]) {
    const room = isRight ? view.width - target.right : target.left;
    const width = Math.min(WIDEST_PX, room - 2 * GAP_PX);
    if (width < NARROWEST_PX) {
      continue;
    }
    const height = heightAt(width);
    if (height <= view.height - 2 * GAP_PX) {
      const left = isRight ? target.right + GAP_PX : target.left - GAP_PX - width;
      return { left, top: within(target.top, height, view.height), width };
    }
  }
  return null;
}

function placeOverOrUnder(
  target: Rect,
  view: Size,
  heightAt: (width: number) => number,
): Placed | null {
  const width = Math.min(WIDEST_PX, view.width - 2 * GAP_PX);
  const height = heightAt(width);
  const left = within((target.left + target.right - width) / 2, width, view.width);
  if (view.height - target.bottom >= height + 2 * GAP_PX) {
    return { left, top: target.bottom + GAP_PX, width };
  }
  return target.top >= height + 2 * GAP_PX
    ? { left, top: target.top - GAP_PX - height, width }
    : null;
}

function placeInCorner(target: Rect, view: Size, heightAt: (width: number) => number): Placed {
  const width = Math.min(WIDEST_PX, view.width - 2 * GAP_PX);
  const height = heightAt(width);
  const isRight = target.left + target.right > view.width;
  const isLow = target.top + target.bottom > view.height;
  return {
    left: isRight ? GAP_PX : view.width - GAP_PX - width,
    top: isLow ? GAP_PX : Math.max(GAP_PX, view.height - GAP_PX - height),
    width,
  };
}

function within(start: number, size: number, all: number): number {
  return Math.max(GAP_PX, Math.min(start, all - GAP_PX - size));
}
