import type { KeyPress } from "../input/keys.ts";

/** A key of a keyboard; `altGraph`: AltGr is held, too. */
export function keyPress(
  key: string,
  code = "",
  given: Partial<Omit<KeyPress, "getModifierState">> & { readonly altGraph?: boolean } = {},
): KeyPress {
  const { altGraph = false, ...rest } = given;
  return {
    key,
    code,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    shiftKey: false,
    repeat: false,
    isComposing: false,
    ...rest,
    getModifierState: (modifier) => modifier === "AltGraph" && altGraph,
  };
}
