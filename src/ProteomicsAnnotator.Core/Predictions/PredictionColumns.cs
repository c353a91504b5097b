namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>Which column of a table of predictions is what, by name: case, blanks, dots, hyphens and underscores make no difference.</summary>
internal sealed class PredictionColumns
{
    private static readonly string[] BlockNames = ["block", "blockid", "id"];
    private static readonly string[] ClassNames = ["class", "label", "predictedclass", "predictedlabel", "predicted", "classname", "type"];
    private static readonly string[] ScoreNames = ["score", "celllikelihood", "likelihood", "probability", "confidence", "prediction"];
    private static readonly string[] TripleNames = ["xyz", "position", "coordinates"];
    private static readonly string[] AxisNames = ["x", "y", "z"];
    private readonly IReadOnlyList<string> _header;
    private readonly string[] _names;
    private readonly HashSet<int> _used = [];

    private PredictionColumns(IReadOnlyList<string> header)
    {
        _header = header;
        _names = [.. header.Select(Plain)];
    }

    public int? Block { get; private set; }

    /// <summary>One column for each axis.</summary>
    public (int X, int Y, int Z)? Axes { get; private set; }

    /// <summary>One column with all three, as "(x, y, z)".</summary>
    public int? Triple { get; private set; }

    public int? Class { get; private set; }

    public int? Score { get; private set; }

    /// <summary>By the number of the class.</summary>
    public IReadOnlyDictionary<int, int> Probabilities { get; private set; } = new Dictionary<int, int>();

    /// <summary>What was understood, a sentence each.</summary>
    public List<string> Words { get; } = [];

    /// <exception cref="FormatException">The columns do not say which block a row is about, or what of it.</exception>
    public static PredictionColumns Of(IReadOnlyList<string> header, PredictionRequest request)
    {
        var columns = new PredictionColumns(header);
        columns.RefuseDoubles();
        if (request.ByPosition)
        {
            columns.FindPosition();
        }
        else
        {
            columns.Block = columns.Find(BlockNames, "the block") ?? throw columns.NoBlock();
        }

        columns.Class = columns.Find(ClassNames, "the class");
        columns.FindProbabilities(request);
        columns.Score = columns.Find(ScoreNames, request.ScoreOf is { } of ? $"the probability of {request.Classes.NameOf(of)}" : "the score of the row's class");
        columns.RefuseMisfits(request);
        string[] left = [.. header.Where((_, i) => !columns._used.Contains(i)).Select(name => name.Length == 0 ? "the column without a name" : $"\"{name}\"")];
        if (left.Length > 0)
        {
            columns.Words.Add($"not used: {string.Join(", ", left)}");
        }

        return columns;
    }

    /// <summary>Of a table of positions: the block and where its centre is.</summary>
    public static PredictionColumns OfPositions(IReadOnlyList<string> header)
    {
        var columns = new PredictionColumns(header);
        columns.RefuseDoubles();
        columns.Block = columns.Find(BlockNames, "the block") ?? throw new FormatException($"found no column of blocks (block or block_id) among {columns.Listed}");
        columns.FindPosition();
        return columns;
    }

    private string Listed => string.Join(", ", _header.Select(name => $"\"{name}\""));

    private static string Plain(string name) => string.Concat(name.Where(character => character is not (' ' or '_' or '-' or '.' or '\t'))).ToLowerInvariant();

    private void RefuseDoubles()
    {
        if (_names.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            string[] written = [.. _header.Where((_, i) => _names[i] == twice.Key)];
            throw new FormatException($"found two columns of one name, \"{written[0]}\" and \"{written[1]}\"");
        }
    }

