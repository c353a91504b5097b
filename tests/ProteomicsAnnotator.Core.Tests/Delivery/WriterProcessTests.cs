using System.Diagnostics;
using System.Globalization;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Delivery;

/// <summary>Files that wait on this machine are taken over from programs that have ended, and from those only.</summary>
public sealed class WriterProcessTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WriterIsAZombie_ItsLabelsAreDelivered_ThoseOfOneThatRunsAreNot(bool isZombie)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        await LabelHereAsync();
        using Process parent = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 600 & echo $!; exec sleep 600"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string child = (await parent.StandardOutput.ReadLineAsync(Ct))!.Trim();
        try
        {
            await Eventually.IsTrueAsync(() => NameOf(TestScale.Text(parent.Id)) == "sleep" && NameOf(child) == "sleep", "the parent asks about no child any more");
            if (isZombie)
            {
                await KillAsync(child);
            }

            await Eventually.IsTrueAsync(() => StateOf(child) == (isZombie ? 'Z' : 'S'), "the child is what it should be");
            await NameAsWriterAsync(child);

            await using LabelShare share = await _rig.OpenAsync();
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await share.FlushAsync(LabelRig.Patient.Closing);

            Assert.Equal(isZombie ? 2 : null, labels.Find(LabelRig.Key("block_0001"))?.Label);
            await Eventually.IsTrueAsync(() => _rig.Waiting().Length == (isZombie ? 0 : 1), "the file here");
        }
        finally
        {
            await KillAsync(TestScale.Text(parent.Id), child);
        }
    }

    private static async Task KillAsync(params string[] ids)
    {
        using var kill = Process.Start("kill", ["-KILL", .. ids]);
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    private static string NameOf(string id) => File.ReadAllText($"/proc/{id}/comm").Trim();

    private static char StateOf(string id)
    {
        string status = File.ReadAllText($"/proc/{id}/stat");
        return status[status.LastIndexOf(')') + 2];
    }

    private async Task LabelHereAsync()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        _files.Fault = (done, path) => done == "Write" && path.StartsWith(_rig.Annotations, StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;
        Assert.Equal(LabelPlace.ThisMachine, (await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct)).Place);
    }

    private async Task NameAsWriterAsync(string id)
    {
        using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
        string started = process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        string journal = Assert.Single(_rig.Waiting());
        string[] lines = await File.ReadAllLinesAsync(journal, Ct);
        using var header = System.Text.Json.JsonDocument.Parse(lines[0]);
        string own = header.RootElement.GetProperty("process_started").GetRawText();
        lines[0] = lines[0]
            .Replace($"\"pid\":{TestScale.Text(Environment.ProcessId)},", $"\"pid\":{id},", StringComparison.Ordinal)
            .Replace($"\"process_started\":{own}", $"\"process_started\":{started}", StringComparison.Ordinal);
        await File.WriteAllBytesAsync(journal, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), Ct);
    }
}
