using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands.Planning;

/// <summary><c>plan</c>: makes a version of the plan, says what it would be, or shows the one that counts.</summary>
public static class PlanCommand
{
    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        PlanArguments asked = PlanArguments.Parse(arguments);
        if (asked.Fault is { } found)
        {
            return await RefuseAsync($"found {found}; expected {PlanArguments.Usage}", ExitCode.BadConfiguration);
        }

        var root = new SharedRoot(ShareSettings.Of(options));
        var desk = new PlanDesk(root);
        try
        {
            PlanVersions versions = await Task.Run(desk.Read, cancellationToken);
            await TellAsync(versions.Words);
            return asked.Show
                ? await ShowAsync(desk, versions, asked.Json)
                : await MakeAsync((options, root), (desk, versions), asked, cancellationToken);
        }
        catch (StorageException fault)
        {
            return await RefuseAsync(fault.Message, ExitCode.Trouble);
        }
    }

    private static async Task<int> ShowAsync(PlanDesk desk, PlanVersions versions, bool json)
    {
        if (versions.Current is not { } current)
        {
            return await RefuseAsync("there is no plan; make one with --annotators", ExitCode.Trouble);
        }

        IReadOnlyDictionary<string, IReadOnlyList<BlockId>> queues = (await Task.Run(() => desk.ReadDesign(versions)))!.Ordinary;
        await Console.Out.WriteLineAsync(json ? Json(current, queues) : PlanText.Of(current, queues));
        return versions.Unusable.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
    }

    private static async Task<int> MakeAsync((AnnotatorOptions Options, SharedRoot Root) of, (PlanDesk Desk, PlanVersions Before) at, PlanArguments asked, CancellationToken cancellationToken)
    {
        (AnnotatorOptions options, SharedRoot root) = of;
        (PlanDesk desk, PlanVersions before) = at;
        (PlanStep? step, string? whyNot) = await Task.Run(() => StepOf((root, desk, before), asked), cancellationToken);
        if (step is null)
        {
            return await RefuseAsync(whyNot!, ExitCode.Trouble);
        }

        IReadOnlyList<Block> blocks = await BlocksAsync(options, cancellationToken);
        var points = blocks.Where(block => block.Point is not null).ToDictionary(block => block.Id, block => block.Point);
        var planner = new StepPlanner(root, desk, options.Classes) { Points = points.GetValueOrDefault };
        PlanResult result = await planner.MakeAsync(step, [.. blocks.Select(block => block.Id)], cancellationToken);
        if (result.Draft is not { } draft)
        {
            return await RefuseAsync(result.Fault!, ExitCode.Trouble);
        }

        if (step.Words is { } words)
        {
            await Console.Out.WriteLineAsync(words);
        }

        await Console.Out.WriteLineAsync(PlanText.Of(draft, options.Classes.Names.Count));
        if (desk.Certainty is { } certainty)
        {
            await Console.Out.WriteLineAsync($"Certainty     {certainty}");
        }

        if (asked.DryRun)
        {
            await Console.Out.WriteLineAsync("Nothing was stored (--dry-run).");
            return ExitCode.Ok;
        }

        if (await Task.Run(() => planner.WhyNotStored(draft), cancellationToken) is { } open)
        {
            return await RefuseAsync($"nothing was stored, as {open}", ExitCode.Trouble);
        }

        StoredPlan stored = await Task.Run(() => planner.Store(draft, asked.As ?? Environment.UserName, before), cancellationToken);
        await Console.Out.WriteLineAsync($"Stored as version {stored.Made.Version} ({stored.Made.Id}).");
        await TellAsync(stored.Words);
        return ExitCode.Ok;
    }

    /// <summary>Blocking.</summary>
    private static PlanStepRead StepOf((SharedRoot Root, PlanDesk Desk, PlanVersions Before) at, PlanArguments asked)
    {
        if (asked.Undo)
        {
            return at.Desk.ReadUndo(at.Before);
        }

        PlanDesign? design = at.Desk.ReadDesign(at.Before);
        return new PlanStepRead(PlanStep.After(design, asked.RequestAfter(design?.Request, CampaignSettings.Of(DecisionFiles.Public(at.Root).Read()).TargetVotes)), null);
    }

    private static async Task<IReadOnlyList<Block>> BlocksAsync(AnnotatorOptions options, CancellationToken cancellationToken)
    {
        using BlockCatalog catalog = DataRoots.CatalogOf(options);
        await catalog.ScanAsync(cancellationToken);
        foreach (CatalogProblem problem in catalog.Current.Problems)
        {
            await Console.Error.WriteLineAsync($"{problem.Path}: {problem.Message}");
        }

        if (catalog.Current.Gaps is [{ } gap, ..])
        {
            throw new StorageException(options.DataRoot, $"nothing is planned, as blocks may be missing: {gap}");
        }

        return catalog.Current.Blocks.Count == 0
            ? throw DataRootFault.NoBlocks(options.DataRoot)
            : catalog.Current.Blocks;
    }

    private static async Task TellAsync(IEnumerable<string> words)
    {
        foreach (string sentence in words)
        {
            await Console.Error.WriteLineAsync($"plan: {sentence}");
        }
    }

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"plan: {message}");
        return code;
    }

    private static string Json(PlanVersion version, IReadOnlyDictionary<string, IReadOnlyList<BlockId>> queues)
    {
        byte[] bytes = JsonFile.Serialize(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", version.Version);
            writer.WriteStartObject("queues");
            foreach ((string username, IReadOnlyList<BlockId> blocks) in queues.OrderBy(queue => queue.Key, StringComparer.Ordinal))
            {
                writer.WriteStartArray(username);
                foreach (BlockId block in blocks)
                {
                    writer.WriteStringValue(block.Value);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        return System.Text.Encoding.UTF8.GetString(bytes).TrimEnd();
    }
}
