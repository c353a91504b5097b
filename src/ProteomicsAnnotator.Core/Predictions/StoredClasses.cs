using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>
/// The classes that predictions were stored with, found among the campaign's classes of now by name: the file of classes may have another
/// order, or more of them. A class that admins have renamed since is the one of the new name.
/// </summary>
public sealed class StoredClasses
{
    private readonly int[] _now;
    private readonly int _width;

    private StoredClasses(int[] now, int width) => (_now, _width) = (now, width);

    /// <summary>Which predictions are equal when read by these.</summary>
    internal string Key => $"{string.Join(',', _now)}/{_width}";

    /// <summary>Null together with why they cannot be compared with anything, in words.</summary>
    /// <param name="set">What was stored, with the names of then.</param>
    /// <param name="classes">Of the campaign now.</param>
    /// <param name="changes">Classes that were renamed or split.</param>
    public static (StoredClasses? Classes, string? Fault) Of(PredictionSet set, LabelClasses classes, ClassChanges changes)
    {
        int[] now = new int[set.Classes.Count];
        for (int k = 0; k < now.Length; k++)
        {
            string name = set.Classes[k];
            string again = $"Store the predictions as another version, and say which class is meant: --class \"{name}\"=NUMBER";
            IReadOnlyList<string> since = changes.Awaited(k + 1, set.At) is { } change && change.From == name ? change.To : [name];
            if (since.Count > 1)
            {
                return (null, $"class {name} of {set.Model} was split into {string.Join(" and ", since)} since. {again}");
            }

            if ((classes.Find(since[0]) ?? classes.Find(name)) is not { } found)
            {
                return (null, $"class {name} of {set.Model} is no class here; the classes are {string.Join(", ", classes.Names)}. {again}");
            }

            if (Array.IndexOf(now, found.Number, 0, k) is >= 0 and var other)
            {
                return (null, $"classes {set.Classes[other]} and {name} of {set.Model} are both {found.Name} here. {again}");
            }

            now[k] = found.Number;
        }

        return (new StoredClasses(now, classes.Count), null);
    }

    /// <summary>The same predictions by the numbers of now; of a class that is new the model says nothing.</summary>
    /// <param name="stored">By the numbers of then.</param>
    internal PredictionTable Apply(PredictionTable stored)
    {
        if (_width == _now.Length && _now.Select((number, k) => number == k + 1).All(isSame => isSame))
        {
            return stored;
        }

        double[] probabilities = new double[stored.Blocks.Count * _width];
        byte[] labels = new byte[stored.Blocks.Count];
        Array.Fill(probabilities, double.NaN);
        for (int i = 0; i < labels.Length; i++)
        {
            Prediction prediction = stored.At(i);
            labels[i] = prediction.Label is { } label ? (byte)_now[label - 1] : (byte)0;
            for (int k = 0; k < _now.Length; k++)
            {
                probabilities[(i * _width) + _now[k] - 1] = prediction.Probabilities.Span[k];
            }
        }

        return new PredictionTable([.. stored.Blocks], labels, probabilities, _width);
    }
}
