using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.App.Sessions;

/// <summary>What a review reads. <paramref name="Catalog"/> is the configured data root's.</summary>
public sealed record ReviewSources(LabelShare Share, BlockCatalog Catalog, LabelClasses Classes, TimeProvider Time);
