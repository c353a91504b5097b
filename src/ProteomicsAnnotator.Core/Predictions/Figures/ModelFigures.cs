using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Predictions.Figures;

/// <summary>A model beside people: a pure function of its predictions and a table. The model votes nowhere.</summary>
/// <param name="Set">Which model, and of which version.</param>
/// <param name="Coverage">How many blocks there is a prediction of.</param>
/// <param name="Confusion">Rows: what people say (the final label, else the consensus); columns: what the model says.</param>
/// <param name="Kappa">Cohen's, of these two.</param>
/// <param name="Classes">Of each class that either says.</param>
/// <param name="People">The model beside each annotator who counts, without votes that are not blind.</param>
/// <param name="Curves">Of each class with probabilities.</param>
/// <param name="Brier">
/// Mean over blocks of the squared distance between the probabilities of all classes and what people say, 0 to 2; null where no block has
/// probabilities of all classes. Brier (1950), Monthly Weather Review 78, 1-3.
/// </param>
public sealed record ModelFigures(
    PredictionSet Set,
    ModelCoverage Coverage,
    ConfusionMatrix Confusion,
    CohenKappa Kappa,
    IReadOnlyList<ModelClass> Classes,
    IReadOnlyList<ModelBesidePerson> People,
    IReadOnlyList<ScoreCurve> Curves,
    double? Brier)
{
    /// <summary>Blocks of whose class the model is at least this sure are asked about, unless somebody chooses otherwise.</summary>
    public const double UsuallySure = 0.9;

    /// <summary>Against final labels alone; null: also against a consensus.</summary>
    public bool IsOfFinalLabels { get; private init; }

    /// <param name="set">Which.</param>
    /// <param name="predictions">Its predictions.</param>
    /// <param name="table">What people say.</param>
    /// <param name="finalOnly">Only blocks with a final label count, not those with a consensus.</param>
    public static ModelFigures Of(PredictionSet set, PredictionTable predictions, ReviewTable table, bool finalOnly = false)
    {
        var rows = new List<(int People, Prediction Model)>();
        (int covered, int scored, int labelled) = (0, 0, 0);
        var all = new Prediction?[table.Count];
        foreach (ReviewRow row in table.Rows)
        {
            int? said = finalOnly ? row.FinalLabel?.Label : row.ResolvedLabel;
            labelled += said is null ? 0 : 1;
            if ((all[row.Index] = predictions.Find(row.Block)?.Mapped(table.Input.Map)) is { } prediction)
            {
                covered++;
                scored += prediction.HasScore ? 1 : 0;
                if (said is { } label)
                {
                    rows.Add((label, prediction));
                }
            }
        }

        (int, int)[] pairs = [.. rows.Where(row => row.Model.Label is not null).Select(row => (row.People, row.Model.Label!.Value))];
        ConfusionMatrix confusion = Matrix(pairs);
        return new ModelFigures(
            set,
            new ModelCoverage(table.Count, covered, scored, labelled, rows.Count, predictions.Blocks.Count - covered),
            confusion,
            CohenKappa.Of(confusion),
            ModelClass.AllOf(confusion),
            [.. table.Rated.Counted.Select(person => BesideOf(person, all)).Where(person => person.Kappa.N > 0)],
            [.. Enumerable.Range(1, predictions.ClassCount).Where(label => table.Input.Map.Of(label) == label).Select(label => ScoreCurve.Of(label, [.. ScoresOf(rows, label)], MissedOf(rows, label))).OfType<ScoreCurve>()],
            BrierOf(rows))
        {
            IsOfFinalLabels = finalOnly,
        };
    }

    private static IEnumerable<(double Score, bool IsIt)> ScoresOf(List<(int People, Prediction Model)> rows, int label) =>
        from row in rows
        let score = row.Model.ProbabilityOf(label)
        where score is not null
        select (score.Value, row.People == label);

    /// <summary>Blocks of the class that the model gave to another one without a probability of this one: no threshold finds them.</summary>
    private static int MissedOf(List<(int People, Prediction Model)> rows, int label) =>
        rows.Count(row => row.People == label && row.Model.ProbabilityOf(label) is null && row.Model.Label is { } said && said != label);

    private static ModelBesidePerson BesideOf(AnnotatorColumn person, Prediction?[] all)
    {
        var pairs = new List<(int, int)>();
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i]?.Label is { } said && person.At(i) is { } vote)
            {
                pairs.Add((vote.Label, said));
            }
        }

        ConfusionMatrix matrix = Matrix([.. pairs]);
        return new ModelBesidePerson(person.Username, pairs.Count(pair => pair.Item1 == pair.Item2), CohenKappa.Of(matrix));
    }

    private static ConfusionMatrix Matrix((int People, int Model)[] pairs)
    {
        int[] labels = [.. pairs.SelectMany(pair => new[] { pair.People, pair.Model }).Distinct().Order()];
        int[][] cells = [.. labels.Select(_ => new int[labels.Length])];
        foreach ((int people, int model) in pairs)
        {
            cells[Array.BinarySearch(labels, people)][Array.BinarySearch(labels, model)]++;
        }

        return ConfusionMatrix.Of(labels, cells);
    }

    private static double? BrierOf(List<(int People, Prediction Model)> rows)
    {
        (double sum, int n) = (0, 0);
        foreach ((int people, Prediction model) in rows)
        {
            double distance = 0;
            for (int k = 0; k < model.Probabilities.Length; k++)
            {
                double missed = (people == k + 1 ? 1 : 0) - model.Probabilities.Span[k];
                distance += missed * missed;
            }

            if (!double.IsNaN(distance))
            {
                (sum, n) = (sum + distance, n + 1);
            }
        }

        return n == 0 ? null : sum / n;
    }
}

