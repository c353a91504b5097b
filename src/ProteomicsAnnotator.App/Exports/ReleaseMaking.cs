using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>
/// Makes releases, and compares with them: the same for the page, for HTTP and for the command. The files of the share are copied
/// first, and every table is computed from that copy: a release holds all that it was computed from, and counts are those of one moment.
/// </summary>
/// <param name="options">The settings of this run.</param>
/// <param name="root">Where the share is.</param>
/// <param name="time">For the limits.</param>
public sealed class ReleaseMaking(AnnotatorOptions options, SharedRoot root, TimeProvider time)
{
    private readonly ReleaseShelf _shelf = new(root);

    /// <summary>The figures of a release count votes that are not blind.</summary>
    public bool KeepsNotBlind { get; private init; }

    /// <param name="keeps">Its figures count votes that are not blind.</param>
    public ReleaseMaking KeepingNotBlind(bool keeps) => keeps == KeepsNotBlind ? this : new ReleaseMaking(options, root, time) { KeepsNotBlind = keeps };

    /// <summary>What a release made now would hold, and whether it may be made. Writes nothing to the share.</summary>
    /// <param name="name">Null: no name yet.</param>
    /// <param name="blocks">Of the data root.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">The share cannot be read.</exception>
    public async Task<ReleaseResult> PreviewAsync(string? name, Task<CatalogSnapshot> blocks, CancellationToken cancellationToken)
    {
        if (name is not null && await WhyNotAsync(name, cancellationToken) is { } refusal)
        {
            return new ReleaseResult(null, refusal);
        }

        using ShareCopy copy = await Task.Run(() => ShareCopy.Take(root), cancellationToken);
        try
        {
            ReleaseContent content = await ReadAsync(copy.Folder, copy.TornEnds, blocks, cancellationToken);
            _ = ReleaseContent.ConfigurationOf(options);
            return new ReleaseResult(content.Counts, Unsound(content.Faults)) { Notices = content.Notices };
        }
        catch (StorageException error) when (error.Path.StartsWith(copy.Folder, StringComparison.Ordinal))
        {
            return new ReleaseResult(null, Unsound([WithoutCopy(copy.Folder, error.Message)]));
        }
    }

    /// <param name="name">Of the release.</param>
    /// <param name="by">Its author.</param>
    /// <param name="blocks">Of the data root.</param>
    /// <param name="cancellationToken">Ends the making, until the release is there.</param>
    /// <exception cref="StorageException">The share cannot be read or written.</exception>
    public async Task<ReleaseResult> MakeAsync(string name, string by, Task<CatalogSnapshot> blocks, CancellationToken cancellationToken)
    {
        if (!ReleaseName.IsValid(name))
        {
            return new ReleaseResult(null, BadName(name));
        }

        (ReleaseDraft? draft, string? taken) = await Task.Run(() => ReleaseDraft.Begin(root, name), cancellationToken);
        if (draft is null)
        {
            return new ReleaseResult(null, new ReleaseRefusal(ReleaseRefusalReason.NameUsed, [taken!]));
        }

        using (draft)
        {
            try
            {
                return await FillAsync(draft, (name, by), blocks, cancellationToken);
            }
            catch (StorageException error) when (error.Path.StartsWith(draft.ShareFolder, StringComparison.Ordinal))
            {
                return new ReleaseResult(null, Unsound([WithoutCopy(draft.ShareFolder, error.Message)]));
            }
        }
    }

    /// <summary>What has become of the labels since a release.</summary>
    /// <param name="folder">Of the release.</param>
    /// <param name="blocks">Of the data root.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">The release or the share cannot be read.</exception>
    public async Task<ReleaseDifference> DifferenceSinceAsync(string folder, Task<CatalogSnapshot> blocks, CancellationToken cancellationToken)
    {
        WideTable before = await Task.Run(() => _shelf.LabelsOf(folder), cancellationToken);
        (ReviewTable table, _) = await ReviewReading.ReadAsync(options, root, blocks, cancellationToken);
        string[] unread = [.. (await blocks).Gaps, .. table.Annotators.Where(annotator => annotator.Fault is not null).Select(annotator => $"{annotator.Username}: {annotator.Fault}")];
        if (unread.Length > 0)
        {
            throw new StorageException(options.AnnotationsRoot, $"what has changed cannot be told, as not everything could be read: {string.Join("; ", unread)}");
        }

        return ReleaseDifference.Between(before, WideTable.Parse(options.AnnotationsRoot, CsvExport.Wide(table, time.GetUtcNow())));
    }

