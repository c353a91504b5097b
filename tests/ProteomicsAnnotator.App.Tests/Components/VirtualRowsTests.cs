using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using ProteomicsAnnotator.App.Components;

namespace ProteomicsAnnotator.App.Tests.Components;

public sealed class VirtualRowsTests : IAsyncLifetime
{
    private readonly BunitContext _page = new();

    public ValueTask InitializeAsync()
    {
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public void Rows_WithAKey_StayThemselvesWhenOthersComeAndGo()
    {
        IRenderedComponent<VirtualRows<string>> rows = Render("a", "b", "c", "d");
        Dictionary<string, Row> before = Shown(rows);

        rows.Render(parameters => parameters.Add(r => r.Items, ["0", "b", "d", "e"]));

        Dictionary<string, Row> after = Shown(rows);
        Assert.Equal(["0", "b", "d", "e"], rows.FindAll("p").Select(element => element.TextContent));
        Assert.Same(before["b"], after["b"]);
        Assert.Same(before["d"], after["d"]);
        Assert.All(after.Values, row => Assert.Equal(row.First, row.Item));
    }

    private IRenderedComponent<VirtualRows<string>> Render(params string[] items) => _page.Render<VirtualRows<string>>(parameters => parameters
        .Add(rows => rows.Items, items)
        .Add(rows => rows.Height, 10)
        .Add(rows => rows.Lead, 10)
        .Add(rows => rows.Overscan, 1)
        .Add(rows => rows.ChildContent, item => builder =>
        {
            builder.OpenComponent<Row>(0);
            builder.SetKey(item);
            builder.AddAttribute(1, nameof(Row.Item), item);
            builder.CloseComponent();
        }));

    private static Dictionary<string, Row> Shown(IRenderedComponent<VirtualRows<string>> rows) =>
        rows.FindComponents<Row>().Select(row => row.Instance).ToDictionary(row => row.Item, StringComparer.Ordinal);

    private sealed class Row : ComponentBase
    {
        [Parameter]
        public string Item { get; set; } = "";

        /// <summary>What it showed first: a press on the way means this one.</summary>
        public string First { get; private set; } = "";

        protected override void OnInitialized() => First = Item;

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "p");
            builder.AddContent(1, Item);
            builder.CloseElement();
        }
    }
}
