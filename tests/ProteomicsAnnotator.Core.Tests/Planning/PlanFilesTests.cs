using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Planning;

/// <summary>Versions of the plan on a real folder.</summary>
public sealed class PlanFilesTests : IDisposable
{
    private readonly LabelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Version_IsReadByAnotherProgram_AsItWasWritten()
    {
        PlanDraft draft = Draft();
        PlanVersion written = Write(draft);

        var files = new PlanFiles(Root());
        PlanVersion read = files.Read().Current!;

        Assert.Equal((written.Id, 1, null, 1L, "lead", 2), (read.Id, read.Version, read.Previous, read.Clock, read.By, read.Votes));
        Assert.All(draft.People, person => Assert.Equal(person.Queue, files.ReadQueue(read, person.Username)));
        Assert.Empty(files.ReadQueue(read, "stranger"));
        PlanDesign design = files.ReadDesign(read);
        Assert.Equal(draft.Request.Annotators, design.Request.Annotators);
        Assert.Equal((draft.Request.Seed, draft.Request.Repeats, draft.Basis.Blocks.Count), (design.Request.Seed, design.Request.Repeats, design.Blocks.Count));
    }

    /// <summary>Labels change, so a version holds the numbers that its order follows from: with them the same plan comes again.</summary>
    [Fact]
    public void Version_WhoseOrderFollowsFromLabels_HoldsWhatItWasComputedFrom()
    {
        PlanBasis basis = PlannerTests.Basis(60);
        var ranks = basis.Blocks.Index().ToDictionary(block => block.Item, block => block.Index * 7 % 11 / 4.0);
        PlanRequest request = PlannerTests.Request(2, "a,b,c") with { Order = WalkOrder.Disputed };
        PlanVersion written = Write(PlannerTests.Made(request, basis with { Ranks = ranks }));

        PlanDesign design = new PlanFiles(Root()).ReadDesign(written);
        PlanDraft again = PlannerTests.Made(design.Request, basis with { Ranks = design.Ranks });

        Assert.Equal(ranks, design.Ranks);
        Assert.All(again.People, person => Assert.Equal(design.Ordinary[person.Username], person.Ordinary));
        Assert.NotEqual(PlanChecks.Text(again), PlanChecks.Text(PlannerTests.Made(request, basis)));
    }

