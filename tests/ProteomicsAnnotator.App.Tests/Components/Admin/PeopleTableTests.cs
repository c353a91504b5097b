using Bunit;
using ProteomicsAnnotator.App.Components.Admin.Campaign;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>Whose labels count: asked first with what changes, and nothing typed is lost where nothing is decided.</summary>
public sealed class PeopleTableTests : BunitContext
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly List<(string Name, PersonChange Change)> _decided = [];
    private bool _refuses;

    [Fact]
    public void Exclusion_SaysWhatItChanges_NeedsAReason_AndKeepsItWhereNothingIsDecided()
    {
        IRenderedComponent<PeopleTable> table = Show(Votes());
        table.Find("[data-username=ben] [data-testid=person-exclude]").Click();
        Assert.Empty(table.FindAll("[data-testid=person-decide]"));

        table.Find("[data-testid=person-reason]").Input("wrong channel");
        Assert.Equal("2 labels of ben count in no figure and no consensus; 1 block has no other label that counts. The labels stay.", table.Find("[data-testid=person-effect]").TextContent);

        _refuses = true;
        table.Find("[data-testid=person-decide]").Click();
        Assert.Equal("wrong channel", table.Find("[data-testid=person-reason]").GetAttribute("value"));

        _refuses = false;
        table.Find("[data-testid=person-decide]").Click();
        Assert.Empty(table.FindAll("[data-testid=person-ask]"));
        Assert.Equal(("ben", new PersonChange(new PersonExclusion("wrong channel"), null)), _decided[^1]);
    }

    [Fact]
    public void NamesOfOnePerson_AreJoinedAndPartedWithCounts()
    {
        IRenderedComponent<PeopleTable> table = Show(Votes());
        table.Find("[data-username=ben] [data-testid=person-same]").Click();
        table.Find("[data-testid=person-of]").Change("ann");
        Assert.Equal("2 labels given as ben count as ann's. 1 block has a label under both names, 1 of them another one: the later counts.", table.Find("[data-testid=person-effect]").TextContent);
        table.Find("[data-testid=person-decide]").Click();
        Assert.Equal(("ben", new PersonChange(null, new PersonSameness("ann"))), _decided[^1]);

        table = Show(Votes(PeopleDecisions.None.With("ben", new PersonChange(null, new PersonSameness("ann")), "lead", Noon)));
        Assert.Equal("counted as ann, decided by lead on 2026-03-20", table.Find("[data-username=ben] [data-testid=person-state]").TextContent.Trim());
        table.Find("[data-username=ben] [data-testid=person-apart]").Click();
        Assert.Equal("2 labels given as ben count as ben's again.", table.Find("[data-testid=person-effect]").TextContent);
    }

    [Fact]
    public void ExcludedPerson_StandsWithWhoAndWhy_AndCountsAgainAfterAQuestion()
    {
        IRenderedComponent<PeopleTable> table = Show(Votes(PeopleDecisions.None.With("ben", new PersonChange(new PersonExclusion("wrong channel"), null), "lead", Noon)));

        Assert.Equal("no, excluded by lead on 2026-03-20: wrong channel", table.Find("[data-username=ben] [data-testid=person-state]").TextContent.Trim());
        table.Find("[data-username=ben] [data-testid=person-include]").Click();
        Assert.Empty(_decided);
        Assert.Equal("2 labels of ben count again in every figure and export.", table.Find("[data-testid=person-effect]").TextContent);
        table.Find("[data-testid=person-decide]").Click();
        Assert.Equal(("ben", new PersonChange(new PersonExclusion(null), null)), _decided[^1]);
    }

    private static AllVotes Votes(PeopleDecisions? people = null) => new([User("ann", (1, 1)), User("ben", (1, 2), (2, 2))], [], []) { People = people ?? PeopleDecisions.None };

    private static UserVotes User(string name, params (int Block, int Label)[] labels) =>
        new(name, labels.ToDictionary(item => BlockId.Parse($"block_{item.Block:0000}"), item => new Vote(item.Label, Noon)));

    private IRenderedComponent<PeopleTable> Show(AllVotes votes) => Render<PeopleTable>(parameters => parameters
        .Add(table => table.Votes, votes)
        .Add(table => table.OnDecide, (name, change) =>
        {
            _decided.Add((name, change));
            return Task.FromResult(!_refuses);
        }));
}
