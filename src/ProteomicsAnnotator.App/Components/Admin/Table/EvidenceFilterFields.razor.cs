using System.Globalization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Components.Admin.Table;

/// <summary>The conditions of the filter about how votes were given.</summary>
public sealed partial class EvidenceFilterFields
{
    [Parameter]
    [EditorRequired]
    public required EvidenceFilter Filter { get; set; }

    [Parameter]
    public EventCallback<EvidenceFilter> OnChanged { get; set; }

    private string? Seconds => Filter.Within?.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    private string? Percent => (100 * Filter.SlicesBelow)?.ToString("0.##", CultureInfo.InvariantCulture);

    private Task SetSecondsAsync(ChangeEventArgs e) =>
        OnChanged.InvokeAsync(Filter with { Within = Number(e) is { } seconds and > 0 and <= 86400 ? TimeSpan.FromSeconds(seconds) : null });

    private Task SetPercentAsync(ChangeEventArgs e) =>
        OnChanged.InvokeAsync(Filter with { SlicesBelow = Number(e) is { } percent and > 0 and <= 100 ? percent / 100 : null });

    private Task SetViewAsync(ChangeEventArgs e) => OnChanged.InvokeAsync(Filter with { View = Text(e) });

    private Task SetLimitsAsync(ChangeEventArgs e) => OnChanged.InvokeAsync(Filter with { Limits = Text(e) });

    private static string? Text(ChangeEventArgs e) => e.Value is string { Length: > 0 } text ? text : null;

    private static double? Number(ChangeEventArgs e) =>
        double.TryParse(e.Value as string, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
