/** Twin of NoteText.MaxLength in src/ProteomicsAnnotator.Core/Journals: a pair of surrogates is one character. */
export const NOTE_LENGTH = 1000;

export function noteLength(text: string): number {
  return [...text].length;
}

/** Why a text can be no note; null: it can, and an empty one takes the note back. */
export function noteFault(text: string): string | null {
  const length = noteLength(text);
  if (length > NOTE_LENGTH) {
    return `Not kept: ${length} characters, at most ${NOTE_LENGTH}`;
  }
  if (/\p{Cc}/u.test(text)) {
    return "Not kept: it holds a control character (a tab, perhaps); a note is one line of text";
  }
  return /\p{Cs}/u.test(text) ? "Not kept: it holds half a character" : null;
}
