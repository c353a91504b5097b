using Bunit;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Reviewing;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>Who needs a person, and a consensus that becomes the final label of many blocks.</summary>
public sealed class CertainConsensusTests : IAsyncDisposable
{
    private const int Blocks = 60;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly AdminPage _page = new(Folder());

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task Preview_CountsFirst_ThenTheConsensusIsSetAsOneStep_AndWhatIsDecidedMeanwhileStays()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        ReviewSession other = await _page.Folder.OpenAsync("zoe");
        await view.ShowAsync(ReviewPane.Adjudicate);
        await view.WaitForAssertionAsync(() => Assert.NotEmpty(view.FindAll("[data-testid=stop-rule]")), Limit);
        await ChooseAsync(view, "80");
        await view.InvokeAsync(() => Assert.StartsWith("0 of 10 need a person; too few labels to be sure", view.Text("stop-rule"), StringComparison.Ordinal));
        await view.InvokeAsync(() => Assert.Empty(view.FindAll("[data-testid=accept-counts]")));

        await view.ClickAsync("[data-testid=accept-preview]");
        await view.InvokeAsync(() => Assert.StartsWith("10 of 10 blocks would get final labels: 5 as Class 1, 5 as Class 2.", view.Text("accept-counts"), StringComparison.Ordinal));
        Assert.All(review.Table.Rows, row => Assert.Null(row.FinalLabel));
        await other.SetFinalLabelAsync([ReviewFolder.Id(60)], 3, CancellationToken.None);
        await view.ClickAsync("[data-testid=accept-certain]");

        await view.WaitForAssertionAsync(() => Assert.Contains("9 blocks: the final label is the consensus now.", view.Find(".message").TextContent, StringComparison.Ordinal), Limit);
        Assert.Equal(
            [.. Enumerable.Range(51, 9).Select(number => (number, (int?)ClassOf(number), "ann")), (60, 3, "zoe")],
            review.Table.Rows.Where(row => row.FinalLabel is not null).Select(row => (row.Index + 1, row.FinalLabel?.Label, row.FinalLabel!.SetBy)));
        await review.Adjudication.UndoAsync(CancellationToken.None);
        Assert.Equal("zoe", Assert.Single(review.Table.Rows.Select(row => row.FinalLabel).OfType<FinalLabel>()).SetBy);
    }

    [Fact]
    public async Task Threshold_ThatMakesNoSense_IsSaid_AndStaysAsItWas()
    {
        (IRenderedComponent<AdminView> view, _) = await _page.RenderAsync();
        await view.ShowAsync(ReviewPane.Adjudicate);
        await view.WaitForAssertionAsync(() => Assert.NotEmpty(view.FindAll("[data-testid=stop-rule]")), Limit);

        await ChooseAsync(view, "20");

        await view.InvokeAsync(() => Assert.Equal("Certain enough: found 20 %; expected 50 to 100 %. It stays 95 %.", view.Text("certain-from-refusal")));
    }

    [Fact]
    public async Task Part_Chosen_LeavesTheOtherBlocksOut_AndOneThatIsNoneIsSaid()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        await view.ShowAsync(ReviewPane.Adjudicate);
        await view.WaitForAssertionAsync(() => Assert.Equal(10, view.FindAll("[data-testid=queue] button").Count), Limit);

        await ChooseAsync(view, "2", "adjudication-parts");
        await view.WaitForAssertionAsync(() => Assert.Equal(review.Table.Rows.Count(row => row.IsContested && new AdjudicationShare(1, 2).Has(row.Block)), view.FindAll("[data-testid=queue] button").Count), Limit);
        await ChooseAsync(view, "3", "adjudication-part");

        await view.InvokeAsync(() => Assert.Equal("Part: found 3 of 2; expected 1 to 20 parts, and one of them. It stays 1 of 2.", view.Text("adjudication-part-refusal")));
        Assert.Equal(new AdjudicationShare(1, 2), review.Adjudication.Part);
    }

    private static Task ChooseAsync(IRenderedComponent<AdminView> view, string value, string field = "certain-from") =>
        view.InvokeAsync(() => view.Find($"[data-testid={field}]").ChangeAsync(new ChangeEventArgs { Value = value }));

    private static int ClassOf(int number) => 1 + (number % 2);

    /// <summary>Three people; the third one differs on the last ten blocks.</summary>
    private static ReviewFolder Folder()
    {
        var folder = new ReviewFolder(Blocks);
        foreach (string name in (string[])["ben", "cem", "dev"])
        {
            folder.Put(name, [.. Enumerable.Range(1, Blocks).Select(number => (int?)(name == "dev" && number > 50 ? 3 : ClassOf(number)))]);
        }

        return folder;
    }
}
