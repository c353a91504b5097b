using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>A share on which everything is decided that a campaign can have: what stands there, and whether this version still knows it all.</summary>
/// <param name="rig">The share.</param>
internal sealed class DecidedCampaign(LabelRig rig)
{
    /// <summary>None that a label worker labels.</summary>
    public static readonly BlockId[] Blocks = [.. Enumerable.Range(600, 120).Select(BlockId.OfNumber)];

    private const string Release = "before";

    private static readonly Dictionary<string, JsonNode?> Settings = new(StringComparer.Ordinal)
    {
        ["target_votes"] = 3,
        ["deadline"] = "2035-01-31",
        ["time_zone"] = "Europe/Berlin",
        ["tie_rule"] = "none",
        [ClassChanges.KeyOf(3, "Class 3")] = ClassChanges.ValueOf(["Astrocyte", "Microglia"]),
        [ClassChanges.KeyOf(2, "Class 2")] = ClassChanges.ValueOf(["Neuron"]),
    };

    /// <summary>Of alice: labels on the first ones, the last of which she could not judge afterwards.</summary>
    public static BlockId[] Labelled => Blocks[..10];

    public static BlockId[] Unusable => Blocks[10..15];

    private static BlockId[] Repeated => Blocks[..5];

    private static BlockId[] NotBlind => Blocks[5..8];

    private static BlockId[] Calibration => Blocks[100..104];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static LabelKey Final => LabelRig.Key(Blocks[0].Value);

    public async Task DecideAsync()
    {
        await using (LabelShare share = await rig.OpenAsync())
        {
            await AnnotateAsync(share);
            foreach (string other in new[] { "bob", "bobby", "carl" })
            {
                await LabelRig.SetAsync(await share.OpenUserAsync(other, Ct), (Blocks[20].Value, 1));
            }

            Assert.True((await (await share.OpenFinalLabelsAsync("lead", Ct)).SetAsync([Final], 1, Ct, "clear in z 70")).Accepted);
            Assert.True((await (await share.OpenFinalLabelsAsync("zoe", Ct)).SecondAsync(Final, 2, Ct, "not so clear")).Accepted);
            _ = await share.CampaignSettings.DecideAsync(Settings, "lead");
        }

        var root = new SharedRoot(rig.Settings("ws-9"));
        await PeopleDecisions.WriteAsync(
            root,
            new Dictionary<string, PersonChange>(StringComparer.Ordinal) { ["carl"] = new(new PersonExclusion("training"), null), ["bobby"] = new(null, new PersonSameness("bob")) },
            "lead");
        await CalibrationRound.WriteAsync(root, Calibration.ToDictionary(block => block, _ => (CalibrationChange?)new CalibrationChange(1, "bright soma")), "lead");
        new GoldAnswers(root).Set(Blocks[..100].Where((_, i) => i % 4 == 3).ToDictionary(block => block, _ => (int?)1), "lead");
        await PlanAsync(root);
        Publish(root);
    }

    /// <summary>Everything on the share but what a program of alice writes anew, byte for byte.</summary>
    public Dictionary<string, string> Files() => Directory.GetFiles(rig.Annotations, "*", SearchOption.AllDirectories)
        .Where(file => file != rig.UserFile)
        .ToDictionary(file => Path.GetRelativePath(rig.Annotations, file).Replace('\\', '/'), file => Convert.ToHexString(File.ReadAllBytes(file)), StringComparer.Ordinal);

    /// <summary>A program of this version reads all of it, and what the other one labelled.</summary>
    public async Task AssertKnownAsync(IEnumerable<string> acknowledged)
    {
        await using LabelShare share = await rig.OpenAsync("ws-4");
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.All(acknowledged, block => Assert.NotNull(labels.Find(LabelRig.Key(block))?.Label));
        Assert.All(Unusable, block => Assert.Equal("torn", labels.MarkOf(LabelRig.Key(block.Value)).Unusable));
        Assert.Equal(Repeated, labels.Repeats.Select(repeat => repeat.Key.Block).Order());

        await share.CampaignSettings.LookAsync();
        CampaignSettings settings = share.CampaignSettings.Current;
        Assert.Equal(Settings.ToDictionary(key => key.Key, key => key.Value?.ToJsonString()), DecisionFiles.Public(share.Root).Read().Values.ToDictionary(key => key.Key, key => key.Value.Value?.ToJsonString()));
        Assert.Equal((3, 2), (settings.TargetVotes, settings.ClassChanges.All.Count));

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            Assert.Equal(["alice", "bob"], votes.Counted.Select(user => user.Username));
            Assert.Equal(["alice", "bob", "bobby", "carl"], votes.Names);
            Assert.Equal("training", votes.People.Excluded["carl"].Reason);
            Assert.Equal(NotBlind, votes.Users.Single(user => user.Username == "alice").NotBlind.Order());
            Assert.Equal(Calibration, votes.Calibration.Blocks.Order());
        }

        FinalLabels finals = await share.OpenFinalLabelsAsync("lead", Ct);
        Assert.Equal(1, finals.Current.Find(Final)?.Label);
        Assert.Equal(("zoe", 2), Assert.Single(finals.Seconds) is var second ? (second.By, second.Label) : default);
        Assert.Equal(25, share.Gold.Read().Count);
        Assert.Equal(1, new PlanFiles(share.Root).Read().Current?.Version);
        ListedRelease release = Assert.Single(new ReleaseShelf(share.Root).List().Releases);
        Assert.Equal((Release, true, (string?)null), (release.Name, release.IsAsDecided, release.Fault));
    }

    private static async Task AnnotateAsync(LabelShare share)
    {
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(labels, [.. Blocks[..5].Concat(Blocks[8..15]).Select(block => (block.Value, 2))]);
        share.Shown.Of("alice").Add(NotBlind);
        await LabelRig.SetAsync(labels, [.. NotBlind.Select(block => (block.Value, 2))]);
        foreach (BlockId block in Unusable)
        {
            Assert.True((await labels.MarkAsync(LabelRig.Key(block.Value), new MarkChange { Unusable = "torn" }, Ct)).Accepted);
        }

        foreach (BlockId block in Repeated)
        {
            Assert.True((await labels.RepeatAsync(LabelRig.Key(block.Value), 3, Ct)).Accepted);
        }
    }

    private static async Task PlanAsync(SharedRoot root)
    {
        var desk = new PlanDesk(root);
        var request = new PlanRequest { Votes = 1, Gold = 0.1, Repeats = 0.1, Annotators = [new PlannedAnnotator("alice", 1), new PlannedAnnotator("bob", 1)] };
        PlanResult plan = Planner.Make(request, await desk.BasisAsync(Blocks, request, null, Ct));
        Assert.Null(plan.Fault);
        desk.Write(plan.Draft!, "lead", desk.Read());
    }

    private static void Publish(SharedRoot root)
    {
        (ReleaseDraft? draft, string? taken) = ReleaseDraft.Begin(root, Release);
        Assert.Null(taken);
        using (draft)
        {
            FileDigest[] files = [.. draft!.CopyShare(), draft.Add(new ExportedFile("table.csv", Encoding.UTF8.GetBytes("a\r\n1\n"), 1))];
            draft.Publish(new FileManifest(FileManifest.ReleaseKind, draft.StartedAt, files) { Name = Release, By = "lead" });
        }
    }
}
