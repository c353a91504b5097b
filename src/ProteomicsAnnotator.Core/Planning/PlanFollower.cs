using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>The plan as a running program follows it. Every look is bounded, also when the share hangs. Thread-safe.</summary>
public sealed class PlanFollower(SharedRoot root)
{
    private const string Lane = "plan";
    private readonly PlanFiles _files = new(root);
    private readonly DecisionFiles _calibrationFiles = DecisionFiles.Calibration(root);
    private volatile PlanVersions? _versions;
    private volatile CalibrationNow _calibration = new(null, CalibrationRound.None);
    private int _looks;

    /// <summary>As of the last look that could read them; null: none could.</summary>
    public PlanVersions? Versions => _versions;

    /// <summary>Blocks that come before every queue, as of the last look that could read them. The same object as long as nothing is decided otherwise.</summary>
    public CalibrationRound Calibration => _calibration.Round;

    /// <summary>Why the plan could not be read at the last look, or what of it does not count, in words; null: nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>How often was looked: what could not be read is worth another try after the next look.</summary>
    public int Looks => _looks;

    /// <summary>Somebody follows the plan: every poll looks.</summary>
    internal bool IsFollowed => _looks > 0;

    /// <returns>True when another version counts than before, other blocks are in the calibration round, or another problem is there.</returns>
    public async Task<bool> LookAsync()
    {
        (string? id, string? problem, CalibrationRound round) = (_versions?.Current?.Id, Problem, Calibration);
        try
        {
            (_versions, DecisionState calibration) = await root.RunAsync(() => (_files.Read(), _calibrationFiles.Read()), root.Settings.Limits.Answer, Lane);
            string? last = calibration.Steps is [.., { } step] ? $"{calibration.Steps.Count} {step.Id}" : null;
            _calibration = last == _calibration.Last ? _calibration : new CalibrationNow(last, CalibrationRound.Of(calibration));
            UnusableFile[] unusable = [.. _versions.Unusable, .. calibration.Unusable];
            Problem = unusable.Length > 0 ? string.Join(' ', unusable.Select(file => file.Words)) : null;
        }
        catch (StorageException error)
        {
            Problem = error.Message;
        }

        _ = Interlocked.Increment(ref _looks);
        return id != _versions?.Current?.Id || problem != Problem || !ReferenceEquals(round, Calibration);
    }

    /// <summary>Looks unless that was done before.</summary>
    /// <returns>Why nothing could be read so far, in words; null: it could.</returns>
    public async Task<string?> LookedAsync()
    {
        if (_versions is null)
        {
            _ = await LookAsync();
        }

        return _versions is null ? Problem : null;
    }

    /// <summary>What the version that counts gives to a person.</summary>
    /// <returns>Neither: there is no plan. A problem, in words: there may be one, and it cannot be read now.</returns>
    public async Task<(PlannedBlocks? Queue, string? Problem)> QueueOfAsync(string username)
    {
        _ = await LookedAsync();
        if (_versions is not { Current: { } version } versions)
        {
            return (null, Problem);
        }

        try
        {
            CalibrationRound round = Calibration;
            return (await root.RunAsync(() => new PlannedBlocks(version, [.. _files.ReadQueue(version, username).Where(block => !round.Has(block))], _files.ReadRepeated(versions, username)), root.Settings.Limits.Answer, Lane), null);
        }
        catch (StorageException error)
        {
            return (null, error.Message);
        }
    }

    /// <param name="Last">The decisions that it follows from.</param>
    /// <param name="Round">What they say.</param>
    private sealed record CalibrationNow(string? Last, CalibrationRound Round);
}

/// <summary>One person's queue.</summary>
/// <param name="Version">Of the plan.</param>
/// <param name="Blocks">In order, without those of the calibration round; one that stands there twice is a repeat. Empty: the version gives this person nothing.</param>
/// <param name="EverRepeated">Blocks that stand twice in this or an earlier version.</param>
public sealed record PlannedBlocks(PlanVersion Version, IReadOnlyList<BlockId> Blocks, IReadOnlySet<BlockId> EverRepeated);
