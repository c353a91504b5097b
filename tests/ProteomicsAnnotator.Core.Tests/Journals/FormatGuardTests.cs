using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

public sealed class FormatGuardTests : IDisposable
{
    private const string Newer = "{\"format\":9,\"program\":\"9.0\",\"host\":\"ws-5\"}\n";
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Look_ManyJournalsOnASlowShare_EndsAndTheShareIsNotTakenForHanging()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using LabelShare share = await LabelShare.OpenAsync(
            _rig.Settings(files: _files) with { TimeProvider = time, PollInterval = TimeSpan.FromHours(1) },
            Ct);
        for (int i = 0; i < 600; i++)
        {
            _rig.WriteShare($"history/users/bob/20240101T000000Z-ws-5-{i:x4}.jsonl", i == 0 ? Newer : "{\"format\":1}\n");
        }

        _files.Fault = (done, _) =>
        {
            time.Advance(TimeSpan.FromMilliseconds(done == "Open" ? 100 : 0));
            return null;
        };

        Assert.Contains("0000.jsonl", await share.LookForNewerAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_JournalWithoutAHeaderYet_IsReadAgainOnlyWhenItGrew()
    {
        const string Journal = "history/users/bob/20240101T000000Z-ws-5-abc.jsonl";
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        _rig.WriteShare(Journal, "");
        int opened = 0;
        _files.Fault = (done, path) =>
        {
            opened += done == "Open" && path.EndsWith(Journal, StringComparison.Ordinal) ? 1 : 0;
            return null;
        };

        Assert.Null(await share.LookForNewerAsync(Ct));
        Assert.Null(await share.LookForNewerAsync(Ct));
        Assert.Equal(1, opened);
        await File.AppendAllTextAsync(Path.Combine(_rig.Annotations, Journal), Newer, Ct);

        Assert.Contains(Journal, await share.LookForNewerAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneFolderCannotBeListed_OtherUsersAreLookedAt_AndAnExportNamesIt()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        _rig.WriteShare("users/carol.json", """{"annotations": {}}""");
        _rig.WriteShare("history/users/carol/20240101T000000Z-ws-5-abc.jsonl", "{\"format\":1}\n");
        _files.Fault = (done, path) => done == "ListFiles" && path.EndsWith("history/users/carol", StringComparison.Ordinal) ? FaultyFiles.Errno(116) : null;
        await share.ReadAllUsersAsync(Ct);
        int told = 0;
        share.Changed += () => Interlocked.Increment(ref told);

        _rig.WriteShare("users/bob.json", """{"annotations": {"block_0001": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");
        await Eventually.IsTrueAsync(() => Volatile.Read(ref told) > 0, "the change is told");

        Assert.Null(await share.LookForNewerAsync(Ct));
        Assert.EndsWith("history/users/carol", Assert.Single((await share.ReadWholeAsync(Ct)).Votes.Unreadable).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(13)]
    public async Task UsersCannotBeListed_IsToldAndExportsAreRefused_AndOtherChangesAreFollowed(int errno)
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        _rig.WriteShare("history/users/bob/20240101T000000Z-ws-5-abc.jsonl", "{\"format\":1}\n");
        _files.Fault = (done, path) => done == "ListFolders" && path.EndsWith("history/users", StringComparison.Ordinal)
            ? errno == 13 ? new UnauthorizedAccessException("EACCES") : FaultyFiles.Errno(errno)
            : null;
        await share.ReadAllUsersAsync(Ct);

        await Eventually.IsTrueAsync(() => share.Notices.Any(notice => notice.Contains("history/users cannot be listed", StringComparison.Ordinal)), "the fault is told");
        Assert.Contains("history/users cannot be listed", await share.LookForNewerAsync(Ct), StringComparison.Ordinal);
        int told = 0;
        share.Changed += () => Interlocked.Increment(ref told);
        _rig.WriteShare("users/bob.json", """{"annotations": {"block_0001": {"label": 3, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""");
        await Eventually.IsTrueAsync(() => Volatile.Read(ref told) > 0, "the change is told");

        _files.Fault = null;
        Assert.Null(await share.LookForNewerAsync(Ct));
        await Eventually.IsTrueAsync(() => !share.Notices.Any(notice => notice.Contains("cannot be listed", StringComparison.Ordinal)), "the fault is over");
    }

    [Fact]
    public async Task ManyJournalsCannotBeRead_TheOthersAreLookedAtAllTheSame()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        for (int i = 0; i <= 250; i++)
        {
            _rig.WriteShare($"history/users/bob/20240101T000000Z-ws-5-{i:x4}.jsonl", i == 0 ? Newer : "{\"format\":1}\n");
        }

        _files.Fault = (done, path) => done == "Open" && path.Contains("-ws-5-", StringComparison.Ordinal) && !path.EndsWith("0000.jsonl", StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null;

        await share.ReadAllUsersAsync(Ct);

        await Eventually.IsTrueAsync(() => share.UpdateNeeded is not null, "the newer journal is found behind the unreadable ones");
    }

    [Fact]
    public async Task JournalCannotBeRead_IsLookedAtAgain()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        _rig.WriteShare("history/users/bob/20240101T000000Z-ws-5-abc.jsonl", Newer);
        _files.Fault = (done, path) => done == "Open" && path.Contains("-ws-5-", StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null;
        Assert.Null(await share.LookForNewerAsync(Ct));
        _files.Fault = null;

        await share.ReadAllUsersAsync(Ct);

        await Eventually.IsTrueAsync(() => share.UpdateNeeded is not null, "it is found when it can be read");
    }
}
