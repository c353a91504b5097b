using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Under which class names others label, as a program learns it from the share.</summary>
public sealed class ClassNamesTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task ClassNames_OfAnotherMachine_AreSeen()
    {
        await LabelUnderAsync("alice", "ws-1", "Excitatory", "Inhibitory");

        await using LabelShare here = await _rig.OpenAsync("ws-2");
        ClassNamesOnShare? names = await here.ReadClassNamesAsync(Ct);
        Assert.Equal(("alice", "ws-1"), (names?.Username, names?.Host));
        Assert.Equal([1, 2], LabelClasses.Default.ConflictsWith(names!.Names));
    }

    [Fact]
    public async Task ClassNames_OfARetiredUser_AskNobodyOnceSomeoneLabelledUnderNewOnes()
    {
        await LabelUnderAsync("retired", "ws-1", "Excitatory", "Inhibitory");
        SetJournalTime("retired", DateTime.UnixEpoch.AddYears(50));
        await LabelUnderAsync("alice", "ws-1", "Class 1", "Class 2");
        await using (LabelShare opened = await LabelShare.OpenAsync(_rig.Settings() with { Classes = LabelClasses.FromNames(["Never", "Used"]) }, Ct))
        {
            await opened.OpenUserAsync("looker", Ct);
        }

        await using LabelShare here = await _rig.OpenAsync("ws-2");
        Assert.Equal(["Class 1", "Class 2"], (await here.ReadClassNamesAsync(Ct))?.Names);
    }

    [Fact]
    public async Task ClassNames_ClockHoursAhead_DoesNotMakeAnOldListTheNewest()
    {
        await LabelUnderAsync("ahead", "ws-1", new ShiftedTime { Shift = TimeSpan.FromHours(9) }, "Old 1", "Old 2");
        SetJournalTime("ahead", DateTime.UnixEpoch.AddYears(50));
        await LabelUnderAsync("alice", "ws-1", "New 1", "New 2");

        await using LabelShare here = await _rig.OpenAsync("ws-2");
        Assert.Equal(["New 1", "New 2"], (await here.ReadClassNamesAsync(Ct))?.Names);
    }

    [Theory]
    [InlineData("Stat")]
    [InlineData("ListFiles")]
    public async Task ClassNames_OneUserCannotBeRead_ComeFromTheOthers(string operation)
    {
        await LabelUnderAsync("alice", "ws-1", "Excitatory", "Inhibitory");
        await LabelUnderAsync("bob", "ws-1", "Other");
        var files = new FaultyFiles();
        await using LabelShare here = await _rig.OpenAsync("ws-2", files);
        files.Fault = (done, path) => done == operation && path.Contains("history/users/bob", StringComparison.Ordinal) ? FaultyFiles.Errno(116) : null;

        Assert.Equal("alice", (await here.ReadClassNamesAsync(Ct))?.Username);
    }

    private Task LabelUnderAsync(string user, string host, params string[] names) => LabelUnderAsync(user, host, TimeProvider.System, names);

    private async Task LabelUnderAsync(string user, string host, TimeProvider time, params string[] names)
    {
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings(host) with { TimeProvider = time, Classes = LabelClasses.FromNames(names) }, Ct);
        await (await share.OpenUserAsync(user, Ct)).SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
    }

    private void SetJournalTime(string user, DateTime time)
    {
        foreach (string path in Directory.GetFiles(Path.Combine(_rig.Annotations, "history", "users", user)))
        {
            File.SetLastWriteTimeUtc(path, time);
        }
    }
}
