using System.Globalization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin.Agreement;

public sealed partial class KappaHeatMap
{
    private readonly Dictionary<(int A, int B), PairKappa> _cells = [];
    private IReadOnlyList<PairKappa>? _shown;
    private string[] _users = [];

    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<PairKappa> Kappas { get; set; }

    [Parameter]
    public IReadOnlyCollection<string> Excluded { get; set; } = [];

    [Parameter]
    public AnnotatorPair? Selected { get; set; }

    [Parameter]
    public EventCallback<(string First, string Second)> OnPick { get; set; }

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_shown, Kappas))
        {
            return;
        }

        _shown = Kappas;
        _users = [.. Kappas.SelectMany(kappa => new[] { kappa.A, kappa.B }).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _cells.Clear();
        foreach (PairKappa kappa in Kappas)
        {
            _cells[(Array.IndexOf(_users, kappa.A), Array.IndexOf(_users, kappa.B))] = kappa;
        }
    }

    private bool IsSelected(PairKappa kappa) => Selected?.First == kappa.A && Selected.Second == kappa.B;

    private static string Text(PairKappa kappa) =>
        kappa.Value?.ToString("0.00", CultureInfo.InvariantCulture) ?? FigureText.Undefined;

    private static string Title(PairKappa kappa) =>
        $"{kappa.A} and {kappa.B}: {FigureText.Number(kappa.Value)} on {Counted.Of(kappa.N, "block")}"
        + $" ({FigureText.WhyUndefined(kappa) ?? "95 % interval: " + FigureText.Interval(kappa)})";
}
