using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Storage;

public sealed class BoundedReadsTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("bounded-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly BoundedReads _reads;
    private readonly ManualResetEventSlim _answers = new(initialState: false);
    private int _begun;

    public BoundedReadsTests()
    {
        _reads = new BoundedReads(_time);
    }

    private string Slow => Path.Combine(_folder, "slow");

    public void Dispose()
    {
        _answers.Set();
        _answers.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task One_FileThatHangs_IsGivenUp_ThenRefusedUntried_ThenReadOnceItHasComeBack()
    {
        Task<string> first = Task.Run(() => _reads.One(Slow, Hang, Limit), TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref _begun) == 1, "the reading has begun");
        Assert.False(first.IsCompleted);

        await PassAsync(Limit, first);
        StorageException given = await Assert.ThrowsAsync<StorageException>(() => first);
        StorageException refused = Assert.Throws<StorageException>(() => _reads.One(Slow, Hang, Limit));

        Assert.All([given, refused], error => Assert.Equal((Slow, "it does not answer"), (error.Path, error.Reason)));
        Assert.Equal(1, _begun);

        // Known to everyone who reads here.
        Assert.Throws<StorageException>(() => new BoundedReads(TimeProvider.System).One(Slow, Hang, Limit));
        _answers.Set();
        await Eventually.IsTrueAsync(() => IsReadable(), "it is read once the first reading has come back");
    }

    [Fact]
    public async Task Each_OneHangsAndOneFails_TheOthersHaveTheirValues_InTheOrderOfThePaths()
    {
        string[] paths = [.. Enumerable.Range(0, 40).Select(i => Path.Combine(_folder, "file" + TestScale.Text(i)))];
        Task<IReadOnlyList<BoundedRead<string>>> all = Task.Run(
            () => _reads.Each(paths, path => path == paths[3] ? Hang() : path == paths[7] ? throw FaultyFiles.Errno(5) : "of " + path, Limit),
            TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref _begun) == 1, "the reading has begun");

        await PassAsync(Limit, all);
        IReadOnlyList<BoundedRead<string>> read = await all;

        Assert.Equal(paths, read.Select(one => one.Path));
        Assert.Equal("it does not answer", read[3].Error!.Reason);
        Assert.Equal(paths[7], read[7].Error!.Path);
        Assert.All(read.Where((_, i) => i is not (3 or 7)), one => Assert.Equal(("of " + one.Path, null), (one.Value, one.Error)));
    }

    [Fact]
    public void Each_AfterTheDeadline_BeginsNothing_AndNamesEach()
    {
        string[] paths = [.. Enumerable.Range(0, 20).Select(i => Path.Combine(_folder, "late" + TestScale.Text(i)))];
        long deadline = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromTicks(1));

        IReadOnlyList<BoundedRead<int>> read = _reads.Each(paths, _ => Interlocked.Increment(ref _begun), Limit, deadline);

        Assert.Equal(0, _begun);
        Assert.Equal(paths, read.Select(one => one.Error!.Path));
        Assert.All(read, one => Assert.Contains("takes too long", one.Error!.Reason, StringComparison.Ordinal));
        Assert.Equal(20, _reads.Each(paths, _ => Interlocked.Increment(ref _begun), Limit).Count(one => one.Error is null));
    }

    [Fact]
    public void Each_AFaultThatNoFileHas_EndsAll() =>
        Assert.Throws<InvalidOperationException>(() => _reads.Each<int>([Slow], _ => throw new InvalidOperationException("a bug"), Limit));

    private bool IsReadable()
    {
        try
        {
            return _reads.One(Slow, static () => true, Limit);
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private string Hang()
    {
        Interlocked.Increment(ref _begun);
        _answers.Wait();
        return "late";
    }

    /// <summary>The clock stands still until it is moved.</summary>
    private async Task PassAsync(TimeSpan time, Task until)
    {
        _time.Advance(time + TimeSpan.FromTicks(1));
        await Eventually.IsTrueAsync(() => until.IsCompleted, "it is given up");
    }
}
