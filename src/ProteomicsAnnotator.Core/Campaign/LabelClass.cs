namespace ProteomicsAnnotator.Core.Campaign;

/// <param name="Number">1 to 9: the key, and what is stored.</param>
/// <param name="Name">As shown.</param>
/// <param name="Color">#RRGGBB.</param>
public sealed record LabelClass(int Number, string Name, string Color);
