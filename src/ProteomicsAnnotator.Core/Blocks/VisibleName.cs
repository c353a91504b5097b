using System.Globalization;
using System.Text;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// Names for the eye: characters that leave no mark, or turn the direction of what follows, are written out, as
/// <c>\u{200B}</c>, so that names that differ look different. No block id holds a backslash, so none is shown twice.
/// </summary>
public static class VisibleName
{
    public static string Of(string name)
    {
        if (!name.EnumerateRunes().Any(IsInvisible))
        {
            return name;
        }

        var shown = new StringBuilder(name.Length + 16);
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (IsInvisible(rune))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}");
            }
            else
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.ToString();
    }

    private static bool IsInvisible(Rune rune) => rune.Value > 0x7E && (IsBlank(rune.Value) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.PrivateUse);

    /// <summary>Letters and marks that are drawn as nothing: fillers, joiners, variation selectors.</summary>
    private static bool IsBlank(int value) => value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
        or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
