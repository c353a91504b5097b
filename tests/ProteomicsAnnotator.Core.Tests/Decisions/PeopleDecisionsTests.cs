using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Decisions;

/// <summary>Whose labels count, and which names are one person's: the same in every reading.</summary>
public sealed class PeopleDecisionsTests : IDisposable
{
    private static readonly BlockId[] Blocks = [BlockId.Parse("block_0001"), BlockId.Parse("block_0002"), BlockId.Parse("block_0003")];
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task ExcludedPerson_CountsNowhere_AndTheLabelsStay_UntilThatIsTakenBack()
    {
        _rig.WriteUser("users/ann.json", "ann", ("block_0001", "1"), ("block_0002", "1"));
        _rig.WriteUser("users/ben.json", "ben", ("block_0001", "2"), ("block_0003", "2"));
        await using LabelShare share = await _rig.OpenAsync();
        _ = await share.ReadAllUsersAsync(Ct);

        await DecideAsync("ben", new PersonChange(new PersonExclusion("wrong channel"), null));

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            var table = ReviewTable.Of(ReviewInput.Of(Blocks, votes, LabelSnapshot.Empty));
            Assert.Equal(["ann", "ben"], table.Annotators.Select(annotator => annotator.Username));
            Assert.Equal((2, 0, 1), (table.Statistics.AnnotatedBlocks, table.Statistics.Disagreements, table.Statistics.Annotators));
            Assert.Equal(["ann", "ben"], table.Without(new HashSet<string> { "ann" }).ExcludedNames);
            Assert.Equal(("wrong channel", "lead"), (votes.People.Excluded["ben"].Reason, votes.People.Excluded["ben"].By));
            Assert.Equal(["ann"], votes.Counted.Select(user => user.Username));
        }