    /// <summary>Read with no code of the program.</summary>
    [Fact]
    public void Files_HaveTheDocumentedForm_AndNothingOfTheDesignIsPublic()
    {
        PlanVersion version = Write(Draft());
        string folder = Path.Combine(_rig.Annotations, "campaign", "plans", version.Id);

        JsonNode plan = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "plan.json")))!;
        JsonNode queue = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "queues", "b.json")))!;
        JsonNode design = JsonNode.Parse(File.ReadAllText(Path.Combine(_rig.Annotations, "admin", "plans", version.Id + ".json")))!;

        Assert.Equal(["format", "program", "version", "previous", "clock", "at", "by", "votes", "queues"], plan.AsObject().Select(member => member.Key));
        Assert.Equal("b", (string?)queue["username"]);
        Assert.Equal((int?)plan["queues"]!["b"], queue["blocks"]!.AsArray().Count);
        Assert.Equal(7, (int?)design["request"]!["seed"]);
        byte[] list = System.Text.Encoding.UTF8.GetBytes(string.Concat(design["blocks"]!.AsArray().Select(block => $"{block}\n")));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(list)), (string?)design["blocks_sha256"]);
        Assert.All(Directory.EnumerateFiles(Path.Combine(_rig.Annotations, "campaign"), "*.json", SearchOption.AllDirectories), file =>
            Assert.DoesNotContain("seed", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void TwoAdmins_FromOneVersion_OneCounts_AndBothAreTold()
    {
        PlanVersion first = Write(Draft());
        PlanVersions before = new PlanFiles(Root()).Read();
        PlanVersion one = new PlanFiles(Root()).Write(Draft(), "ann", before);
        PlanVersion other = new PlanFiles(Root()).Write(Draft(), "ben", before);

        PlanVersions after = new PlanFiles(Root()).Read();

        Assert.Equal((2, 2), (one.Version, other.Version));
        Assert.Equal(3, after.Versions.Count);
        Assert.Equal(other.Id, after.Current!.Id);
        Assert.Equal(one.Id, Assert.Single(after.Rivals).Id);
        Assert.Equal(first.Id, after.Current.Previous);
        PlanVersion third = new PlanFiles(Root()).Write(Draft(), "ann", after);
        Assert.Equal((3, other.Id), (third.Version, third.Previous));

        // Ann may look for the first time now.
        Assert.Equal(one.Id, Assert.Single(new PlanFiles(Root()).Read().Rivals).Id);
    }

    [Fact]
    public void Rivals_OfLongAgo_AreToldNoMore_AndWhoStandsInTheLineIsNone()
    {
        PlanVersion first = Version("a", 1, null, 1);
        PlanVersion lost = Version("b", 2, "a", 2);
        PlanVersion second = Version("c", 2, "a", 3);
        PlanVersion third = Version("d", 3, "c", 12);
        PlanVersion late = Version("e", 4, "d", 30);

        Assert.Equal([lost], new PlanVersions([first, lost, second, third], []).Rivals);
        Assert.Empty(new PlanVersions([first, lost, second, third, late], []).Rivals);

        // The one that the line begins with is gone: what is older may have been in it.
        Assert.Empty(new PlanVersions([lost, third], []).Rivals);
        Assert.Empty(PlanVersions.None.Rivals);
    }

    [Fact]
    public void PlannedSince_IsTheFirstVersionWithoutInterruption()
    {
        PlanVersion first = Version("a", 1, null, 1, "ann", "cem");
        PlanVersion second = Version("b", 2, "a", 3, "ann");
        PlanVersion rival = Version("c", 2, "a", 2, "ann", "cem");
        PlanVersion third = Version("d", 3, "b", 5, "ann", "cem");
        var versions = new PlanVersions([first, rival, second, third], []);

        Assert.Equal(first.At, versions.PlannedSince("ann"));
        Assert.Equal(third.At, versions.PlannedSince("cem"));
        Assert.Null(versions.PlannedSince("ben"));
    }

    private static PlanVersion Version(string id, int number, string? previous, int day, params string[] people) => new(
        id, number, previous, day, new DateTimeOffset(2024, 3, day, 8, 0, 0, TimeSpan.Zero), "ann", 1, people.ToDictionary(name => name, _ => 1, StringComparer.Ordinal));

    [Theory]
    [InlineData("queues/b.json")]
    [InlineData("plan.json")]
    [InlineData("admin/plans")]
    public void WriteThatFails_LeavesThePlanBefore(string path)
    {
        PlanVersion first = Write(Draft());
        var files = new FaultyFiles { Fault = (operation, target) => operation == nameof(FileOperations.Rename) && target.Replace('\\', '/').Contains(path, StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null };
        var failing = new PlanFiles(new SharedRoot(_rig.Settings() with { Files = files }));

        Assert.Throws<StorageException>(() => failing.Write(Draft(), "lead", failing.Read()));

        Assert.Equal(first.Id, Assert.Single(new PlanFiles(Root()).Read().Versions).Id);
        Assert.Empty(Directory.EnumerateFiles(_rig.Annotations, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Copies_DotFilesAndHalfVersions_ArePassedOver_DamageIsNamed()
    {
        PlanVersion first = Write(Draft());
        string plans = Path.Combine(_rig.Annotations, "campaign", "plans");
        foreach (string folder in new[] { first.Id + " (conflict)", "._" + first.Id, "20270101T000000Z-vm-0123456789ab" })
        {
            Directory.CreateDirectory(Path.Combine(plans, folder));
        }

        File.Copy(Path.Combine(plans, first.Id, "plan.json"), Path.Combine(plans, first.Id + " (conflict)", "plan.json"));
        Put("20270101T000001Z-vm-0123456789ab", "{\"format\":1,\"version\":9");
        Put("20270101T000002Z-vm-0123456789ab", "{\"format\":2}");

        PlanVersions read = new PlanFiles(Root()).Read();

        Assert.Equal(first.Id, Assert.Single(read.Versions).Id);
        Assert.Equal(2, read.Unusable.Count);
        Assert.Contains("an update is needed", read.Newer, StringComparison.Ordinal);
        Assert.Throws<StorageException>(() => new PlanFiles(Root()).Write(Draft(), "lead", read));
        Assert.Equal(2, new PlanFiles(Root()).Read().Unusable.Count);

        void Put(string id, string text)
        {
            Directory.CreateDirectory(Path.Combine(plans, id));
            File.WriteAllBytes(Path.Combine(plans, id, "plan.json"), System.Text.Encoding.UTF8.GetBytes(text));
        }
    }

    [Fact]
    public void FolderThatCannotBeRead_IsNotAnEmptyOne()
    {
        Write(Draft());
        var files = new FaultyFiles { Fault = (operation, target) => operation == nameof(FileOperations.ListFolders) && target.EndsWith("plans", StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null };

        Assert.Throws<StorageException>(() => new PlanFiles(new SharedRoot(_rig.Settings() with { Files = files })).Read());
    }

    private static PlanDraft Draft() => PlannerTests.Made(PlannerTests.Request(2, "a,b:2,c") with { Repeats = 0.05 }, PlannerTests.Basis(200));

    private SharedRoot Root() => new(_rig.Settings());

    private PlanVersion Write(PlanDraft draft)
    {
        var files = new PlanFiles(Root());
        return files.Write(draft, "lead", files.Read());
    }
}
