namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of PressEvidence in src/viewer/src/page/pressEvidence.ts: what the page measured of a label key.</summary>
/// <param name="Via">"key" or "click".</param>
/// <param name="ActiveMs">Time at work on the block since its decision before.</param>
/// <param name="Spans">The latest of it: from and to, in ms before the press.</param>
/// <param name="Slices">Share of the slices that were on screen; null: the block has none.</param>
/// <param name="Projected">A projection of several slices was on screen.</param>
/// <param name="View">The view mode.</param>
/// <param name="Limits">Where the limits of the visible channels came from.</param>
/// <param name="Suggestion">One was visible.</param>
/// <param name="Display">How the channels looked.</param>
public sealed record PressEvidence(
    string Via, long ActiveMs, IReadOnlyList<IReadOnlyList<long>> Spans, double? Slices, bool Projected, string View, string Limits, bool Suggestion, PressDisplay Display);

/// <summary>Twin of PressDisplay in src/viewer/src/page/pressEvidence.ts.</summary>
/// <param name="Channels">Those that were visible, in the order of the block.</param>
/// <param name="Projection">Null: no 3D was on screen.</param>
/// <param name="Slab">Null: there was none.</param>
/// <param name="Thickness">Slices of the slab.</param>
public sealed record PressDisplay(IReadOnlyList<PressChannel> Channels, string? Projection, string? Slab, int? Thickness);

/// <summary>Twin of PressChannel in src/viewer/src/page/pressEvidence.ts.</summary>
/// <param name="Key">As in ChannelRef.</param>
/// <param name="Color">#rrggbb, or the name of a scale of colours.</param>
/// <param name="Limits">Null: Auto of the block.</param>
/// <param name="Gamma">1 as a rule.</param>
public sealed record PressChannel(string Key, string Color, IReadOnlyList<double>? Limits, double Gamma);