    /// <exception cref="FormatException">Two columns could be meant, and they say what the model says: no order may choose between them.</exception>
    private int? Find(string[] names, string meaning)
    {
        int[] found = [.. names.Select(name => Array.IndexOf(_names, name)).Where(found => found >= 0)];
        if (found is not [int index, ..])
        {
            return null;
        }

        if (found is [_, int other, ..] && names != BlockNames)
        {
            throw new FormatException($"columns \"{_header[index]}\" and \"{_header[other]}\" could both be {meaning}; leave one of them out, or rename it");
        }

        _used.Add(index);
        Words.Add($"column \"{_header[index]}\": {meaning}");
        return index;
    }

    private void FindPosition()
    {
        Triple = Find(TripleNames, "x, y and z");
        int[] axes = [.. AxisNames.Select(axis => Array.IndexOf(_names, axis) is >= 0 and var plain ? plain : Array.IndexOf(_names, axis + "center"))];
        if (axes.All(axis => axis >= 0))
        {
            if (Triple is not null)
            {
                throw new FormatException($"found positions twice, in \"{_header[Triple.Value]}\" and in x, y and z");
            }

            Axes = (axes[0], axes[1], axes[2]);
            _used.UnionWith(axes);
            bool hasCentres = _names.Contains("xcenter", StringComparer.Ordinal) && _names.Contains("x", StringComparer.Ordinal);
            Words.Add($"columns {string.Join(", ", axes.Select(axis => $"\"{_header[axis]}\""))}: x, y and z{(hasCentres ? "; they go before the columns of centres" : "")}");
        }
        else if (Triple is null)
        {
            throw new FormatException(HasNapariAxes
                ? $"found {Listed}: a table with axis-0, axis-1 and axis-2 does not say which axis is which, so rename them to x, y and z (napari's usual order is z, y, x)"
                : $"found no positions (x, y and z, or xyz) among {Listed}");
        }
    }

    private bool HasNapariAxes => _names.Contains("axis0", StringComparer.Ordinal);

    private FormatException NoBlock() => new(
        _names.Any(name => name is "x" or "xcenter" || TripleNames.Contains(name, StringComparer.Ordinal)) || HasNapariAxes
            ? $"found positions and no column of blocks (block or block_id) among {Listed}; say how near the nearest block has to be, --within MICROMETRES with --voxels or --micrometres, and where blocks are no points of a volume also where they are, --positions FILE with block, x, y and z"
            : $"found no column of blocks (block or block_id) among {Listed}");

    private void FindProbabilities(PredictionRequest request)
    {
        var found = new Dictionary<int, int>();
        for (int i = 0; i < _header.Count; i++)
        {
            if (!_header[i].StartsWith("p_", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            int label = request.Find(_header[i][2..]) ?? throw new FormatException($"column \"{_header[i]}\" is of no class; expected p_ and {request.Expected}, or say which it is: --class {_header[i][2..]}=NUMBER");
            if (!found.TryAdd(label, i))
            {
                throw new FormatException($"columns \"{_header[found[label]]}\" and \"{_header[i]}\" are both of {request.Classes.NameOf(label)}");
            }

            _used.Add(i);
            Words.Add($"column \"{_header[i]}\": the probability of {label}, {request.Classes.NameOf(label)}");
        }

        Probabilities = found;
    }

    private void RefuseMisfits(PredictionRequest request)
    {
        if (Probabilities.Count > 0 && (Score is not null || request.ScoreOf is not null))
        {
            throw new FormatException($"found probabilities of classes (p_...) and {(Score is { } score ? $"a score, \"{_header[score]}\"" : "--score-of")}: expected one of them");
        }

        if (request.ScoreOf is not null && Score is null)
        {
            throw new FormatException($"--score-of is said and there is no column of scores (score, likelihood, probability) among {Listed}");
        }

        if (Class is null && Probabilities.Count == 0 && Score is null)
        {
            throw new FormatException($"found neither a class nor a score nor probabilities (p_1, p_2, ...) among {Listed}");
        }

        if (Class is null && Score is { } alone && request.ScoreOf is null)
        {
            throw new FormatException($"column \"{_header[alone]}\" is a score, and nothing says of which class: --score-of CLASS");
        }
    }
}
