using System.Diagnostics;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>A full and a read-only share on real small mounts. Mounting needs root; who is not root gets a skip.</summary>
public sealed class TmpfsTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private bool _isMounted;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Mount => Path.Combine(_rig.Folder, "share");

    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", "-l", Mount);
        }

        _rig.Dispose();
    }

    [Fact]
    public async Task FullDisk_LabelsAreKeptHere_AndDeliveredWhenThereIsRoom()
    {
        MountTmpfs("size=1m");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await share.FlushAsync(TimeSpan.FromSeconds(30));
        string ballast = Path.Combine(Mount, "ballast");
        Fill(ballast);

        LabelResult result = LabelResult.OnShare;
        int label = 1;
        for (; result.Place == LabelPlace.Share && label < 500; label++)
        {
            result = await labels.SetAsync(LabelRig.Key($"block_{label:0000}"), 2, [], Ct);
        }

        Assert.Equal((LabelPlace.ThisMachine, "the disk is full"), (result.Place, result.Reason));
        Assert.Equal("the disk is full", labels.SaveState.Reason);
        File.Delete(ballast);
        await Eventually.IsTrueAsync(() => share.Undelivered == 0, "the labels are delivered");
        await using LabelShare elsewhere = await _rig.OpenAsync("ws-2");
        Assert.Equal(label - 1, (await elsewhere.OpenUserAsync("alice", Ct)).Current.Count);
    }

    [Fact]
    public async Task ReadOnlyMount_LabelsAreKeptHere_AndDeliveredWhenWritable()
    {
        MountTmpfs("size=8m");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await share.DisposeAsync();
        Run("mount", "-o", "remount,ro", Mount);

        await using LabelShare again = await _rig.OpenAsync();
        UserLabels reopened = await again.OpenUserAsync("alice", Ct);
        Assert.Equal(1, reopened.Find(LabelRig.Key("block_0001"))?.Label);
        LabelResult result = await reopened.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
        Assert.Equal((LabelPlace.ThisMachine, "the share is read-only"), (result.Place, result.Reason));
        Run("mount", "-o", "remount,rw", Mount);
        await Eventually.IsTrueAsync(() => again.Undelivered == 0, "the label is delivered");
    }

    private static void Fill(string path)
    {
        using FileStream file = File.Create(path);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(page);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed, but this test needs real mounts: {error}");
    }

    private void MountTmpfs(string options)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Assert.Skip("mounting a tmpfs needs Linux and root");
        }

        Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", Mount);
        _isMounted = true;
        Directory.CreateDirectory(Path.Combine(Mount, "data", "blocks"));
    }
}
