using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary><c>release</c>: freezes the data set under a name, lists what was frozen, and compares with it.</summary>
public static class ReleaseCommand
{
    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = ReleaseArguments.Parse(arguments);
        if (asked.Fault is { } found)
        {
            await Console.Error.WriteLineAsync($"release: found {found}; expected {ReleaseArguments.Usage}");
            return ExitCode.BadConfiguration;
        }

        var root = new SharedRoot(ShareSettings.Of(options));
        try
        {
            return asked switch
            {
                { List: true } => await ListAsync(root),
                { Diff: true } => await DiffAsync(options, root, asked.Names, cancellationToken),
                _ => await MakeAsync(options, root, asked, cancellationToken),
            };
        }
        catch (StorageException error)
        {
            await Console.Error.WriteLineAsync($"release: {error.Message}");
            return ExitCode.Trouble;
        }
    }

    /// <summary>What changed, by block; for <c>verify</c> too.</summary>
    internal static async Task PrintAsync(ReleaseDifference difference)
    {
        foreach (IGrouping<string, LabelChange> block in difference.Changes.GroupBy(change => change.Block, StringComparer.Ordinal))
        {
            await Console.Out.WriteLineAsync($"  {block.Key}: {string.Join(", ", block)}");
        }

        foreach (string block in difference.AddedBlocks)
        {
            await Console.Out.WriteLineAsync($"  {block}: the block is new");
        }

        foreach (string block in difference.RemovedBlocks)
        {
            await Console.Out.WriteLineAsync($"  {block}: the block is gone");
        }
    }

    private static async Task<int> MakeAsync(AnnotatorOptions options, SharedRoot root, ReleaseArguments asked, CancellationToken cancellationToken)
    {
        ReleaseMaking making = new ReleaseMaking(options, root, TimeProvider.System).KeepingNotBlind(asked.NotBlind == NotBlindChoice.Keep);
        Task<CatalogSnapshot> blocks = ReviewReading.ScanAsync(options, cancellationToken);
        ReleaseResult result = asked.DryRun
            ? await making.PreviewAsync(asked.Names[0], blocks, cancellationToken)
            : await making.MakeAsync(asked.Names[0], asked.As ?? root.Account, blocks, cancellationToken);
        if (result.Counts is { } counts)
        {
            await Console.Out.WriteLineAsync(ReleaseText.Of(counts));
        }

        foreach (string notice in result.Notices)
        {
            await Console.Error.WriteLineAsync($"release: {notice}");
        }

        foreach (string reason in result.Refusal?.Words ?? [])
        {
            await Console.Error.WriteLineAsync($"release: refused: {reason}");
        }

        if (result.Refusal is { } refusal)
        {
            return refusal.Reason == ReleaseRefusalReason.BadName ? ExitCode.BadConfiguration : ExitCode.Trouble;
        }

        await Console.Out.WriteLineAsync(result.Decision is { } decision
            ? $"Released {decision.Name} in {options.CopiedFrom?.Name ?? new ReleaseShelf(root).PathOf(decision.Name)}{Environment.NewLine}SHA-256 of its manifest: {decision.ManifestSha256}"
            : $"{asked.Names[0]} can be released. Nothing was written (--dry-run).");
        return ExitCode.Ok;
    }

    private static async Task<int> ListAsync(SharedRoot root)
    {
        ReleaseList list = await Task.Run(new ReleaseShelf(root).List);
        foreach (ListedRelease release in list.Releases)
        {
            await Console.Out.WriteLineAsync(ReleaseText.Of(release));
        }

        if (list.Releases.Count == 0)
        {
            await Console.Out.WriteLineAsync("There is no release.");
        }

        foreach (string leftover in list.Leftovers)
        {
            await Console.Error.WriteLineAsync($"release: {leftover} is of a release that is being made, or whose making was cut off; if no program is making it, it can be removed");
        }

        return list.Releases.All(release => release.Fault is null) ? ExitCode.Ok : ExitCode.Trouble;
    }

    private static async Task<int> DiffAsync(AnnotatorOptions options, SharedRoot root, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var shelf = new ReleaseShelf(root);
        if (names.FirstOrDefault(name => !Directory.Exists(shelf.PathOf(name))) is { } unknown)
        {
            throw new StorageException(shelf.Folder, $"there is no release {unknown}; --list names those there are");
        }

        ReleaseDifference difference = names.Count == 2
            ? ReleaseDifference.Between(await LabelsAsync(names[0]), await LabelsAsync(names[1]))
            : await new ReleaseMaking(options, root, TimeProvider.System)
                .DifferenceSinceAsync(shelf.PathOf(names[0]), ReviewReading.ScanAsync(options, cancellationToken), cancellationToken);
        await Console.Out.WriteLineAsync($"{(names.Count == 2 ? $"From {names[0]} to {names[1]}" : $"Since {names[0]}")}: {difference.Summary}");
        await PrintAsync(difference);
        return ExitCode.Ok;

        Task<WideTable> LabelsAsync(string name) => Task.Run(() => shelf.LabelsOf(shelf.PathOf(name)), cancellationToken);
    }
}
