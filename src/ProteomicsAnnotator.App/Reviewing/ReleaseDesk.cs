using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// The releases that an admin sees, makes, verifies and compares. Used on the page's synchronization context only; what it reads and
/// writes runs beside it, one thing at a time. It outlives the tab that shows it.
/// </summary>
/// <param name="root">Where the share is.</param>
/// <param name="making">Makes and compares them.</param>
/// <param name="sources">What they are made of.</param>
/// <param name="admin">Who makes them.</param>
public sealed class ReleaseDesk(SharedRoot root, ReleaseMaking making, ReleaseSources sources, string admin)
{
    private readonly ReleaseShelf _shelf = new(root);
    private CancellationTokenSource? _stopping;

    /// <summary>Raised where its methods are called.</summary>
    public event Action? Changed;

    /// <summary>Null until they were read.</summary>
    public ReleaseList? List { get; private set; }

    /// <summary>What is under way, in words; null: nothing.</summary>
    public string? Working { get; private set; }

    public bool IsStopping => _stopping is { IsCancellationRequested: true };

    /// <summary>Why something was not done, in words.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>What was made last; null: nothing yet, or something else was asked for since.</summary>
    public ReleaseResult? Made { get; private set; }

    /// <summary>What a release would hold, before it is made; null: none was asked for.</summary>
    public ReleaseOffer? Offer { get; private set; }

    /// <summary>What the last verification found.</summary>
    public ReleaseVerdict? Verdict { get; private set; }

    /// <summary>What the last comparison found.</summary>
    public ReleaseComparison? Comparison { get; private set; }

    public Task ReadAsync() => RunAsync("Reading the releases", _ => Task.FromResult(_shelf.List()), list => List = list);

    /// <summary>Counts what a release made now would hold, and makes nothing.</summary>
    public Task PreviewAsync(string name) => RunAsync(
        $"Counting what {(name.Length == 0 ? "a release" : name)} would hold",
        async token =>
        {
            await sources.BringUpToDateAsync(token);
            return await making.PreviewAsync(name, sources.ListBlocksAsync(token), token);
        },
        result =>
        {
            Offer = result is { Refusal: null, Counts: { } counts } ? new ReleaseOffer(name, counts) { Notices = result.Notices } : null;
            Faults = result.Refusal?.Words ?? [];
        });

    /// <summary>Makes the release that <see cref="Offer"/> describes, of what is there now.</summary>
    public Task MakeAsync() => Offer is not { } offer ? Task.CompletedTask : RunAsync(
        $"Making {offer.Name}: its files are copied, and all tables are computed from the copy",
        async token =>
        {
            await sources.BringUpToDateAsync(token);
            ReleaseResult result = await making.MakeAsync(offer.Name, admin, sources.ListBlocksAsync(token), token);
            return (Result: result, Listed: TryList());
        },
        made =>
        {
            Offer = null;
            List = made.Listed.List ?? List;
            Made = made.Result.Refusal is null ? made.Result : null;
            Faults = made.Result.Refusal?.Words ?? made.Listed.Faults;
        });

    public Task VerifyAsync(string name) => RunAsync(
        $"Verifying {name}: every file of it is read",
        token => Task.Run(() => ReleaseCheck.Run(root, _shelf.PathOf(name)), CancellationToken.None).WaitAsync(token),
        report => Verdict = new ReleaseVerdict(name, report));

    /// <param name="before">A release.</param>
    /// <param name="after">A later one; null: the labels of today.</param>
    public Task CompareAsync(string before, string? after) => RunAsync(
        after is null ? $"Comparing {before} with the labels of today" : $"Comparing {before} with {after}",
        async token =>
        {
            if (after is not null)
            {
                return ReleaseDifference.Between(_shelf.LabelsOf(_shelf.PathOf(before)), _shelf.LabelsOf(_shelf.PathOf(after)));
            }

            await sources.BringUpToDateAsync(token);
            return await making.DifferenceSinceAsync(_shelf.PathOf(before), sources.ListBlocksAsync(token), token);
        },
        difference => Comparison = new ReleaseComparison(before, after, difference));

    /// <summary>Ends what is under way, if it can be ended: a release that is there already stays.</summary>
    public void Stop()
    {
        _stopping?.Cancel();
        Changed?.Invoke();
    }

    public void DropOffer() => (Offer, Faults) = (null, []);

    /// <summary>What was made is told also where the others cannot be listed.</summary>
    private (ReleaseList? List, IReadOnlyList<string> Faults) TryList()
    {
        try
        {
            return (_shelf.List(), []);
        }
        catch (StorageException error)
        {
            return (null, [$"The releases could not be listed: {error.Message}"]);
        }
    }

    private async Task RunAsync<T>(string words, Func<CancellationToken, Task<T>> work, Action<T> keep)
    {
        if (Working is not null)
        {
            return;
        }

        using var stopping = new CancellationTokenSource();
        (_stopping, Working, Faults, Made, Verdict, Comparison) = (stopping, words, [], null, null, null);
        Changed?.Invoke();
        try
        {
            keep(await Task.Run(() => work(stopping.Token), CancellationToken.None));
        }
        catch (OperationCanceledException)
        {
            Faults = [$"{words}: stopped. Nothing was changed."];
        }
        catch (StorageException error)
        {
            Faults = [error.Message];
        }
        finally
        {
            (_stopping, Working) = (null, null);
            Changed?.Invoke();
        }
    }
}

/// <summary>What releases are made of.</summary>
/// <param name="BringUpToDateAsync">Puts what this program has decided into the files of the share.</param>
/// <param name="ListBlocksAsync">The blocks of the data root; waits for a scan.</param>
public sealed record ReleaseSources(Func<CancellationToken, Task> BringUpToDateAsync, Func<CancellationToken, Task<CatalogSnapshot>> ListBlocksAsync);

/// <param name="Name">Of the release that would be made.</param>
/// <param name="Counts">What it would hold.</param>
public sealed record ReleaseOffer(string Name, ReleaseCounts Counts)
{
    /// <summary>Lines of journals that are no decisions, in words.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}

/// <param name="Name">Of the release.</param>
/// <param name="Report">What verifying it found.</param>
public sealed record ReleaseVerdict(string Name, ManifestReport Report);

/// <param name="Before">A release.</param>
/// <param name="After">A later one; null: the labels of the time when it was asked for.</param>
/// <param name="Difference">What the second has that the first has not.</param>
public sealed record ReleaseComparison(string Before, string? After, ReleaseDifference Difference);
