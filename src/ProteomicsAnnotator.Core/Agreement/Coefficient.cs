namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// A coefficient with its 95 % bootstrap interval. All null where undefined; <paramref name="N"/> = the blocks it is of:
/// those with two or more labels, for Fleiss' kappa those with the commonest number. The interval is null until it has
/// been computed.
/// </summary>
public readonly record struct Coefficient(double? Value, int N, double? Low = null, double? High = null);
