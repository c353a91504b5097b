using System.Globalization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin.Agreement;

public sealed partial class KappaHeatMap
{
    private const int FewBlocks = 30;

    /// <summary>More people have squares without numbers.</summary>
    private const int MostNumbers = 6;

    private readonly Dictionary<(string A, string B), PairKappa> _cells = [];
    private IReadOnlyList<PairKappa>? _shown;
    private string[] _users = [];
    private int _prefix;

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
        _cells.Clear();
        foreach (PairKappa kappa in Kappas)
        {
            _cells[(kappa.A, kappa.B)] = kappa;
        }

        _users = [.. Kappas.SelectMany(kappa => new[] { kappa.A, kappa.B }).Distinct(StringComparer.Ordinal)
            .OrderByDescending(user => MeanOf(user) ?? double.NegativeInfinity).ThenBy(user => user, StringComparer.Ordinal)];
        _prefix = CommonPrefix(_users);
    }

    private int Depth => _users.Length > MostNumbers ? 100 : 60;

    private PairKappa? Find(string a, string b) => _cells.GetValueOrDefault((a, b)) ?? _cells.GetValueOrDefault((b, a));

    /// <summary>Of the pairs that have a value; null: none has.</summary>
    private double? MeanOf(string user)
    {
        double[] values = [.. Kappas.Where(kappa => kappa.A == user || kappa.B == user).Select(kappa => kappa.Value).OfType<double>()];
        return values.Length == 0 ? null : values.Average();
    }

    /// <summary>Without what all names begin with: the part that tells people apart stays.</summary>
    private string Short(string user) => _prefix == 0 ? user : "…" + user[_prefix..];

    private static int CommonPrefix(string[] users)
    {
        int shortest = users.Length == 0 ? 0 : users.Min(user => user.Length);
        int length = 0;
        while (length < shortest - 1 && users.All(user => user[length] == users[0][length]))
        {
            length++;
        }

        return length > 3 ? length : 0;
    }

    private bool IsSelected(PairKappa kappa) => Selected?.First == kappa.A && Selected.Second == kappa.B;

    private static string Text(PairKappa kappa) =>
        kappa.Value?.ToString("0.00", CultureInfo.InvariantCulture) ?? FigureText.Undefined;

    private static string Title(PairKappa kappa) =>
        $"{kappa.A} and {kappa.B}: {FigureText.Number(kappa.Value)} on {Counted.Of(kappa.N, "block")}"
        + $" ({FigureText.WhyUndefined(kappa) ?? "95 % interval: " + FigureText.Interval(kappa)})";
}
