using System.Globalization;

namespace ProteomicsAnnotator.Core.Training;

/// <summary>How a training set is divided: up to three parts, in percent.</summary>
/// <param name="Percent">Of train, validation and test, as far as there are such parts; their sum is 100.</param>
public sealed record SplitParts(IReadOnlyList<int> Percent)
{
    public const string Expected = "one to three whole numbers above 0 with / between, which add up to 100, such as 80/10/10";

    private static readonly string[] AllNames = ["train", "validation", "test"];

    public static SplitParts Usual { get; } = new([80, 10, 10]);

    public IReadOnlyList<string> Names => AllNames[..Percent.Count];

    /// <summary>As it is written.</summary>
    public override string ToString() => string.Join('/', Percent.Select(part => part.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Null: it is none.</summary>
    public static SplitParts? Parse(string? text)
    {
        List<int> percent = [];
        foreach (string part in (text ?? "").Split('/'))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 100)
            {
                return null;
            }

            percent.Add(number);
        }

        return percent.Count <= AllNames.Length && percent.Sum() == 100 ? new SplitParts(percent) : null;
    }
}
