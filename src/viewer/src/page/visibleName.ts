/** Invisible, though Unicode does not class them as format characters: fillers, joiners, variation selectors. */
const BLANK =
  "\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2800\\u3164\\uFE00-\\uFE0F\\uFFA0\\u{E0100}-\\u{E01EF}";
const INVISIBLE = new RegExp(`(?! )[\\p{Cf}\\p{Zl}\\p{Zp}\\p{Zs}\\p{Co}\\p{Cn}${BLANK}]`, "gu");

/**
 * Writes a name for the eye: characters that leave no mark, or turn the direction of what follows, appear as escapes.
 * Twin of VisibleName.cs.
 */
export function visibleName(name: string): string {
  return name.replace(INVISIBLE, (found) => {
    const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return `\\u{${code.padStart(4, "0")}}`;
  });
}
