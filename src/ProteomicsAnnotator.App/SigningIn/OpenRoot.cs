using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>A data root that is open in this run. The id is opaque: no path travels over HTTP.</summary>
public sealed record OpenRoot(string Id, BlockCatalog Catalog);
