using System.Runtime.Versioning;
using System.Text;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Predictions;

/// <summary>What is stored of models, on a real folder.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PredictionFilesTests : IDisposable
{
    private static readonly LabelClasses Classes = LabelClasses.FromNames(["Cell", "Artefact"]);
    private static readonly ModelName Model = new("unet", "3.1");
    private readonly LabelRig _rig = new();
    private readonly string _admin;
    private readonly SharedRoot _root;

    public PredictionFilesTests()
    {
        _rig.WriteShare(".annotator-root", "00112233445566778899aabbccddeeff\n");
        _root = new SharedRoot(_rig.Settings());
        _admin = Path.Combine(_rig.Annotations, "admin");
        Directory.CreateDirectory(_admin);
        File.SetUnixFileMode(_admin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Predictions_AreReadAsTheyWereStored_AlsoByAnotherProgram()
    {
        PredictionTable table = Table("block_0002,1,0.25\ntile_3/block_0001,2,\n\"a,b/block_0001\",2,0.1\n");
        Assert.Equal(PredictionPlace.New, Store(table).Place);

        var other = PredictionFiles.Of(new SharedRoot(_rig.Settings()));
        PredictionSet set = Assert.Single(other.Read().Sets);
        Assert.Equal((Model, "lead", 3, 2), (set.Model, set.By, set.Blocks, set.Scored));
        PredictionTable read = other.ReadTable(set, Classes, ClassChanges.None);
        Assert.Equal(table.Blocks, read.Blocks);
        Assert.All(table.Blocks, block => Assert.Equal(
            (table.Find(block)!.Value.Label, table.Find(block)!.Value.ProbabilityOf(1), table.Find(block)!.Value.ProbabilityOf(2)),
            (read.Find(block)!.Value.Label, read.Find(block)!.Value.ProbabilityOf(1), read.Find(block)!.Value.ProbabilityOf(2))));
        Assert.Equal(
            "block,label,p_1,p_2\r\n\"a,b/block_0001\",2,0.9,0.1\r\nblock_0002,1,0.25,0.75\r\ntile_3/block_0001,2,,\r\n",
            File.ReadAllText(Path.Combine(_admin, "predictions", set.Id, "predictions.csv")));
        Assert.Equal(set, other.Read().Find("unet"));
        Assert.Null(other.Read().Find("unet@3"));
    }

    [Fact]
    public void SameVersion_IsStoredOnce_AndRefusedWithOtherContent()
    {
        _ = Store(Table("block_0001,1,0.25\nblock_0002,1,0.5\n"));

        Assert.Equal(PredictionPlace.AlreadyThere, Store(Table("block_0002,1,0.50\nblock_0001,cell,0.250\n")).Place);
        PredictionOutcome other = Store(Table("block_0002,1,0.50\nblock_0001,1,0.26\n"));
        Assert.Equal(PredictionPlace.Refused, other.Place);
        Assert.Contains("unet@3.1 is stored with other predictions", other.Words, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(Path.Combine(_admin, "predictions")));
        Assert.Equal(PredictionPlace.New, PredictionFiles.Of(_root).Store(Model with { Version = "3.2" }, Table("block_0001,1,0.26\n"), ("lead", Classes.Names), dryRun: false).Place);
    }

    [Fact]
    public void DryRun_SaysWhatWouldBecomeOfIt_AndStoresNothing()
    {
        Assert.Equal(PredictionPlace.New, Store(Table("block_0001,1,0.25\n"), dryRun: true).Place);
        Assert.Empty(Directory.GetFileSystemEntries(_admin));
    }

    [Fact]
    public void FolderThatAnnotatorsRead_TakesNone()
    {
        File.SetUnixFileMode(_admin, (UnixFileMode)Convert.ToInt32("755", 8));

        PredictionOutcome outcome = Store(Table("block_0001,1,0.25\n"));

        Assert.Equal(PredictionPlace.Refused, outcome.Place);
        Assert.Contains("open to every account", outcome.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void ChangedFile_IsNotRead()
    {
        _ = Store(Table("block_0001,1,0.25\n"));
        PredictionSet set = PredictionFiles.Of(_root).Read().Sets[0];
        File.AppendAllText(Path.Combine(_admin, "predictions", set.Id, "predictions.csv"), "block_0002,1,0.5,0.5\r\n");

        StorageException fault = Assert.Throws<StorageException>(() => PredictionFiles.Of(new SharedRoot(_rig.Settings())).ReadTable(set, Classes, ClassChanges.None));

        Assert.Contains("predictions.csv: it is not what was stored", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Two admins at once: neither is lost, and one of them counts for everybody.</summary>
    [Fact]
    public void VersionStoredTwiceAtOnce_CountsAsTheFirst_AndTheOtherIsNamed()
    {
        _ = Store(Table("block_0001,1,0.25\n"));
        PredictionSet first = PredictionFiles.Of(_root).Read().Sets[0];
        string folder = Path.Combine(_admin, "predictions", first.Id);
        string copy = Path.Combine(_admin, "predictions", "29991231T000000Z-ws-1-0123456789ab");
        Directory.CreateDirectory(copy);
        File.WriteAllBytes(Path.Combine(copy, "predictions.json"), Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(folder, "predictions.json")).Replace(first.Sha256, new string('0', 64), StringComparison.Ordinal)));

        StoredPredictions read = PredictionFiles.Of(new SharedRoot(_rig.Settings())).Read();

        Assert.Equal(first.Id, Assert.Single(read.Sets).Id);
        Assert.Contains("it does not count: unet@3.1 was stored before with other predictions", Assert.Single(read.Unusable), StringComparison.Ordinal);
    }

    private static PredictionTable Table(string rows) => PredictionReader.Read(Encoding.UTF8.GetBytes("block,class,score\n" + rows), new PredictionRequest(Classes) { HasOurNumbers = true }).Table;

    private PredictionOutcome Store(PredictionTable table, bool dryRun = false) => PredictionFiles.Of(_root).Store(Model, table, ("lead", Classes.Names), dryRun);
}