        await DecideAsync("ben", new PersonChange(new PersonExclusion(null), null));
        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Equal(2, votes.Counted.Count));
    }

    [Fact]
    public async Task TwoNames_AreOnePerson_OfEachBlockTheLaterLabelCounts()
    {
        _rig.WriteUser("users/alice.json", "alice", ("block_0001", "1"), ("block_0002", "1"));
        _rig.WriteShare("users/alyce.json", """
            {"username": "alyce", "annotations": {
              "block_0002": {"label": 2, "annotated_at": "2024-01-03T00:00:00+00:00"}, "block_0001": {"label": 2, "annotated_at": "2023-01-03T00:00:00+00:00"},
              "block_0003": {"label": 3, "annotated_at": "2024-01-03T00:00:00+00:00"} } }
            """);
        await using LabelShare share = await _rig.OpenAsync();
        AllVotes before = await share.ReadAllUsersAsync(Ct);
        Assert.Equal(
            "3 labels given as alyce count as alice's. 2 blocks have a label under both names, 2 of them another one: the later counts.",
            PeopleEffect.Words(before, "alyce", new PersonChange(null, new PersonSameness("alice"))));

        await DecideAsync("alyce", new PersonChange(null, new PersonSameness("alice")));

        AllVotes[] readings = await LabelRig.AllReadingsAsync(share);
        foreach (AllVotes votes in readings)
        {
            UserVotes alice = Assert.Single(votes.Users);
            Assert.Equal(("alice", 1, 2, 3), (alice.Username, alice.Votes[Blocks[0]].Label, alice.Votes[Blocks[1]].Label, alice.Votes[Blocks[2]].Label));
            Assert.Equal(["alice", "alyce"], votes.Names);
        }

        Assert.Same(readings[0].Users[0], (await share.ReadAllUsersAsync(Ct)).Users[0]);
        await DecideAsync("alyce", new PersonChange(null, new PersonSameness(null)));
        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Equal(2, votes.Users.Count));
    }

    [Fact]
    public async Task ExcludedName_CountsAsNobodyElses_WhateverIsSaidOfIt()
    {
        _rig.WriteUser("users/alice.json", "alice", ("block_0001", "1"));
        _rig.WriteUser("users/alyce.json", "alyce", ("block_0002", "2"));
        await DecideAsync("alyce", new PersonChange(new PersonExclusion("wrong channel"), null));
        await DecideAsync("alyce", new PersonChange(null, new PersonSameness("alice")));
        await using LabelShare share = await _rig.OpenAsync();

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            Assert.Equal([Blocks[0]], Assert.Single(votes.Counted).Votes.Keys);
            Assert.Equal(["alice", "alyce"], votes.Users.Select(user => user.Username));
        }

        await DecideAsync("alice", new PersonChange(new PersonExclusion("left"), null));
        await DecideAsync("alyce", new PersonChange(new PersonExclusion(null), null));
        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Empty(votes.Counted));
    }

    [Fact]
    public async Task OpenProgram_SeesTheDecisionOfAnotherOne()
    {
        _rig.WriteUser("users/ann.json", "ann", ("block_0001", "1"));
        await using LabelShare share = await _rig.OpenAsync();
        _ = await share.ReadAllUsersAsync(Ct);
        var changed = new TaskCompletionSource();
        share.Changed += () => changed.TrySetResult();

        await DecideAsync("ann", new PersonChange(new PersonExclusion("left"), null));

        await changed.Task.WaitAsync(TimeSpan.FromMinutes(2), Ct);
        await Eventually.IsTrueAsync(async () => (await share.ReadAllUsersAsync(Ct)).Counted.Count == 0, "nobody counts");
    }

    [Theory]
    [InlineData("a=b,b=c", "a:c,b:c")]
    [InlineData("b=a,a=b", "b:a")]
    [InlineData("c=a,a=b,b=a", "c:a,b:a")]
    [InlineData("a=b,c=b", "a:b,c:b")]
    public async Task NamesThatLeadToNames_AreThePersonAtTheEnd(string told, string expected)
    {
        foreach (string[] pair in told.Split(',').Select(pair => pair.Split('=')))
        {
            await DecideAsync(pair[0], new PersonChange(null, new PersonSameness(pair[1])));
        }

        var people = PeopleDecisions.Read(Root());
        Assert.Equal(expected.Split(',').Order(StringComparer.Ordinal), people.Same.Select(same => $"{same.Key}:{same.Value.Person}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhatMakesNoSense_IsNamed()
    {
        await DecideAsync("b", new PersonChange(null, new PersonSameness("c")));
        var people = PeopleDecisions.Read(Root());

        Assert.Equal("a and a are one name", people.WhyNot("a", new PersonChange(null, new PersonSameness("a"))));
        Assert.Equal("b is one person with c: name c", people.WhyNot("a", new PersonChange(null, new PersonSameness("b"))));
        Assert.Equal("b is one person with c: take that back first", people.WhyNot("c", new PersonChange(null, new PersonSameness("a"))));
        Assert.Equal("b is one person with c: exclude c", people.WhyNot("b", new PersonChange(new PersonExclusion("why"), null)));
        Assert.Equal("a is either excluded or another person's name", people.WhyNot("a", new PersonChange(new PersonExclusion("why"), new PersonSameness("c"))));
        Assert.Equal("a is excluded: let these labels count first", people.With("a", new PersonChange(new PersonExclusion("why"), null), "lead", DateTimeOffset.UnixEpoch).WhyNot("a", new PersonChange(null, new PersonSameness("c"))));
        Assert.All((string[])["", "  ", "two\nlines", new string('x', 501)], reason => Assert.NotNull(people.WhyNot("a", new PersonChange(new PersonExclusion(reason), null))));
        Assert.Null(people.WhyNot("a", new PersonChange(new PersonExclusion("why"), null)));
    }

    [Fact]
    public async Task DecisionThatCannotBeRead_IsAFault_AndNoLabelIsLeftOut()
    {
        _rig.WriteUser("users/ann.json", "ann", ("block_0001", "1"));
        await DecideAsync("ann", new PersonChange(new PersonExclusion("left"), null));
        string file = Assert.Single(Directory.GetFiles(Path.Combine(_rig.Annotations, "admin", "decisions")));
        await File.WriteAllBytesAsync(file, "{"u8.ToArray(), Ct);
        await using LabelShare share = await _rig.OpenAsync();

        AllVotes votes = await share.ReadAllUsersAsync(Ct);
        Assert.Contains(Path.GetFileName(file), ReviewInput.ShareFault(votes), StringComparison.Ordinal);
        Assert.Single(votes.Users);
        await Assert.ThrowsAsync<Core.Storage.StorageException>(() => share.ReadWholeAsync(Ct));
    }

    [Fact]
    public async Task PlanOfSomebodyWhoseLabelsDoNotCount_IsRefused_AndTheBlocksAreOpenAgain()
    {
        _rig.WriteUser("users/ann.json", "ann", ("block_0001", "1"));
        _rig.WriteUser("users/anne.json", "anne");
        await DecideAsync("ann", new PersonChange(new PersonExclusion("left"), null));
        await DecideAsync("anne", new PersonChange(null, new PersonSameness("eve")));
        var desk = new PlanDesk(Root());

        PlanBasis basis = await desk.BasisAsync(Blocks, Request("eve"), null, Ct);

        Assert.DoesNotContain("ann", basis.Labelled.Keys);
        Assert.Contains("ann is excluded (left)", Planner.Make(Request("ann", "bob"), basis).Fault, StringComparison.Ordinal);
        Assert.Contains("anne is one person with eve: plan eve", Planner.Make(Request("anne", "bob"), basis).Fault, StringComparison.Ordinal);
        Assert.NotNull(Planner.Make(Request("eve", "bob"), basis).Draft);
    }

    private static PlanRequest Request(params string[] names) => new() { Annotators = [.. names.Select(name => new PlannedAnnotator(name, 1))], Votes = 1 };

    private Task DecideAsync(string name, PersonChange change) =>
        PeopleDecisions.WriteAsync(Root(), new Dictionary<string, PersonChange>(StringComparer.Ordinal) { [name] = change }, "lead");

    private SharedRoot Root() => new(_rig.Settings());
}
