using System.Diagnostics.CodeAnalysis;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>A model and its version, written <c>NAME@VERSION</c>.</summary>
public sealed record ModelName(string Name, string Version)
{
    private const int MostCharacters = 64;

    /// <summary>For messages.</summary>
    public const string Rule = "1 to 64 letters, digits, '.', '-' or '_'";

    /// <summary>May be the name of a model, or of a version.</summary>
    public static bool IsPart([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MostCharacters } && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');

    public override string ToString() => $"{Name}@{Version}";
}
