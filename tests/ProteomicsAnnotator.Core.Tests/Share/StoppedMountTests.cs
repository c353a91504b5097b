using System.Diagnostics;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>
/// A share whose writes really do not come back: a small ext4 file system, stopped with fsfreeze. Needs Linux, root and a
/// loop device; a machine without them gets a skip.
/// </summary>
public sealed class StoppedMountTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private bool _isMounted;
    private bool _isStopped;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Mount => Path.Combine(_rig.Folder, "share");

    public void Dispose()
    {
        Resume();
        if (_isMounted)
        {
            TryRun("umount", "-l", Mount);
        }

        _rig.Dispose();
    }

    [Fact]
    public async Task Set_MountIsStopped_IsKeptHere_AndDeliveredOnceItGoesOn()
    {
        MountImage();
        await using LabelShare share = await LabelShare.OpenAsync(
            _rig.Settings() with { Limits = LabelRig.Patient with { Answer = TimeSpan.FromSeconds(1) } }, Ct);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await share.FlushAsync(TimeSpan.FromSeconds(30));
        Stop();

        LabelResult first = await labels.SetAsync(LabelRig.Key("block_0002"), 2, [], Ct);
        LabelResult second = await labels.SetAsync(LabelRig.Key("block_0003"), 3, [], Ct);

        Assert.Equal((LabelPlace.ThisMachine, LabelPlace.ThisMachine), (first.Place, second.Place));
        Assert.Equal("the share does not answer", first.Reason);
        Assert.Equal(2, share.Undelivered);
        Resume();
        await Eventually.IsTrueAsync(() => share.Undelivered == 0, "the labels are delivered");
        await using LabelShare elsewhere = await _rig.OpenAsync("ws-2");
        UserLabels there = await elsewhere.OpenUserAsync("alice", Ct);
        Assert.Equal([1, 2, 3], there.Current.Labels.Values.Select(entry => entry.Label).Order());
        Assert.Single(there.History(LabelRig.Key("block_0002")));
    }

    private static bool TryRun(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            _ = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private void MountImage()
    {
        string image = Path.Combine(_rig.Folder, "image");
        using (FileStream file = File.Create(image))
        {
            file.SetLength(16 * 1024 * 1024);
        }

        _isMounted = OperatingSystem.IsLinux()
            && Environment.UserName == "root"
            && TryRun("mkfs.ext4", "-q", image)
            && TryRun("mount", "-o", "loop", image, Mount);
        Assert.SkipUnless(_isMounted, "a file system that can be stopped needs Linux, root, mkfs.ext4 and a loop device");
        Directory.CreateDirectory(Path.Combine(Mount, "data", "blocks"));
    }

    private void Stop()
    {
        _isStopped = TryRun("fsfreeze", "--freeze", Mount);
        Assert.SkipUnless(_isStopped, "there is no fsfreeze, or it is not allowed here");
    }

    private void Resume()
    {
        if (_isStopped)
        {
            _isStopped = !TryRun("fsfreeze", "--unfreeze", Mount);
        }
    }
}
