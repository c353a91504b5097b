using System.Globalization;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Rounds of a long test, as ANNOTATOR_TEST_LONG says: few by default, more with "ci", all of them with "1".</summary>
internal static class TestScale
{
    public static int Of(int usual, int ci, int full) => Environment.GetEnvironmentVariable("ANNOTATOR_TEST_LONG") switch
    {
        null or "" => usual,
        "ci" => ci,
        "1" => full,
        string other => throw new InvalidOperationException($"ANNOTATOR_TEST_LONG is \"{other}\"; expected 1, ci or nothing."),
    };

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
