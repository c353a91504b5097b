/** The longest round length (1, 2 or 5 times a power of ten) that is at most `most` pixels, in micrometres; null when nothing fits. */
export function scaleLength(pixelsPerMicrometre: number, most: number): number | null {
  const room = most / pixelsPerMicrometre;
  if (!Number.isFinite(room) || room <= 0) return null;
  const power = 10 ** Math.floor(Math.log10(room));
  return ([5, 2, 1].find((n) => n * power <= room * (1 + 1e-9)) ?? 1) * power;
}

/** Micrometres as people write them: nm below one, mm from a thousand on. */
export function lengthText(micrometres: number): string {
  const short = (v: number): string => String(Number(v.toPrecision(6)));
  if (micrometres < 1) return `${short(micrometres * 1000)} nm`;
  return micrometres < 1000 ? `${short(micrometres)} µm` : `${short(micrometres / 1000)} mm`;
}
