using System.Globalization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;

namespace ProteomicsAnnotator.App.Components.Admin.Panes;

/// <summary>Agreement as it would be if labels of one class were of another; nothing until two classes are chosen.</summary>
public sealed partial class WhatIfCard
{
    private ReviewTable? _table;
    private (AgreementCoefficients Coefficients, int Disagreements)? _figures;
    private int _from;
    private int _to = 1;
    private string? _fault;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    protected override Task OnParametersSetAsync() => ReferenceEquals(_table, Review.Table) ? Task.CompletedTask : ComputeAsync();

    private static IEnumerable<(string Name, Coefficient Now, Coefficient Then)> Rows(AgreementCoefficients now, AgreementCoefficients then) =>
    [
        ("Percent agreement", now.PercentAgreement, then.PercentAgreement),
        ("Krippendorff's alpha", now.KrippendorffAlpha, then.KrippendorffAlpha),
        ("Gwet's AC1", now.GwetAc1, then.GwetAc1),
    ];

    private async Task ComputeAsync()
    {
        (ReviewTable table, string text) = (Review.Table, string.Create(CultureInfo.InvariantCulture, $"{_from}={_to}"));
        _table = table;
        if (_from == 0 || ClassMap.Parse(text, Review.Classes.Count) is not { } map)
        {
            _figures = null;
            _fault = _from != 0 && _from == _to ? "Choose two different classes." : null;
            return;
        }

        try
        {
            (AgreementCoefficients Coefficients, int Disagreements) figures = await Task.Run(() =>
            {
                ReviewTable mapped = table.Mapped(map);
                return (AgreementCoefficients.WithIntervals(mapped), mapped.Statistics.Disagreements);
            });
            if (ReferenceEquals(_table, table) && text == string.Create(CultureInfo.InvariantCulture, $"{_from}={_to}"))
            {
                (_figures, _fault) = (figures, null);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _fault = $"The figures could not be computed: {fault.Message}";
        }
    }
}
