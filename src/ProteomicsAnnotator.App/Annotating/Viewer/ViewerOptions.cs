using System.Text.Json;

namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of ViewerOptions in src/viewer/src/page/contract.ts.</summary>
public sealed record ViewerOptions(
    string Username,
    IReadOnlyList<ViewerClass> Classes,
    JsonElement? Settings,
    double DefaultSecondsPerSlice,
    JsonElement? CampaignSettings,
    IReadOnlyDictionary<string, string>? Keys,
    bool MeasuresEvidence);

/// <summary>Twin of LabelClass in src/viewer/src/page/contract.ts.</summary>
/// <param name="Name">As configured.</param>
/// <param name="Style">Its colours as CSS variables.</param>
public sealed record ViewerClass(string Name, string Style);
