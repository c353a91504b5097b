using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>Who only reads waits for a share that hangs no longer than for one file, and says so.</summary>
public sealed class HangingReadsTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private int _begun;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _files.Answering.Set();
        _files.Answering.Dispose();
        _rig.Dispose();
    }

    [Theory]
    [InlineData("/share/annotations")]
    [InlineData(".annotator-root")]
    public async Task Share_ThatHangs_IsGivenUpWithinTheLimitOfOneFile(string place)
    {
        LabelShareSettings settings = _rig.Settings(files: _files) with { TimeProvider = _time, PollInterval = TimeSpan.FromHours(1) };
        await using LabelShare share = await LabelShare.OpenAsync(settings, Ct);
        Func<Task>[] readings =
        [
            () => share.ReadWholeAsync(Ct),
            () => ShareSnapshot.ReadAsync(new SharedRoot(settings with { HostName = "ws-3" }), Ct),
        ];
        foreach (Func<Task> read in readings)
        {
            using Hanging hanging = Hang(place);

            StorageException error = await Assert.ThrowsAsync<StorageException>(() => WithinAFileAsync(read()));

            Assert.Equal(_rig.Annotations, error.Path);
            Assert.Contains("the share does not answer", error.Message, StringComparison.Ordinal);
            _files.Answering.Set();
            await Eventually.IsTrueAsync(async () => await SucceedsAsync(read), "it is read once the share answers");
        }
    }

    [Fact]
    public async Task JournalsOfMany_ThatCannotBeListed_AreLookedForAtOnce_AndExportsNameEach()
    {
        foreach (string user in (string[])["bob", "carol", "dora", "eve"])
        {
            _rig.WriteShare($"history/users/{user}/20240101T000000Z-ws-5-0123456789ab.jsonl", "{\"format\":1}\n");
        }

        LabelShareSettings settings = _rig.Settings(files: _files) with { TimeProvider = _time, PollInterval = TimeSpan.FromHours(1) };
        await using LabelShare share = await LabelShare.OpenAsync(settings, Ct);
        using Hanging hanging = Hang("history/users/");

        Task<string?> looking = share.LookForNewerAsync(Ct);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref _begun) == 4, "all four are being listed");
        _time.Advance(BoundedReads.Usual + TimeSpan.FromTicks(1));

        Assert.Null(await looking.WaitAsync(TimeSpan.FromMinutes(1), Ct));
        IEnumerable<string> named = (await share.ReadWholeAsync(Ct)).Votes.Unreadable.Select(fault => Path.GetFileName(fault.Path));
        Assert.Equal(["bob", "carol", "dora", "eve"], named.Order());
    }

    [Fact]
    public async Task Users_ThatCannotBeListed_AreSaidWithinTheLimitOfOneFile()
    {
        LabelShareSettings settings = _rig.Settings(files: _files) with { TimeProvider = _time, PollInterval = TimeSpan.FromHours(1) };
        await using LabelShare share = await LabelShare.OpenAsync(settings, Ct);
        using Hanging hanging = Hang("history/users");

        string? answer = await WithinAFileAsync(share.LookForNewerAsync(Ct));

        Assert.Contains("history/users cannot be listed: it does not answer", answer, StringComparison.Ordinal);
    }

    private static async Task<bool> SucceedsAsync(Func<Task> read)
    {
        try
        {
            await read();
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    /// <summary>To be disposed of before the share, which ends once what it began has come back: no clock moves by then.</summary>
    private Hanging Hang(string place)
    {
        Volatile.Write(ref _begun, 0);
        _files.HangingPath = place;
        _files.Answering.Reset();
        _files.Waiting = () => Interlocked.Increment(ref _begun);
        return new Hanging(_files);
    }

    private async Task<T> WithinAFileAsync<T>(Task<T> reading)
    {
        await WithinAFileAsync((Task)reading);
        return await reading;
    }

    /// <summary>The clock is moved once, when the reading hangs.</summary>
    private async Task WithinAFileAsync(Task reading)
    {
        await Eventually.IsTrueAsync(() => Volatile.Read(ref _begun) > 0, "something hangs");
        _time.Advance(BoundedReads.Usual + TimeSpan.FromTicks(1));
        await reading.WaitAsync(TimeSpan.FromMinutes(1), Ct);
    }

    private sealed class Hanging(FaultyFiles files) : IDisposable
    {
        public void Dispose() => files.Answering.Set();
    }
}
