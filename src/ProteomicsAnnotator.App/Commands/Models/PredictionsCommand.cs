using System.Globalization;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands.Models;

/// <summary><c>predictions</c>: stores what a model says of blocks; alone it lists what is stored.</summary>
public static class PredictionsCommand
{
    private const int MostNamed = 5;

    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = PredictionsArguments.Parse(arguments, options.Classes);
        if (asked.Fault is { } found)
        {
            return await RefuseAsync($"found {found}; expected {PredictionsArguments.Usage}", ExitCode.BadConfiguration);
        }

        var root = new SharedRoot(ShareSettings.Of(options));
        try
        {
            return asked.File is null ? await TellAsync(root, cancellationToken) : await StoreAsync(options, root, asked, cancellationToken);
        }
        catch (StorageException error)
        {
            return await RefuseAsync(error.Message, ExitCode.Trouble);
        }
    }

    private static async Task<int> StoreAsync(AnnotatorOptions options, SharedRoot root, PredictionsArguments asked, CancellationToken cancellationToken)
    {
        Task<CatalogSnapshot> scan = ReviewReading.ScanAsync(options, cancellationToken);
        BlockPositions? positions = null;
        if (asked.Positions is { } table)
        {
            (positions, string? wrong) = await ReadAsync(table, bytes => BlockPositions.Read(bytes, asked.At.Step!.Value, asked.At.Within!.Value), cancellationToken);
            if (wrong is not null)
            {
                return await RefuseAsync(wrong, ExitCode.Trouble);
            }
        }
        else if (asked.At.Within is not null)
        {
            try
            {
                positions = asked.At.OfPoints((await scan).Blocks);
            }
            catch (FormatException error)
            {
                return await RefuseAsync($"{options.DataRoot}: {error.Message}. Nothing was stored.", ExitCode.Trouble);
            }
        }

        (ReadPredictions? read, string? fault) = await ReadAsync(asked.File!, bytes => PredictionReader.Read(bytes, asked.Request, positions), cancellationToken);
        if (read is null)
        {
            return await RefuseAsync(fault!, ExitCode.Trouble);
        }

        foreach (string words in new[] { positions?.Words }.OfType<string>().Concat(read.Words))
        {
            await Console.Out.WriteLineAsync($"  {words}");
        }

        if (await WhyNoBlockAsync(options, read.Table, await scan) is { } none)
        {
            return await RefuseAsync($"nothing was stored: {none}", ExitCode.Trouble);
        }

        var model = new ModelName(asked.Model!, asked.Version!);
        PredictionOutcome outcome = await Task.Run(() => PredictionFiles.Of(root).Store(model, read.Table, (asked.As ?? Environment.UserName, options.Classes.Names), asked.DryRun), cancellationToken);
        if (outcome.Place == PredictionPlace.Refused)
        {
            return await RefuseAsync($"nothing was stored: {outcome.Words}", ExitCode.Trouble);
        }

        await Console.Out.WriteLineAsync(outcome.Place == PredictionPlace.AlreadyThere ? $"{model} is already there, {outcome.Words}."
            : asked.DryRun ? "Nothing was stored (--dry-run)."
            : $"{model} is stored.");
        return ExitCode.Ok;
    }

    /// <summary>Says how many blocks there are predictions of; in words where there is none.</summary>
    private static async Task<string?> WhyNoBlockAsync(AnnotatorOptions options, PredictionTable table, CatalogSnapshot catalog)
    {
        BlockId[] unknown = [.. table.Blocks.Where(block => !catalog.TryGet(block, out _))];
        string names = string.Join(", ", unknown.Take(MostNamed).Select(block => block.Value)) + (unknown.Length > MostNamed ? $" and {unknown.Length - MostNamed} more" : "");
        int known = table.Blocks.Count - unknown.Length;
        if (known == 0)
        {
            return table.Blocks.Count == 0 ? "no row has a block" : $"{options.DataRoot} has none of the blocks: {names}";
        }

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(table.Blocks.Count, "block")} with predictions, {table.ScoredCount:N0} of them with a probability; the data root has {known:N0} of these, {Counted.Of(catalog.Blocks.Count, "block")} in all"));
        if (unknown.Length > 0)
        {
            await Console.Out.WriteLineAsync($"not in the data root, and stored all the same: {Counted.Of(unknown.Length, "block")}: {names}");
        }

        return null;
    }

    private static async Task<(T? Value, string? Fault)> ReadAsync<T>(string file, Func<byte[], T> parse, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return (await Task.Run(() => parse(new FileOperations().ReadAll(file)), cancellationToken), null);
        }
        catch (FormatException error)
        {
            return (null, $"{file}: {error.Message}. Nothing was stored.");
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(file, error);
        }
    }

    private static async Task<int> TellAsync(SharedRoot root, CancellationToken cancellationToken)
    {
        StoredPredictions stored = await Task.Run(PredictionFiles.Of(root).Read, cancellationToken);
        await Console.Out.WriteLineAsync(stored.Sets.Count == 0 ? "No predictions are stored: FILE --model NAME --model-version VERSION stores some." : $"Predictions: {Counted.Of(stored.Sets.Count, "version")}");
        foreach (PredictionSet set in stored.Sets)
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {set.Model}: {Counted.Of(set.Blocks, "block")}, {set.Scored} with a probability; stored by {set.By} on {LabelTime.FormatMinute(set.At)}"));
        }

        foreach (string unusable in stored.Unusable)
        {
            await Console.Error.WriteLineAsync($"predictions: {unusable}");
        }

        return stored.Unusable.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
    }

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"predictions: {message}");
        return code;
    }
}
