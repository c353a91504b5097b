using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>The rule for names of releases: each is a folder on every platform.</summary>
public static class ReleaseName
{
    public const int MaxLength = 64;

    public const string Rule =
        "a name of ASCII letters, digits, _ . and -, at most 64, without a dot at either end or - at its start, no device name of Windows";

    /// <summary>Names that differ only in case are one name: some shares have no case.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    public static bool IsValid([NotNullWhen(true)] string? name) =>
        name is { Length: > 0 and <= MaxLength }
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')
        && name[0] is not ('.' or '-') && name[^1] != '.'
        && !Username.IsDeviceName(name.Split('.')[0].ToLowerInvariant());
}
