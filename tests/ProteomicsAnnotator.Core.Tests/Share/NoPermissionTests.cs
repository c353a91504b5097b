using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>What is said to a new user names what fails: reading or writing, and where.</summary>
public sealed class NoPermissionTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task NewUser_JournalCannotBeMade_SaysThatNothingCanBeWritten_AndLabelsAreKeptHere()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        Refuse("CreateFolder", "/share/annotations/");

        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Assert.Equal(
            $"Nothing can be written to {_rig.Journals} now: no permission to write. Labels are kept on this machine until it can.",
            Assert.Single(labels.Notices));
        LabelResult result = await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        Assert.Equal((LabelPlace.ThisMachine, "no permission to write"), (result.Place, result.Reason));
    }

    [Fact]
    public async Task NewUser_MarkerCannotBeMade_SaysThatNothingCanBeWritten()
    {
        Directory.CreateDirectory(_rig.Annotations);
        Refuse("Open", "annotator-root_");
        await using LabelShare share = await _rig.OpenAsync(files: _files);

        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Assert.Equal("no permission to write", share.State.Reason);
        Assert.StartsWith($"Nothing can be written to {_rig.Annotations} now: no permission to write.", Assert.Single(labels.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_JournalsCannotBeListed_SaysThatTheyCannotBeRead()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        Refuse("ListFiles", "/history/users/alice");

        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Assert.Equal($"{_rig.Journals} cannot be read now (no permission): labels shown are those this machine knows.", Assert.Single(labels.Notices));
    }

    private void Refuse(string operation, string part) =>
        _files.Fault = (done, path) => done == operation && path.Contains(part, StringComparison.Ordinal) ? new UnauthorizedAccessException("EACCES") : null;
}
