const FAULTS: readonly (readonly [sign: RegExp, words: string])[] = [
  [
    /exception invoking|exception on the current circuit/i,
    "the program met an error of its own; its terminal says which",
  ],
  [
    /'Connected' State|connection (being|was) (closed|stopped)|call dispatcher|disconnected|circuit .*(closed|shut)/i,
    "the connection to the program is interrupted",
  ],
  [/no tracked object/i, "the program does not know this page any more; reload it"],
];

/** What Blazor says of a call that failed (to programmers, about options), as a person reads it. */
export function callFault(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return FAULTS.find(([sign]) => sign.test(said))?.[1] ?? said;
}
