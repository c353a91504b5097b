using System.Globalization;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Rounds of a long test: few by default, all of them with ANNOTATOR_TEST_LONG=1.</summary>
internal static class TestScale
{
    public static int Of(int usual, int full) =>
        string.Equals(Environment.GetEnvironmentVariable("ANNOTATOR_TEST_LONG"), "1", StringComparison.Ordinal) ? full : usual;

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
