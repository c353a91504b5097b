using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>What is said of a table of predictions beside what it says itself.</summary>
/// <param name="Classes">Of the campaign.</param>
public sealed record PredictionRequest(LabelClasses Classes)
{
    /// <summary>What the table calls a class that is no name here, with the number it has here.</summary>
    public IReadOnlyDictionary<string, int> Names { get; init; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The class that the score is the probability of, whichever class the row says; null: the row's own.</summary>
    public int? ScoreOf { get; init; }

    /// <summary>Numbers in the column of classes are the campaign's. Else they are no class: other programs count otherwise, as cellfinder, whose 2 is a cell and 1 is none.</summary>
    public bool HasOurNumbers { get; init; }

    /// <summary>Blocks are found by position.</summary>
    public bool ByPosition { get; init; }

    /// <summary>What a row calls its class: a name, or a number where the numbers are the campaign's or it is said what it means. Null: there is none.</summary>
    public int? FindInRow(string written) =>
        HasOurNumbers || Names.ContainsKey(written.Trim()) || Classes.Find(written.Trim()) is not null ? Find(written) : null;

    /// <summary>The class of that name, in any case and without blanks at its ends, or of that number, as 2 or 2.0; null: there is none.</summary>
    public int? Find(string written)
    {
        string name = written.Trim();
        if (Names.TryGetValue(name, out int stated))
        {
            return stated;
        }

        if (Classes.Find(name) is { } item)
        {
            return item.Number;
        }

        return double.TryParse(name, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out double number)
            && number == Math.Floor(number) && number >= 1 && number <= Classes.Count
            ? (int)number
            : null;
    }

    /// <summary>For faults: what a class may be called.</summary>
    public string Expected => string.Join(", ", Classes.Items.Select(item => $"{item.Number} or {item.Name}"));
}
