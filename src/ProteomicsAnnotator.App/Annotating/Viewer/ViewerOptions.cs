using System.Text.Json;

namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of ViewerOptions in src/viewer/src/page/contract.ts.</summary>
public sealed record ViewerOptions(
    string Username,
    IReadOnlyList<ViewerClass> Classes,
    JsonElement? Settings,
    double DefaultSecondsPerSlice,
    JsonElement? CampaignSettings);
