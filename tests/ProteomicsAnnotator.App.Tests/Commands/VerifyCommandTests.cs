using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Commands;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary><c>verify</c> and <c>backup</c> as processes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class VerifyCommandTests : IAsyncDisposable
{
    private readonly ReleaseRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Verify_OfARelease_SaysThatItIsAsItWas_AndTellsOfLaterLabels()
    {
        string hash = await _rig.ReleaseAsync("r1");
        await File.AppendAllTextAsync(_rig.In("annotations/" + ReleaseRig.BobsJournal), ReleaseRig.Label(2, "block_0003", 1), TestContext.Current.CancellationToken);

        (int code, string output, string error) = await _rig.RunAsync("verify", "r1");

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Contains("r1 is as it was made: 21 files, ", output, StringComparison.Ordinal);
        Assert.Contains(hash, output, StringComparison.Ordinal);
        Assert.EndsWith("On the share since: 1 label new, 0 changed, 0 cleared, 0 final labels changed\n  block_0003: bob - -> 1\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfACopyElsewhere_ComparesItWithTheSharesDecision()
    {
        await _rig.ReleaseAsync("r1");
        string copy = _rig.In("copy");
        Directory.Move(Path.Combine(_rig.Releases, "r1"), copy);

        (int whole, string output, _) = await _rig.RunAsync("verify", "copy");
        File.Delete(Path.Combine(copy, "history.csv"));
        (int code, string lacking, _) = await _rig.RunAsync("verify", copy);
        (int gone, _, string error) = await _rig.RunAsync("verify", "r1");

        Assert.Equal((ExitCode.Ok, ExitCode.Trouble, ExitCode.Trouble), (whole, code, gone));
        Assert.StartsWith("copy is as it was made", output, StringComparison.Ordinal);
        Assert.StartsWith($"history.csv: missing\n{copy} differs from what was made in 1 place: ", lacking, StringComparison.Ordinal);
        Assert.Contains("r1 is no release", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WithoutTheDataRoot_StillVerifies()
    {
        await _rig.ReleaseAsync("r1");
        Directory.Delete(_rig.In("blocks"), recursive: true);

        (int code, string output, string error) = await _rig.RunAsync("verify", "r1");

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("r1 is as it was made", output, StringComparison.Ordinal);
        Assert.Contains("what has changed on the share since is not known", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_IsWrittenOnce_AndVerified_AndADamagedOneIsNamed()
    {
        (int code, string output, string error) = await _rig.RunAsync("backup", "b.zip");
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Contains(": 6 files of ", output, StringComparison.Ordinal);

        (int again, _, string words) = await _rig.RunAsync("backup", "b.zip");
        (int whole, string verdict, _) = await _rig.RunAsync("verify", "b.zip");
        byte[] bytes = await File.ReadAllBytesAsync(_rig.In("b.zip"), TestContext.Current.CancellationToken);
        foreach (int i in Enumerable.Range(60, 10))
        {
            bytes[i] ^= 0xFF;
        }

        await File.WriteAllBytesAsync(_rig.In("b.zip"), bytes, TestContext.Current.CancellationToken);
        (int damaged, string named, _) = await _rig.RunAsync("verify", "b.zip");

        Assert.Equal((ExitCode.Trouble, ExitCode.Ok, ExitCode.Trouble), (again, whole, damaged));
        Assert.Contains("already there", words, StringComparison.Ordinal);
        Assert.StartsWith("b.zip is as it was made: 6 files", verdict, StringComparison.Ordinal);
        Assert.StartsWith("annotations/", named, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("annotations/b.zip", "in the annotations root")]
    [InlineData("annotations/new/b.zip", "in the annotations root")]
    [InlineData("blocks/b.zip", "in the data root")]
    [InlineData("link/b.zip", "in the annotations root")]
    public async Task Backup_InARoot_IsRefused(string file, string where)
    {
        Directory.CreateSymbolicLink(_rig.In("link"), _rig.In("annotations"));

        (int code, _, string error) = await _rig.RunAsync("backup", file);

        Assert.Equal(ExitCode.BadConfiguration, code);
        Assert.Contains(where, error, StringComparison.Ordinal);
        Assert.False(File.Exists(_rig.In(file)));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify", "a", "b")]
    [InlineData("verify", "--all")]
    [InlineData("backup")]
    [InlineData("backup", "--force")]
    public async Task Options_ThatMakeNoSense_AreNamed(params string[] arguments)
    {
        (int code, string output, string error) = await _rig.RunAsync(arguments);

        Assert.Equal((ExitCode.BadConfiguration, ""), (code, output));
        Assert.StartsWith($"{arguments[0]}: found ", error, StringComparison.Ordinal);
    }
}
