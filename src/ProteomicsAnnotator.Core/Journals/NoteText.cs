using System.Globalization;
using System.Text;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>What a note may be, for who writes one and who reads it: one line of text.</summary>
public static class NoteText
{
    /// <summary>In characters: a pair of surrogates is one.</summary>
    public const int MaxLength = 1000;

    /// <summary>Why a text can be no note, in words after "the note ..."; null: it can, and an empty one takes the note back.</summary>
    public static string? WhyNot(string text)
    {
        int count = 0;
        foreach (Rune rune in Trim(text).EnumerateRunes())
        {
            count++;
            if (rune == Rune.ReplacementChar && !IsSound(text))
            {
                return "holds half a character";
            }

            if (Rune.IsControl(rune))
            {
                return string.Create(CultureInfo.InvariantCulture, $"holds a control character (U+{rune.Value:X4}): it has to be one line of text");
            }
        }

        return count <= MaxLength
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"is {count:N0} characters long, at most {MaxLength:N0} are kept");
    }

    /// <summary>As it is kept: without the blanks around it.</summary>
    public static string Trim(string text) => text.Trim();

    private static bool IsSound(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