    private static ReleaseRefusal BadName(string name) =>
        new(ReleaseRefusalReason.BadName, [$"found {(name.Length == 0 ? "no name" : name)}; expected {ReleaseName.Rule}"]);

    private static ReleaseRefusal? Unsound(IReadOnlyList<string> faults) =>
        faults.Count == 0 ? null : new ReleaseRefusal(ReleaseRefusalReason.NotSound, faults);

    private async Task<ReleaseRefusal?> WhyNotAsync(string name, CancellationToken cancellationToken) =>
        !ReleaseName.IsValid(name) ? BadName(name)
        : await Task.Run(() => _shelf.WhyTaken(name), cancellationToken) is { } taken ? new ReleaseRefusal(ReleaseRefusalReason.NameUsed, [taken])
        : null;

    private async Task<ReleaseResult> FillAsync(
        ReleaseDraft draft, (string Name, string By) whose, Task<CatalogSnapshot> blocks, CancellationToken cancellationToken)
    {
        List<FileDigest> files = [.. await Task.Run(draft.CopyShare, cancellationToken)];
        ReleaseContent content = await ReadAsync(draft.ShareFolder, draft.TornEnds, blocks, cancellationToken);
        if (Unsound(content.Faults) is { } refusal)
        {
            return new ReleaseResult(content.Counts, refusal);
        }

        foreach (ExportedFile file in content.Files.Concat(ReleaseContent.ConfigurationOf(options)))
        {
            files.Add(await Task.Run(() => draft.Add(file), cancellationToken));
        }

        var manifest = new FileManifest(FileManifest.ReleaseKind, draft.StartedAt, [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)])
        {
            Name = whose.Name,
            By = whose.By,
            ProgramVersion = ProgramVersion.Text,
            Settings = (content.Export with { Options = options }).Settings,
            Counts = content.Counts,
            Blocks = ExportManifest.DigestOf(content.Export.Table.Blocks),
            Notices = content.Notices,
        };
        ReleaseDecision decision = await Task.Run(() => draft.Publish(manifest), CancellationToken.None);
        return new ReleaseResult(content.Counts, null) { Manifest = manifest, Decision = decision, Notices = content.Notices };
    }

    /// <summary>What a copy of the share holds, and why that is not to be released.</summary>
    private async Task<ReleaseContent> ReadAsync(string folder, IReadOnlyList<string> tornEnds, Task<CatalogSnapshot> blocks, CancellationToken cancellationToken)
    {
        AnnotatorOptions copy = options with { AnnotationsRoot = folder };
        var from = new SharedRoot(ShareSettings.Of(copy));
        (ReviewTable table, ShareSnapshot share) = await ReviewReading.ReadAsync(copy, from, blocks, cancellationToken);
        table = KeepsNotBlind ? table.KeepingNotBlind() : table;
        HistoryRead history = await Task.Run(() => HistoryFiles.Of(share), cancellationToken);
        ReleaseContent content = await ReleaseContent.OfAsync(new Exporter(copy, from, time).Of(table, history), history.TornLines, from, cancellationToken);
        return content with
        {
            Faults = [.. content.Faults.Select(fault => WithoutCopy(folder, fault)), .. (await blocks).Gaps, .. await WaitingLabels.DescribeAsync(root, cancellationToken)],
            Notices = [.. content.Notices.Select(notice => WithoutCopy(folder, notice)), .. tornEnds],
        };
    }

    /// <summary>The files that people know stand below the annotations root.</summary>
    private string WithoutCopy(string folder, string text) => text.Replace(folder, options.AnnotationsRoot, StringComparison.Ordinal);
}
