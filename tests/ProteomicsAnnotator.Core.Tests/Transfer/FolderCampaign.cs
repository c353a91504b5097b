using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Tests.Database;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Transfer;

namespace ProteomicsAnnotator.Core.Tests.Transfer;

/// <summary>An annotations folder beside a database that it is brought into.</summary>
internal sealed class FolderCampaign : IDisposable
{
    public const string Journal = "history/users/alice/20240102T000000Z-ws-7-0123456789ab.jsonl";
    public const string Header = """{"format":1,"program":"1.0.0","host":"ws-7","account":"alice","data_root":"/data","classes":["a","b"]}""";

    public FolderCampaign(StoreRig store)
    {
        Store = store;
        Put(".annotator-root", "00112233445566778899aabbccddeeff\n");
    }

    public StoreRig Store { get; }

    public LabelRig Local { get; } = new();

    public string Root => Local.Annotations;

    public string Target => Path.Combine(Local.Folder, "exported");

    public static string Line(int seq, int label, string block = "block_0001") =>
        $$"""{"seq":{{seq}},"clock":{{seq}},"at":"2024-01-02T10:30:0{{seq}}+00:00","block":"{{block}}","label":{{label}},"was":null}""";

    public static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + "\n"));

    public void Put(string path, string text) => Put(path, Encoding.UTF8.GetBytes(text));

    public void Put(string path, byte[] bytes)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }

    public void CopyFrom(string folder)
    {
        foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            Put(Path.GetRelativePath(folder, file), File.ReadAllBytes(file));
        }
    }

    public Task<TransferReport> ImportAsync() =>
        FolderImport.RunAsync(Store.Address, new SharedRoot(LabelRig.SettingsIn(Local.Folder, "ws-1")), TestContext.Current.CancellationToken);

    public Task<TransferReport> ExportAsync() => FolderExport.RunAsync(Store.Address, Target, TestContext.Current.CancellationToken);

    /// <summary>Every file below a folder, with its hash.</summary>
    public static SortedDictionary<string, string> FilesOf(string folder) => new(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);

    public void Dispose() => Local.Dispose();
}
