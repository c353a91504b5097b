using System.Globalization;
using ProteomicsAnnotator.App.Commands.Reporting;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Training;

namespace ProteomicsAnnotator.App.Commands.Training;

/// <summary><c>training</c>: the labels as a model's training reads them, divided without a cluster in two parts.</summary>
public static class TrainingCommand
{
    private const int MostNamed = 20;

    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = TrainingArguments.Parse(arguments);
        IReadOnlySet<int> accepted = asked.AcceptedIn(options.Classes, out string? noClass);
        if ((asked.Fault ?? noClass) is { } found)
        {
            return await RefuseAsync($"found {found}; expected {TrainingArguments.Usage}", ExitCode.BadConfiguration);
        }

        if (new ProtectedFiles(options).FindInRoots(Path.Combine(asked.Folder, TrainingManifest.FileName)) is { } own)
        {
            return await RefuseAsync($"found {asked.Folder}, {own}; expected a folder elsewhere", ExitCode.BadConfiguration);
        }

        try
        {
            var target = new NewFolder(asked.Folder);
            if (target.WhyNot() is { } taken)
            {
                return await RefuseAsync($"{taken}; nothing was written", ExitCode.Trouble);
            }

            PipelineTable? table = await TableAsync(options, asked, cancellationToken);
            var exclusion = Exclusion.Of(await ReviewReading.ReadAsync(options, new SharedRoot(ShareSettings.Of(options)), cancellationToken), asked.Excluded);
            if (exclusion.Fault is { } unknown)
            {
                return await RefuseAsync($"--exclude: {unknown}", ExitCode.BadConfiguration);
            }

            var request = new TrainingRequest(asked.Parts, asked.ClusterLevel, asked.Seed) { Table = table, Accepted = accepted, Points = exclusion.Table.Input.Points };
            bool isOfPoints = exclusion.Table.Blocks.Any(block => request.Points(block) is not null);
            if (asked.NeedsPositions && !isOfPoints && table is not { HasPositions: true })
            {
                return table is null
                    ? await RefuseAsync($"found {asked.NoPositions}; expected {TrainingArguments.Usage}", ExitCode.BadConfiguration)
                    : throw new StorageException(table.Path, $"found the columns {string.Join(", ", table.Header)}; expected block, z, y and x");
            }

            return await WriteAsync(options, (asked, request), (exclusion.Table, target), cancellationToken);
        }
        catch (StorageException error)
        {
            return await RefuseAsync(error.Message, ExitCode.Trouble);
        }
    }

    /// <summary>Null: none is given.</summary>
    private static async Task<PipelineTable?> TableAsync(AnnotatorOptions options, TrainingArguments asked, CancellationToken cancellationToken)
    {
        if (asked.Table is not { } path)
        {
            return null;
        }

        BlockPositions? positions = null;
        if (asked.At.Within is not null)
        {
            IReadOnlyList<Block> blocks = (await ReviewReading.ScanAsync(options, cancellationToken)).Blocks;
            try
            {
                positions = asked.At.OfPoints(blocks);
            }
            catch (FormatException error)
            {
                throw new StorageException(options.DataRoot, $"{error.Message}; nothing was written", error);
            }
        }

        PipelineTable table = await Task.Run(() => PipelineTable.Read(path, positions), cancellationToken);
        return TrainingTables.Clash(table) is { } clash ? throw new StorageException(table.Path, clash) : table;
    }

    private static async Task<int> WriteAsync(AnnotatorOptions options, (TrainingArguments Asked, TrainingRequest Request) what, (ReviewTable Table, NewFolder Target) where, CancellationToken cancellationToken)
    {
        ((TrainingArguments asked, TrainingRequest request), (ReviewTable review, NewFolder target)) = (what, where);
        TrainingSet set = await Task.Run(() => TrainingSet.Of(review, options.Classes.Count, request, cancellationToken), cancellationToken);
        if ((set.Refusal ?? WhyNoPositions(set, what) ?? (asked.Form == TrainingForm.Cellfinder ? CubeWriting.Clash(set, request) : null)) is { } refusal)
        {
            return await RefuseAsync($"{refusal}; nothing was written", ExitCode.Trouble);
        }

        List<FileDigest> digests = [];
        List<TrainingRow> written = [.. set.Rows];
        List<LeftOutBlock> leftOut = [.. set.LeftOut];
        void Write(ExportedFile file)
        {
            target.WriteAll([file]);
            digests.Add(file.Digest);
        }

        switch (asked.Form)
        {
            case TrainingForm.Csv:
                Write(new ExportedFile("labels.csv", TrainingTables.Csv(set, request), set.Rows.Count));
                break;
            case TrainingForm.Parquet:
                Write(new ExportedFile("labels.parquet", await TrainingTables.ParquetAsync(set, request, options.Classes.Names, cancellationToken), set.Rows.Count));
                break;
            case TrainingForm.Swc:
                SwcPoints.AllOf(set, request).ToList().ForEach(Write);
                break;
            default:
                using (var cubes = new CubeWriting(options, asked, Write))
                {
                    (written, List<LeftOutBlock> unfit, int channels) = await cubes.WriteAsync(set, request, cancellationToken);
                    leftOut.AddRange(unfit);
                    CellfinderFiles.AllOf(asked.Folder, written, request, channels).ToList().ForEach(Write);
                }

                break;
        }

        var manifest = new TrainingManifest(ProgramVersion.Text, SettingsOf(options, what, set, review), ExportManifest.DigestOf(review.Blocks))
        {
            Excluded = review.ExcludedNames,
            Rows = written,
            LeftOut = leftOut,
            UnknownBlocks = request.Table is { } table ? [.. table.Blocks.Where(block => review.Find(block) is null)] : [],
            ChangedInXml = asked.Form == TrainingForm.Cellfinder ? CellfinderFiles.ChangedInXml(written, request) : [],
            Files = [.. digests.OrderBy(file => file.Path, StringComparer.Ordinal)],
        };
        target.WriteAll([new ExportedFile(TrainingManifest.FileName, manifest.Serialize(request), 1)]);
        return await SayAsync(what, manifest, ReviewReading.FaultsOf(review));
    }

    /// <summary>Null: every row has one, or the form needs none.</summary>
    private static string? WhyNoPositions(TrainingSet set, (TrainingArguments Asked, TrainingRequest Request) what) =>
        what.Asked.NeedsPositions && set.Rows.FirstOrDefault(row => what.Request.PositionOf(row.Block) is null) is { } row
            ? $"{what.Request.Table?.Path ?? "nothing"} has no numbers in z, y and x of {row.Block}"
            : null;

    private static KeyValuePair<string, string>[] SettingsOf(AnnotatorOptions options, (TrainingArguments Asked, TrainingRequest Request) what, TrainingSet set, ReviewTable table)
    {
        (TrainingArguments asked, TrainingRequest request) = what;
        return
        [
            new("form", asked.FormWord),
            new("classes", string.Join(", ", options.Classes.Names)),
            new("accepted", string.Join(", ", request.Accepted.Order().Select(options.Classes.NameOf))),
            new("split", request.Parts.ToString()),
            new("by", asked.By),
            new("seed", request.Seed.ToString(CultureInfo.InvariantCulture)),
            new("tie_rule", Core.Decisions.TieRules.Text(table.Input.Campaign.Ties)),
            .. asked.NeedsPositions ? new KeyValuePair<string, string>[] { new("positions", set.Rows.Any(row => request.Points(row.Block) is not null) ? "of the points, in voxels of the finest level" : "of the table") } : [],
            .. request.Table?.Matching.Select((words, i) => new KeyValuePair<string, string>(string.Create(CultureInfo.InvariantCulture, $"matching_{i + 1}"), words)) ?? [],
            .. asked.Form == TrainingForm.Cellfinder
                ? new KeyValuePair<string, string>[] { new("cube_names", asked.CubeNames == CellfinderNames.Pcell ? CubePosition.PcellWord : CubePosition.XyzWord), new("signal", asked.Signal ?? "first"), new("background", asked.Background ?? "second") }
                : [],
        ];
    }

    private static async Task<int> SayAsync((TrainingArguments Asked, TrainingRequest Request) what, TrainingManifest manifest, IReadOnlyList<string> faults)
    {
        foreach (string words in what.Request.Table?.Matching ?? [])
        {
            await Console.Out.WriteLineAsync($"the table   {words}");
        }

        foreach ((int part, string name) in what.Request.Parts.Names.Index())
        {
            TrainingRow[] rows = [.. manifest.Rows.Where(row => row.Part == part)];
            double share = manifest.Rows.Count == 0 ? 0 : 100.0 * rows.Length / manifest.Rows.Count;
            int clusters = rows.Select(row => row.Cluster).Distinct(StringComparer.Ordinal).Count();
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name,-12}{Counted.Of(rows.Length, "block")} of {Counted.Of(clusters, "cluster")}, {share:0.0} % (asked {what.Request.Parts.Percent[part]} %)"));
        }

        foreach ((string why, int count) in manifest.LeftOut.Where(left => !left.IsFault).CountBy(left => left.Why))
        {
            await Console.Out.WriteLineAsync($"left out    {Counted.Of(count, "block")}: {why}");
        }

        if (manifest.UnknownBlocks.Count > 0)
        {
            await Console.Out.WriteLineAsync($"left out    {Counted.Of(manifest.UnknownBlocks.Count, "row")} of the table: no such block below the data root");
        }

        if (manifest.ChangedInXml.Count > 0)
        {
            await Console.Out.WriteLineAsync($"points.xml  {Counted.Of(manifest.ChangedInXml.Count, "point", "has", "have")} a coordinate 0, which this form writes as 1; the names of the cubes have it right");
        }

        await Console.Out.WriteLineAsync(Path.Combine(what.Asked.Folder, TrainingManifest.FileName));
        LeftOutBlock[] unfit = [.. manifest.LeftOut.Where(left => left.IsFault)];
        foreach (string line in faults.Concat(unfit.Take(MostNamed).Select(left => $"{left.Block} is left out: {left.Why}")))
        {
            await Console.Error.WriteLineAsync($"training: {line}");
        }

        if (unfit.Length > MostNamed)
        {
            await Console.Error.WriteLineAsync($"training: and {Counted.Of(unfit.Length - MostNamed, "more block")}; {TrainingManifest.FileName} names them all");
        }

        return unfit.Length + faults.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
    }

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"training: {message}");
        return code;
    }
}
