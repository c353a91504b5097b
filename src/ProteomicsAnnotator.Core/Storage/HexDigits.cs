using System.Buffers;

namespace ProteomicsAnnotator.Core.Storage;

internal static class HexDigits
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    public static bool ContainsOnlyHexDigits(this ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Digits) < 0;
}