/// <param name="Blocks">Of the data root.</param>
/// <param name="Covered">Of these the ones that the model has a row of.</param>
/// <param name="Scored">Of these the ones with a probability.</param>
/// <param name="Labelled">Blocks of the data root of which people say a class.</param>
/// <param name="Compared">Of these the ones that the model has a row of.</param>
/// <param name="Elsewhere">Rows of the model for blocks that are not in the data root.</param>
public readonly record struct ModelCoverage(int Blocks, int Covered, int Scored, int Labelled, int Compared, int Elsewhere)
{
    /// <summary>Rows without a probability.</summary>
    public int Unscored => Covered - Scored;

    public string Words => System.FormattableString.Invariant($"{Covered} of {Blocks} blocks, {Unscored} of them without a score; people say a class of {Compared} of these{(Elsewhere > 0 ? $"; {Elsewhere} more are not in the data root" : "")}");
}

/// <param name="Username">Who.</param>
/// <param name="Same">Blocks on which both say the same.</param>
/// <param name="Kappa">Cohen's, with the number of blocks that both say something of.</param>
public readonly record struct ModelBesidePerson(string Username, int Same, CohenKappa Kappa);

/// <summary>What the model makes of one class.</summary>
/// <param name="Label">Its number.</param>
/// <param name="People">Blocks that people say are of it.</param>
/// <param name="Model">Blocks that the model says are of it.</param>
/// <param name="Both">Blocks that both say are of it.</param>
public readonly record struct ModelClass(int Label, int People, int Model, int Both)
{
    /// <summary>Of the blocks that the model says are of it, the share that people say so too; null where it says it of none.</summary>
    public double? Precision => Model == 0 ? null : (double)Both / Model;

    /// <summary>Of the blocks that people say are of it, the share that the model says so too; null where they say it of none.</summary>
    public double? Recall => People == 0 ? null : (double)Both / People;

    /// <summary>Harmonic mean of both; null where neither says it of a block.</summary>
    public double? F1 => People + Model == 0 ? null : 2.0 * Both / (People + Model);

    public WilsonInterval? PrecisionInterval => Model == 0 ? null : WilsonInterval.Of(Both, Model);

    public WilsonInterval? RecallInterval => People == 0 ? null : WilsonInterval.Of(Both, People);

    internal static IReadOnlyList<ModelClass> AllOf(ConfusionMatrix matrix)
    {
        int[] all = [.. Enumerable.Range(0, matrix.Labels.Count)];
        return [.. all.Select(i => new ModelClass(matrix.Labels[i], all.Sum(j => matrix[i, j]), all.Sum(j => matrix[j, i]), matrix[i, i]))];
    }
}
