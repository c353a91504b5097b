using System.Globalization;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>Numbers of things as a sentence has them.</summary>
public static class Counted
{
    /// <summary>As "1 label", "1,204 labels".</summary>
    public static string Of(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>As "1 label is", "2 labels are".</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">Of one.</param>
    /// <param name="one">The verb for one.</param>
    /// <param name="many">The verb for several, and for none.</param>
    public static string Of(int count, string noun, string one, string many) => $"{Of(count, noun)} {(count == 1 ? one : many)}";
}
