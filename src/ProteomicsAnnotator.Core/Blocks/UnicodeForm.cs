using System.Text;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// Normalization form C (Unicode Standard Annex 15), by the program's own table: without ICU, which the program does
/// not carry, <see cref="string.Normalize()"/> changes nothing and says nothing. macOS writes names decomposed (NFD),
/// most others composed (NFC); both are the same name.
/// </summary>
public static class UnicodeForm
{
    /// <summary>The first character that composes with one ahead of it; text below is in form C already.</summary>
    private const char FirstOfInterest = '\u0300';
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Trails = 28;
    private const int Syllables = Leads * Vowels * Trails;

    /// <summary>Text with lone surrogates is no Unicode and stays as it is.</summary>
    public static string ToNfc(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', (char)(FirstOfInterest - 1)) < 0)
        {
            return text;
        }

        List<int> code = new(text.Length + 8);
        for (int at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out Rune rune))
            {
                return text;
            }

            Decompose(rune.Value, code);
            at += rune.Utf16SequenceLength;
        }

        Order(code);
        Compose(code);
        var composed = new StringBuilder(text.Length);
        foreach (int value in code)
        {
            composed.Append(new Rune(value).ToString());
        }

        return composed.ToString();
    }

    private static void Decompose(int value, List<int> code)
    {
        int syllable = value - SyllableBase;
        if (syllable is >= 0 and < Syllables)
        {
            code.Add(LeadBase + (syllable / (Vowels * Trails)));
            code.Add(VowelBase + (syllable / Trails % Vowels));
            if (syllable % Trails > 0)
            {
                code.Add(TrailBase + (syllable % Trails));
            }
        }
        else if (CanonicalTable.Loaded.Decompositions.TryGetValue(value, out (int First, int Second) parts))
        {
            Decompose(parts.First, code);
            if (parts.Second != 0)
            {
                code.Add(parts.Second);
            }
        }
        else
        {
            code.Add(value);
        }
    }

    /// <summary>Marks that do not touch each other come in the order of their classes.</summary>
    private static void Order(List<int> code)
    {
        for (int i = 1; i < code.Count; i++)
        {
            int own = ClassOf(code[i]);
            for (int at = i; own > 0 && at > 0 && ClassOf(code[at - 1]) > own; at--)
            {
                (code[at - 1], code[at]) = (code[at], code[at - 1]);
            }
        }
    }

    private static void Compose(List<int> code)
    {
        int kept = 0;
        int starter = -1;
        int between = -1;
        for (int i = 0; i < code.Count; i++)
        {
            int own = ClassOf(code[i]);
            if (starter >= 0 && between < own && Pair(code[starter], code[i]) is { } composed)
            {
                code[starter] = composed;
                continue;
            }

            (starter, between) = own == 0 ? (kept, -1) : (starter, own);
            code[kept++] = code[i];
        }

        code.RemoveRange(kept, code.Count - kept);
    }

    private static int? Pair(int first, int second)
    {
        (int lead, int vowel) = (first - LeadBase, second - VowelBase);
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            return SyllableBase + (((lead * Vowels) + vowel) * Trails);
        }

        (int syllable, int trail) = (first - SyllableBase, second - TrailBase);
        if (syllable is >= 0 and < Syllables && syllable % Trails == 0 && trail is > 0 and < Trails)
        {
            return first + trail;
        }

        return CanonicalTable.Loaded.Compositions.TryGetValue((first, second), out int composed) ? composed : null;
    }

    private static int ClassOf(int value) => CanonicalTable.Loaded.Classes.GetValueOrDefault(value);
}
