/** The longest round length (1, 2 or 5 times a power of ten) that is at most `most` pixels; null when nothing fits. */
export function scaleBar(
  pixelsPerMicrometre: number,
  most: number,
): { readonly pixels: number; readonly label: string } | null {
  const room = most / pixelsPerMicrometre;
  if (!Number.isFinite(room) || room <= 0) return null;
  const power = 10 ** Math.floor(Math.log10(room));
  const length = ([5, 2, 1].find((n) => n * power <= room * (1 + 1e-9)) ?? 1) * power;
  return { pixels: length * pixelsPerMicrometre, label: lengthText(length) };
}

/** Micrometres as people write them: nm below one, mm from a thousand on. */
export function lengthText(micrometres: number): string {
  const short = (v: number): string => String(Number(v.toPrecision(6)));
  if (micrometres < 1) return `${short(micrometres * 1000)} nm`;
  return micrometres < 1000 ? `${short(micrometres)} µm` : `${short(micrometres / 1000)} mm`;
}
