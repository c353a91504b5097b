using System.Text;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Demo;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Transfer;

namespace ProteomicsAnnotator.App.Commands;

/// <summary><c>check</c>: tests the annotations root from this machine and prints a table, with <c>--json</c> one JSON object.</summary>
public static class CheckCommand
{
    public const string Usage = "--json, --demo or nothing";
    private const int MostNamed = 10;
    private const int MostPadded = 32;

    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.FirstOrDefault(word => word != "--json") is { } unknown)
        {
            await Console.Error.WriteLineAsync($"check: found {unknown}; expected {Usage}");
            return ExitCode.BadConfiguration;
        }

        IReadOnlyList<ShareCheckRow> rows = await RowsAsync(options, cancellationToken);
        if (arguments.Count > 0)
        {
            await Console.Out.WriteAsync(Encoding.UTF8.GetString(Serialize(options, rows)));
        }
        else
        {
            await Console.Out.WriteLineAsync(options.CopiedFrom is { } database ? $"The store: {database.Name}" : $"Annotations root: {options.AnnotationsRoot}{Environment.NewLine}Messages of this account: {MessageFile.PathIn(options.Folders.State)}");
            await Console.Out.WriteAsync(Format(rows));
        }

        return rows.All(row => row.IsSafe) ? ExitCode.Ok : ExitCode.Trouble;
    }

    /// <summary>Checks the annotations root first; without it nothing else can be checked.</summary>
    internal static async Task<IReadOnlyList<ShareCheckRow>> RowsAsync(AnnotatorOptions options, CancellationToken cancellationToken = default)
    {
        if (options.SettingsProblem is { } problem)
        {
            return [new ShareCheckRow("settings", "missing", IsSafe: false, problem)];
        }

        var root = new SharedRoot(ShareSettings.Of(options));
        ShareCheckRow[] slips = options.UnknownVariables.Count == 0 ? []
            : [new ShareCheckRow("settings", "not known", IsSafe: false, string.Join(' ', options.UnknownVariables))];
        IReadOnlyList<ShareCheckRow> rows = options.CopiedFrom is { } database ? [DatabaseRow(await StoreCheck.RunAsync(database, cancellationToken))] : await ShareCheck.RunAsync(root, cancellationToken);
        return rows is [{ IsSafe: false }] ? [.. slips, .. rows] : [.. slips, .. rows, .. await CheckLabelsAsync(options, root), await CheckReleasesAsync(root)];
    }

    /// <summary>What can be safe or not is the database, and not the folder that its content was written to.</summary>
    private static ShareCheckRow DatabaseRow(TransferReport report) => new(
        "database", Counted.Of(report.NewLines, "line"), report.Faults.Count == 0, Named([.. report.Faults, .. report.Notices]));

    internal static string Format(IReadOnlyList<ShareCheckRow> rows)
    {
        int check = rows.Select(row => row.Check.Length).DefaultIfEmpty(0).Max();
        // One long result does not push all the others to the right.
        int result = rows.Select(row => row.Result.Length).Where(length => length <= MostPadded).DefaultIfEmpty(0).Max();
        IEnumerable<string> lines = rows.Select(row =>
            $"{(row.IsSafe ? "ok    " : "UNSAFE")}  {row.Check.PadRight(check)}  {row.Result.PadRight(result)}  {row.Detail}".TrimEnd());
        return string.Concat(lines.Select(line => line + Environment.NewLine));
    }

    internal static byte[] Serialize(AnnotatorOptions options, IReadOnlyList<ShareCheckRow> rows) => JsonFile.Serialize(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("program_version", ProgramVersion.Text);
        writer.WriteString("data_root", options.DataRoot);
        writer.WriteString("annotations_root", options.CopiedFrom?.Name ?? options.AnnotationsRoot);
        writer.WriteString("messages", options.CopiedFrom is null ? MessageFile.PathIn(options.Folders.State) : null);
        writer.WriteBoolean("ok", rows.All(row => row.IsSafe));
        writer.WriteStartArray("checks");
        foreach (ShareCheckRow row in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("check", row.Check);
            writer.WriteBoolean("ok", row.IsSafe);
            writer.WriteString("result", row.Result);
            writer.WriteString("detail", row.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>What the labels are about: the blocks, the classes, the channel files.</summary>
    private static async Task<IReadOnlyList<ShareCheckRow>> CheckLabelsAsync(AnnotatorOptions options, SharedRoot root)
    {
        try
        {
            using BlockCatalog catalog = DataRoots.CatalogOf(options);
            await catalog.ScanAsync(CancellationToken.None);
            ShareSnapshot share = await ShareSnapshot.ReadWithoutClosedAsync(root, CancellationToken.None);
            return
            [
                CheckDataRoot(options, root, catalog.Current, share),
                CheckClasses(options, share),
                CheckChannelFiles(catalog.Current, share),
                .. NearPoints.Describe(catalog.Current.Blocks) is { } near ? [new ShareCheckRow("near points", near.Result, IsSafe: true, near.Detail)] : Array.Empty<ShareCheckRow>(),
                .. catalog.Current.Blocks.Count == 0 ? Array.Empty<ShareCheckRow>() : [ChannelsOf(options, await Task.Run(() => ChannelHeadersCheck.Run(catalog.Current.Blocks, options.MaxBlockBytes)))],
            ];
        }
        catch (StorageException error)
        {
            return [new ShareCheckRow("labels", "failed", IsSafe: false, error.Message)];
        }
    }

    /// <summary>Closed to this account is right for an annotator's. Whether files were altered is asked by <c>verify</c>.</summary>
    private static async Task<ShareCheckRow> CheckReleasesAsync(SharedRoot root)
    {
        const string Name = "releases";
        try
        {
            ReleaseList found = await Task.Run(new ReleaseShelf(root).Look);
            string[] faults = [.. found.Releases.Select(release => release.Fault).OfType<string>()];
            IEnumerable<string> leftovers = found.Leftovers.Select(folder => $"{folder}: a release is being made, or its making was cut off; then it can be removed");
            return new ShareCheckRow(Name, Counted.Of(found.Releases.Count, "release"), faults.Length == 0, Named([.. faults, .. leftovers]));
        }
        catch (StorageException error) when (error.InnerException is { } inner && StorageFault.IsForbidden(inner))
        {
            return new ShareCheckRow(Name, "closed", IsSafe: true, "they are not looked at here");
        }
        catch (StorageException error)
        {
            return new ShareCheckRow(Name, "not readable", IsSafe: false, error.Message);
        }
    }

    private static ShareCheckRow ChannelsOf(AnnotatorOptions options, ShareCheckRow row) =>
        options.IsDemo && !row.IsSafe ? row with { Detail = $"{row.Detail}. This is the demo: a channel of {DemoData.DamagedBlock} is damaged on purpose, to show what that looks like" } : row;

    private static ShareCheckRow CheckDataRoot(AnnotatorOptions options, SharedRoot root, CatalogSnapshot catalog, ShareSnapshot share)
    {
        string found = Counted.Of(catalog.Blocks.Count, "block");
        if (DataRootFault.Of(options.DataRoot, catalog.RootExists, catalog.Blocks.Count, share) is { } fault)
        {
            return new ShareCheckRow("data root", found, IsSafe: false, fault.Message);
        }

        var table = ReviewTable.Of(ReviewReading.InputOf(root, catalog.Blocks, share));
        if (catalog.Blocks.DistinctBy(block => DataSet.FolderOf(block.Id), StringComparer.Ordinal)
            .Select(block => LabelShare.WhyNoLabels(root, block.Id)).FirstOrDefault(reason => reason is not null) is { } refused)
        {
            return new ShareCheckRow("data root", found, IsSafe: false, refused);
        }

        if (RootOverlap.Describe(options.DataRoot, options.AnnotationsRoot) is { } overlap)
        {
            return new ShareCheckRow("data root", found, IsSafe: false, overlap);
        }

        if (catalog.Gaps.Count > 0)
        {
            return new ShareCheckRow("data root", found, IsSafe: false, $"blocks may be missing: {Named(catalog.Gaps)}");
        }

        string ignored = catalog.IgnoredFolders.Count == 0 ? ""
            : $"{Counted.Of(catalog.IgnoredFolders.Count, "folder", "is", "are")} not used, as the name is not {BlockId.NameForm}: {Named(catalog.IgnoredFolders)}";
        return catalog.Blocks.Count == 0
            ? new ShareCheckRow("data root", found, IsSafe: false, string.Join("; ", new[] { DataRootFault.NoBlocks(options.DataRoot).Message, ignored }.Where(words => words.Length > 0)))
            : new ShareCheckRow("data root", found, IsSafe: true, string.Join("; ", new[] { DataRootFault.Vanished(options.DataRoot, table) ?? options.DataRoot, ignored }.Where(words => words.Length > 0)));
    }

    /// <summary>Votes and final labels that are no class, with block and name: of a class that was removed, or another program's.</summary>
    private static ShareCheckRow CheckClasses(AnnotatorOptions options, ShareSnapshot share)
    {
        var blocks = share.Votes.Users.SelectMany(user => user.Votes.Keys)
            .Concat(share.FinalLabels.Labels.Keys.Where(key => key.Root is null).Select(key => key.Block))
            .Distinct()
            .Order();
        var table = ReviewTable.Of(ReviewInput.Of([.. blocks], share.Votes, share.FinalLabels));
        IReadOnlyList<OutsideLabel> outside = OutsideLabel.AllOf(table, options.Classes.Count);
        return new ShareCheckRow(
            "labels that are no class",
            $"{Counted.Of(outside.Count(label => label.Username is not null), "label")}, {Counted.Of(outside.Count(label => label.Username is null), "final label")}",
            outside.Count == 0,
            Named(outside));
    }

    /// <summary>Not a fault of the share: the annotator may want to look at such a block again.</summary>
    private static ShareCheckRow CheckChannelFiles(CatalogSnapshot catalog, ShareSnapshot share)
    {
        IReadOnlyList<ChangedLabel> changed = ChangedFiles.Find(catalog.Blocks, share);
        return new ShareCheckRow("channel files", $"{Counted.Of(changed.Count(label => !label.IsMoved), "label")} given on files that have changed since{Moved(changed)}", IsSafe: true, Named(changed));
    }

    private static string Moved(IReadOnlyList<ChangedLabel> changed) => changed.Count(label => label.IsMoved) is > 0 and var moved
        ? $", {Counted.Of(moved, "label")} of another place, which {(moved == 1 ? "counts" : "count")} nowhere"
        : "";

    private static string Named<T>(IReadOnlyList<T> found) =>
        string.Join("; ", found.Take(MostNamed)) + (found.Count > MostNamed ? $" and {found.Count - MostNamed} more" : "");
}
