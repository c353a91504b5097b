using System.Globalization;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>Annotators of a plan as people write them: names with commas between them, a weight where the share is not equal, as <c>ann,ben:2,cem</c>.</summary>
public static class PlannedAnnotators
{
    public static string Text(IEnumerable<PlannedAnnotator> annotators) => string.Join(
        ", ",
        annotators.Select(annotator => annotator.Weight == 1 ? annotator.Username : string.Create(CultureInfo.InvariantCulture, $"{annotator.Username}:{annotator.Weight}")));

    /// <param name="text">Of people.</param>
    /// <param name="fault">The part that makes no sense, and what was expected; null: there is none.</param>
    public static IReadOnlyList<PlannedAnnotator> Parse(string text, out string? fault)
    {
        fault = null;
        var annotators = new List<PlannedAnnotator>();
        foreach (string item in text.Split(','))
        {
            string[] parts = item.Split(':');
            double weight = 1;
            if (parts.Length > 2 || !Username.TryParse(parts[0], out string? username)
                || (parts.Length == 2 && !(double.TryParse(parts[1], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out weight) && weight is > 0 and <= PlanRequest.MostWeight)))
            {
                fault = $"\"{item.Trim()}\" (expected NAME or NAME:WEIGHT, a weight above 0; a name is {Username.Rule})";
                return annotators;
            }

            if (annotators.Exists(annotator => annotator.Username == username))
            {
                fault = $"{username} twice";
                return annotators;
            }

            annotators.Add(new PlannedAnnotator(username, weight));
        }

        return annotators;
    }
}
